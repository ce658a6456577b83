import { later, roomUntilYearEnd } from './pace.ts'
import { type Category, HOUR, on, YEAR_END } from './the-year.ts'

/*
 * How each finding's year ends. The counts below are the article's year by construction: 345 rectified and 47 still
 * open make 392 found; what was rejected, merged or made void was reported and is not among them.
 */

/** A finding that waits for its fate: what the fates look at. */
export interface Candidate {
  readonly at: number
  readonly category: Category
  readonly categoryCode: string
  readonly source: 'patrol' | 'resident' | 'staff'
}

export interface Fate {
  readonly count: number
  readonly ends: 'rectified' | 'open' | 'rejected' | 'merged' | 'void'
  readonly zh: string
  readonly en: string
  readonly suits: (candidate: Candidate) => boolean
}

/** Limits used up by the end of the year: 1 is due, 1.5 brings the yellow card, 2 the red one. */
function used({ at, category: { limit } }: Candidate): number {
  return roomUntilYearEnd(at, limit.basis) / limit.ms
}
/** Working hours between the report and the end of the year. */
const workingHours = ({ at }: Candidate): number => roomUntilYearEnd(at, 'working') / HOUR
const urgent = ({ category: { severity } }: Candidate): boolean => severity === 'S1' || severity === 'S2'
const calm = (candidate: Candidate): boolean => !urgent(candidate)
const since = (day: string, time = '0:00') => {
  const from = on(day, time)
  return ({ at }: Candidate): boolean => at >= from
}
const before = (day: string) => {
  const to = on(day, '0:00')
  return ({ at }: Candidate): boolean => at < to
}
const isOf = (...codes: string[]) => {
  return ({ categoryCode }: Candidate): boolean => codes.includes(categoryCode)
}
const fromResident = ({ source }: Candidate): boolean => source === 'resident'
const notFromResident = ({ source }: Candidate): boolean => source !== 'resident'
const limitOf =
  (hours: number) =>
  ({ category: { limit } }: Candidate): boolean =>
    limit.basis === 'working' && limit.ms >= hours * HOUR
const all =
  (...conditions: ((candidate: Candidate) => boolean)[]) =>
  (candidate: Candidate): boolean =>
    conditions.every(holds => holds(candidate))

/** Leaves that the unit first in line can rightly say are not its duty, and whose duty they are then. */
export const OTHERS_DUTY: Readonly<Record<string, string>> = {
  '0107': 'utility',
  '0206': 'utility',
  '0301': 'cleaning',
  '0303': 'property',
  '0405': 'urban_mgmt',
  '0406': 'utility',
  '0501': 'utility',
  '0108': 'fire',
  '0401': 'urban_mgmt',
}
/** Repairs that wait for money, a contractor, a season or a court. */
const SUSPENDABLE = ['0110', '0206', '0305', '0402', '0403', '0405', '0501', '0406', '0304']
const complicated = before('2025-11-10')

/* What is seen to in the ordinary way takes its limit, a check, the desk, and nights and weekends in between. */
function hasTime(candidate: Candidate): boolean {
  const { at, category, source } = candidate
  const desk = source === 'resident' ? 30 * HOUR : 0
  const spare = urgent(candidate) ? 30 * HOUR : 8 * HOUR
  const { basis, ms } = category.limit
  const needed = ms + category.stageLimits.check.ms + category.stageLimits.close.ms + spare + desk
  return later(at, needed, basis) < YEAR_END
}

/** In the order in which they are dealt: what fits few findings first, the ordinary life last. */
export const FATES = {
  // Open at the end of the year: 47.
  openReported: {
    count: 3,
    ends: 'open',
    zh: '居民刚上报,待受理',
    en: 'a resident has just reported it',
    suits: all(fromResident, since('2025-12-30')),
  },
  openVerifying: {
    count: 2,
    ends: 'open',
    zh: '居民上报,正在核实',
    en: 'a resident’s report is being verified',
    suits: all(fromResident, calm, since('2025-12-29')),
  },
  openClosing: {
    count: 1,
    ends: 'open',
    zh: '核查通过,待结案',
    en: 'check passed, closing is outstanding',
    suits: all(notFromResident, urgent, since('2025-12-31', '8:00')),
  },
  openWarned: {
    count: 3,
    ends: 'open',
    zh: '处置中,即将到期',
    en: 'in progress, due soon',
    suits: all(
      notFromResident,
      calm,
      c => used(c) > 0.82 && used(c) < 0.98,
      c => workingHours(c) > 5,
    ),
  },
  openSelfHandled: {
    count: 3,
    ends: 'open',
    zh: '即查即改,待审核',
    en: 'fixed on the spot, approval is outstanding',
    suits: all(c => c.source === 'patrol' && c.category.onTheSpot, since('2025-12-30', '13:00')),
  },
  openDispatched: {
    count: 4,
    ends: 'open',
    zh: '已派遣,待接收',
    en: 'dispatched, not yet received',
    suits: all(notFromResident, calm, since('2025-12-30', '9:00'), c => used(c) < 0.95),
  },
  openReturned: {
    count: 2,
    ends: 'open',
    zh: '责任单位回退,待重新派遣',
    en: 'returned by the unit, to be dispatched anew',
    suits: all(notFromResident, calm, since('2025-12-30'), c => workingHours(c) > 3),
  },
  openHandedIn: {
    count: 4,
    ends: 'open',
    zh: '已反馈,待核查',
    en: 'handed in, the check is outstanding',
    suits: all(
      notFromResident,
      calm,
      c => used(c) > 0.4 && used(c) < 0.98,
      c => workingHours(c) > 6,
    ),
  },
  openInProgress: {
    count: 5,
    ends: 'open',
    zh: '处置中',
    en: 'in progress',
    suits: all(
      notFromResident,
      calm,
      c => used(c) > 0.05 && used(c) < 0.78,
      c => workingHours(c) > 4,
    ),
  },
  openYellow: {
    count: 3,
    ends: 'open',
    zh: '超期,黄牌督办',
    en: 'overdue, yellow card',
    suits: all(
      notFromResident,
      calm,
      c => used(c) > 1.55 && used(c) < 1.95,
      c => workingHours(c) > 5,
    ),
  },
  openOverdue: {
    count: 4,
    ends: 'open',
    zh: '超期',
    en: 'overdue',
    suits: all(
      notFromResident,
      calm,
      c => used(c) > 1.03 && used(c) < 1.47,
      c => workingHours(c) > 5,
    ),
  },
  openRed: {
    count: 4,
    ends: 'open',
    zh: '超期,红牌督办',
    en: 'overdue, red card',
    suits: all(notFromResident, calm, limitOf(16), since('2025-11-10'), c => used(c) > 2.1),
  },
  openSuspended: {
    count: 9,
    ends: 'open',
    zh: '挂账跨年',
    en: 'suspended beyond the end of the year',
    suits: all(notFromResident, isOf(...SUSPENDABLE), since('2025-08-15'), before('2025-12-23')),
  },

  // Rectified: 345, with the ordinary ones at the end.
  disputed: {
    count: 3,
    ends: 'rectified',
    zh: '两家单位先后回退,督查员指定派遣',
    en: 'returned by two units, dispatched by the supervisor’s word',
    suits: all(notFromResident, isOf('0304', '0207', '0405'), complicated),
  },
  forcedThenReopened: {
    count: 2,
    ends: 'rectified',
    zh: '强制结案后重启,整改后正常结案',
    en: 'closed by force, reopened, then rectified',
    suits: all(notFromResident, calm, isOf('0207', '0304', '0403'), complicated),
  },
  lateRed: {
    count: 4,
    ends: 'rectified',
    zh: '红牌后完成整改',
    en: 'rectified after the red card',
    suits: all(notFromResident, calm, limitOf(8), complicated),
  },
  lateYellow: {
    count: 8,
    ends: 'rectified',
    zh: '黄牌后完成整改',
    en: 'rectified after the yellow card',
    suits: all(notFromResident, calm, limitOf(4), complicated),
  },
  lateAppealed: {
    count: 3,
    ends: 'rectified',
    zh: '超期整改,单位申诉',
    en: 'rectified late, the unit appeals',
    suits: all(notFromResident, calm, limitOf(8), complicated),
  },
  suspended: {
    count: 10,
    ends: 'rectified',
    zh: '挂账后恢复并完成整改',
    en: 'suspended, resumed, rectified',
    suits: all(isOf(...SUSPENDABLE), before('2025-10-10')),
  },
  returnedElsewhere: {
    count: 11,
    ends: 'rectified',
    zh: '非本单位职责,回退后改派',
    en: 'not the unit’s duty, dispatched to another',
    suits: all(notFromResident, isOf(...Object.keys(OTHERS_DUTY)), complicated),
  },
  extendedTwice: {
    count: 3,
    ends: 'rectified',
    zh: '两次延期后完成整改',
    en: 'extended twice, then rectified',
    suits: all(limitOf(24), complicated),
  },
  extended: {
    count: 17,
    ends: 'rectified',
    zh: '延期后完成整改',
    en: 'extended, then rectified',
    suits: all(limitOf(8), complicated),
  },
  extensionRefused: {
    count: 3,
    ends: 'rectified',
    zh: '延期未获批准,按期完成',
    en: 'no extension was granted, rectified in time',
    suits: all(limitOf(8), complicated),
  },
  reclassified: {
    count: 4,
    ends: 'rectified',
    zh: '居民选错类别,改类后整改',
    en: 'a resident chose the wrong category',
    suits: all(fromResident, complicated),
  },
  reopened: {
    count: 4,
    ends: 'rectified',
    zh: '回访未解决,重启后整改',
    en: 'reopened after a call-back',
    suits: all(calm, complicated),
  },
  spotDoubted: {
    count: 3,
    ends: 'rectified',
    zh: '即查即改未获认可,转为派遣',
    en: 'the fix on the spot was not accepted',
    suits: all(c => c.source === 'patrol' && c.category.onTheSpot, calm, complicated),
  },
  reworkedTwice: {
    count: 4,
    ends: 'rectified',
    zh: '两次返工',
    en: 'reworked twice',
    suits: complicated,
  },
  reworked: {
    count: 24,
    ends: 'rectified',
    zh: '返工一次',
    en: 'reworked once',
    suits: before('2025-12-01'),
  },
  returnedAgain: {
    count: 6,
    ends: 'rectified',
    zh: '信息不足,回退补充后再派',
    en: 'returned for want of information, dispatched again',
    suits: all(notFromResident, calm, complicated),
  },
  checkedTwice: {
    count: 6,
    ends: 'rectified',
    zh: '首次无法核查,再次核查通过',
    en: 'the first check was not possible',
    suits: all(calm, complicated),
  },
  urged: {
    count: 6,
    ends: 'rectified',
    zh: '催办、督办后按期整改',
    en: 'urged and supervised, rectified in time',
    suits: all(calm, limitOf(8), complicated),
  },
  late: {
    count: 16,
    ends: 'rectified',
    zh: '超期后完成整改',
    en: 'rectified after the due moment',
    suits: all(notFromResident, c => c.category.severity !== 'S1', before('2025-12-05')),
  },

  // Reported, and not found: 14 here, and 7 merged ones that are planned with their masters.
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

  // The many: dealt last.
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

export type FateName = keyof typeof FATES | 'merged'

/** 并案: planned beside a master instead of being dealt. */
export const MERGED: Fate = {
  count: 7,
  ends: 'merged',
  zh: '居民重复上报,并案',
  en: 'reported again by a resident, merged',
  suits: () => false,
}

/** The fate of a name. */
export const fateOf = (name: FateName): Fate => (name === 'merged' ? MERGED : FATES[name])
