import type { Overdue } from '../../../db/stores/findings.ts'
import type { Totals } from '../../../db/stores/rollups.ts'
import { type Rate, rate } from '../../../machines/rates.ts'

/** The rates of domain.md 9.3 that findings and patrols feed, from what was counted and what is overdue. */
export function ratesOf(n: Totals, overdue: Overdue) {
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
  } satisfies Record<string, Rate>
}
