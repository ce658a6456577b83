import { roomUntilYearEnd } from '../pace.ts'
import { HOUR } from '../the-year.ts'
import { hasTime, urgent } from './conditions.ts'
import type { Fate } from './fate.ts'

/** Rectified without trouble: 208, the many. */
export const ORDINARY = {
  onTheSpot: {
    count: 54,
    ends: 'rectified',
    zh: '即查即改,审核通过',
    en: 'fixed on the spot and approved',
    suits: c =>
      c.source === 'patrol' &&
      c.category.onTheSpot &&
      roomUntilYearEnd(c.at, c.category.stageLimits.triage.basis) > (urgent(c) ? 16 * HOUR : 5 * HOUR),
  },
  smooth: {
    count: 154,
    ends: 'rectified',
    zh: '按期整改,一次通过',
    en: 'rectified in time, passed at once',
    suits: hasTime,
  },
} as const satisfies Readonly<Record<string, Fate>>
