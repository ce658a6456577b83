import type { CountBy } from '../../../db/stores/rollups.ts'
import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { periodOf } from './figures-period.ts'
import { getFiguresScope } from './figures-scope.ts'
import { lastingFixes } from './lasting-fixes.ts'
import { ratesOf } from './rates-of.ts'
import { sumFigures } from './sum-figures.ts'

export interface SummaryQuery {
  readonly placeId?: string
  /** Local days, the first included, the last not. (Default: the current calendar year) */
  readonly from?: string
  readonly to?: string
  readonly countBy: CountBy
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
