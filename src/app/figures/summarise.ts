import type { CountBy, Totals } from '../../../db/stores/rollups.ts'
import { rate } from '../../../machines/rates.ts'
import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { periodOf } from './figures-period.ts'
import { getFiguresScope } from './figures-scope.ts'
import { lastingFixes } from './lasting-fixes.ts'
import { sumFigures } from './sum-figures.ts'

export interface SummaryQuery {
  readonly placeId?: string
  /** Local days, the first included, the last not. (Default: the current calendar year) */
  readonly from?: string
  readonly to?: string
  readonly countBy: CountBy
}

/** What is late at a moment: only time makes it so, and no step books it. */
interface Overdue {
  readonly handling: number
  readonly closing: number
  readonly closingExtended: number
}

/**
 * The figures of a period in the caller's scope: counts and rates of domain.md 9.2 and 9.3.
 *
 * Counted by event, each count falls on its own day, and what is overdue is so at the end of the period, or now when
 * that is earlier. Counted by cohort, everything that has become of the findings reported in the period counts, so
 * what is overdue is so now: a finding handled after the period would else be handled and overdue at once.
 *
 * Costs one statement for the community, two for each place of the caller's scope, and two that walk an index over
 * the findings that are overdue (for a period that is over, also over those closed since): the same number at 400 and
 * at 10 million findings. The rates of lasting fixes cost as much again, each, with one that walks an index over what
 * came back. That holds for the places totals are kept for (community, estate, building) and for a unit
 * as a whole; anything else is counted from the findings and patrols there, page by page.
 */
export async function summarise(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  { placeId, from, to, countBy }: SummaryQuery,
) {
  if (caller.communityId === null) throw new AppError('community.not_found')
  const { row } = await getCommunity(read, caller.communityId)
  const now = clock.now()
  const period = periodOf({ from, to }, now, row.timeZone)
  const scope = await getFiguresScope(read, caller, placeId)
  const asked = { scope, period, now, timeZone: row.timeZone }
  const cohort = countBy === 'cohort'
  const asOf = cohort ? now : Math.min(now, period.end)
  const totals = await sumFigures(read, scope, period, countBy)
  const overdue = await read.findings.overdueAt(
    scope.communityId,
    scope.visible,
    cohort ? { reportedFrom: period.start, reportedTo: period.end } : {},
    asOf,
    now,
  )
  return {
    placeId: scope.placeId,
    unitId: scope.unitId,
    from: period.from,
    to: period.to,
    asOf: new Date(asOf).toISOString(),
    countBy,
    ...totals,
    overdueOpen: overdue.handling,
    overdueUnclosed: overdue.closing,
    ...ratesOf(totals, overdue),
    /** 30 日、90 日整改保持率 */
    staysFixed30Rate: await lastingFixes(read, asked, 30),
    staysFixed90Rate: await lastingFixes(read, asked, 90),
  }
}

/** The rates of domain.md 9.3 that findings and patrols feed. */
function ratesOf(n: Totals, overdue: Overdue) {
  const shouldHandle = n.handled + overdue.handling
  const shouldClose = n.closed + overdue.closing
  return {
    /** 整改率 */
    rectificationRate: rate(n.rectified, n.found),
    /** 有效上报率: both fall on the report day, however the rest is counted. */
    validReportRate: rate(n.valid, n.reported),
    /** 立案率 */
    registrationRate: rate(n.registered, n.triaged),
    /** 不予受理率 */
    rejectionRate: rate(n.rejected, n.triaged),
    /** 派遣率 */
    dispatchRate: rate(n.dispatched, n.registered),
    /** 处置率 */
    disposalRate: rate(n.handled, shouldHandle),
    /** 按期处置率 */
    intimeDisposalRate: rate(n.handledInTime, shouldHandle),
    /** 结案率 */
    closingRate: rate(n.closed, shouldClose),
    /** 按期结案率 */
    intimeClosingRate: rate(n.closedInTime, shouldClose),
    /** 返工率 */
    reworkRate: rate(n.closedReworked, shouldClose),
    /** 延期率 */
    extensionRate: rate(n.closedExtended + overdue.closingExtended, shouldClose),
    /** 即查即改率 */
    onTheSpotRate: rate(n.selfHandled, n.selfHandled + n.registered),
    /** 重复发生率 */
    recurrenceRate: rate(n.recurred, n.registered),
    /** 巡查完成率: of the walks that had their time; one that was opened just so cannot be missed. */
    patrolCompletionRate: rate(n.patrolsKept, n.patrolsKept + n.patrolsMissed),
    /** 点位覆盖率 */
    checkpointCoverage: rate(n.stopsMade, n.stopsDue),
  }
}
