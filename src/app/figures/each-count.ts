import type { Counter } from '../../../db/schema/tables.ts'
import type { CountedFinding, FindingGroup } from '../../../db/stores/findings.ts'
import type { CountBy } from '../../../db/stores/rollups.ts'
import { ALL } from '../../../db/stores/visibility.ts'
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

/** What a count is of: a finding, or a patrol, which has a place and nothing else to be counted under. */
export type Counted = FindingGroup | { readonly placePath: string }
/** Called for each one that counts, with its day and the scopes (places, units) it counts in. */
export type OnCount = (counter: Counter, day: string, of: Counted, scopes: readonly string[]) => void

/**
 * Walks over the findings and patrols of a part, a page at a time, and calls for everything of theirs that counts in a
 * period. Time grows with the part, memory does not.
 */
export async function eachCount(
  read: Reader,
  { communityId, unitId }: Pick<FiguresScope, 'communityId' | 'unitId'>,
  { path }: Pick<FiguresPart, 'path'>,
  { from, to, start, end }: FiguresPeriod,
  countBy: CountBy,
  onCount: OnCount,
): Promise<void> {
  const counts = (scopes: readonly string[]): boolean => unitId === null || scopes.includes(unitId)
  const add = ({ facts, scopes, apart, cohortDay }: Contribution, of: Counted): void => {
    const own = counts(scopes) ? [...facts].map(([name, day]) => [name, day, scopes] as const) : []
    const all = [
      ...own,
      ...apart
        .filter(each => counts(each.scopes))
        .map(each => [each.counter, each.day, each.scopes] as const),
    ]
    for (const [name, eventDay, under] of all) {
      const day = countBy === 'event' ? eventDay : cohortDay
      if (day >= from && day < to) onCount(name, day, of, under)
    }
  }
  // Nothing falls on a day before the report; a walk's days may lie on either side of its opening.
  const filter = {
    within: path,
    reportedFrom: countBy === 'cohort' ? start : undefined,
    reportedTo: end,
  }
  for await (const row of inPages<CountedFinding>((last, limit) =>
    read.findings.contextsReportedBetween(communityId, ALL, filter, last?.id ?? '', limit),
  ))
    add(contributionOf(JSON.parse(row.context) as FindingContext, row.state as FindingState), row)
  if (unitId !== null) return
  type Walk = { id: string; state: string; context: string; placePath: string }
  for await (const row of inPages<Walk>((last, limit) =>
    read.patrols.contextsBelow(communityId, path, last?.id ?? '', limit),
  ))
    add(patrolContributionOf(JSON.parse(row.context) as PatrolContext, row.state as PatrolState), row)
}
