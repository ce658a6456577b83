import { all, before, calm, complicated, fromResident, limitOf, notFromResident } from './conditions.ts'
import type { Fate } from './fate.ts'

/** Reported, and not found: 14; 7 merged ones are planned beside their masters. */
export const REFUSED = {
  rejectedNotThere: {
    count: 3,
    ends: 'rejected',
    zh: '核实不存在,不予受理',
    en: 'verified and not there',
    suits: all(fromResident, before('2025-12-15')),
  },
  rejectedOutOfScope: {
    count: 3,
    ends: 'rejected',
    zh: '不属受理范围',
    en: 'out of scope',
    suits: all(fromResident, before('2025-12-15')),
  },
  withdrawn: {
    count: 2,
    ends: 'rejected',
    zh: '上报人撤回',
    en: 'withdrawn by its reporter',
    suits: all(fromResident, before('2025-12-15')),
  },
  rejectedSpot: {
    count: 1,
    ends: 'rejected',
    zh: '即查即改照片与现场不符,不予受理',
    en: 'photos of a fix on the spot did not agree',
    suits: all(c => c.source === 'patrol' && c.category.onTheSpot, calm, complicated),
  },
  void: {
    count: 5,
    ends: 'void',
    zh: '立案有误,两人审批后作废',
    en: 'registered by mistake, made void by two people',
    suits: all(notFromResident, calm, limitOf(8), before('2025-12-15')),
  },
} as const satisfies Readonly<Record<string, Fate>>
