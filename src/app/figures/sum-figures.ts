import type { CountBy, Totals } from '../../../db/stores/rollups.ts'
import { ALL } from '../../../db/stores/visibility.ts'
import { FINDING_COUNTERS, PATROL_COUNTERS } from '../../../machines/counters.ts'
import type { FindingContext } from '../../../machines/finding/context.ts'
import type { FindingState } from '../../../machines/finding/states.ts'
import type { PatrolContext } from '../../../machines/patrol/context.ts'
import type { PatrolState } from '../../../machines/patrol/states.ts'
import type { Reader } from '../deps.ts'
import { contributionOf } from '../findings/take-finding-step.ts'
import { inPages } from '../in-pages.ts'
import { patrolContributionOf } from '../patrols/take-patrol-step.ts'
import type { Contribution } from './book-figures.ts'
import type { FiguresPeriod } from './figures-period.ts'
import type { FiguresPart, FiguresScope } from './figures-scope.ts'

const COUNTERS = [...FINDING_COUNTERS, ...PATROL_COUNTERS] as const
type Sums = { -readonly [Name in keyof Totals]: number }

/**
 * What falls into a period within a scope. Kept parts cost one statement each, which reads a row a day; the others
 * are counted from their findings and patrols, a page at a time.
 */
export async function sumFigures(
  read: Reader,
  scope: FiguresScope,
  period: FiguresPeriod,
  countBy: CountBy,
): Promise<Totals> {
  const sums = Object.fromEntries(COUNTERS.map(name => [name, 0])) as Sums
  for (const part of scope.parts) {
    if (part.keptAs === null) await count(read, scope, part, period, countBy, sums)
    else {
      const { from, to } = period
      const key = { communityId: scope.communityId, scopeId: part.keptAs, from, to }
      const totals = await read.rollups.sum(key, countBy)
      for (const name of COUNTERS) sums[name] += totals[name]
    }
  }
  return sums
}

async function count(
  read: Reader,
  { communityId, unitId }: FiguresScope,
  { path }: FiguresPart,
  { from, to, start, end }: FiguresPeriod,
  countBy: CountBy,
  sums: Sums,
): Promise<void> {
  const counts = (scopes: readonly string[]): boolean => unitId === null || scopes.includes(unitId)
  const add = ({ facts, scopes, apart, cohortDay }: Contribution): void => {
    const own = counts(scopes) ? [...facts] : []
    const all = [
      ...own,
      ...apart.filter(each => counts(each.scopes)).map(each => [each.counter, each.day] as const),
    ]
    for (const [name, eventDay] of all) {
      const day = countBy === 'event' ? eventDay : cohortDay
      if (day >= from && day < to) sums[name] += 1
    }
  }
  // Nothing falls on a day before the report; a walk's days may lie on either side of its opening.
  const filter = {
    within: path,
    reportedFrom: countBy === 'cohort' ? start : undefined,
    reportedTo: end,
  }
  for await (const { state, context } of inPages<{ id: string; state: string; context: string }>(
    (last, limit) => read.findings.contextsReportedBetween(communityId, ALL, filter, last?.id ?? '', limit),
  ))
    add(contributionOf(JSON.parse(context) as FindingContext, state as FindingState))
  if (unitId !== null) return
  for await (const { state, context } of inPages<{ id: string; state: string; context: string }>(
    (last, limit) => read.patrols.contextsBelow(communityId, path, last?.id ?? '', limit),
  ))
    add(patrolContributionOf(JSON.parse(context) as PatrolContext, state as PatrolState))
}
