import type { PatrolCounter } from '../counters.ts'
import { localDay } from '../zone.ts'
import type { PatrolContext } from './context.ts'
import { coverageOf } from './route.ts'
import type { PatrolState } from './states.ts'

/**
 * What one patrol adds, and on which local day: a walk counts on the day it was finished, once it is confirmed. One that
 * had its time was kept or missed, on the day that time was over; a walk that somebody opened just so can be neither.
 */
export function patrolFactsOf(
  context: PatrolContext,
  state: PatrolState,
): ReadonlyMap<PatrolCounter, string> {
  const facts = new Map<PatrolCounter, string>()
  const { windowEnd } = context
  if (state === 'completed') {
    facts.set('patrols', walkedOn(context))
    if (windowEnd !== null) facts.set('patrolsKept', localDay(windowEnd, context.timeZone))
  }
  if (state === 'missed') facts.set('patrolsMissed', localDay(windowEnd ?? context.at, context.timeZone))
  return facts
}

/** The mandatory stops of a completed walk, one by one: those there were, and those where somebody was. */
export function patrolStopsOf(
  context: PatrolContext,
  state: PatrolState,
): readonly { readonly counter: 'stopsDue' | 'stopsMade'; readonly day: string }[] {
  const coverage = state === 'completed' ? coverageOf(context.route, context.visits) : null
  if (!coverage) return []
  const day = walkedOn(context)
  const times = (counter: 'stopsDue' | 'stopsMade', n: number) =>
    Array.from({ length: n }, () => ({ counter, day }))
  return [...times('stopsDue', coverage.mandatory), ...times('stopsMade', coverage.visited)]
}

const walkedOn = ({ finishedAt, at, timeZone }: PatrolContext): string => localDay(finishedAt ?? at, timeZone)

/** The day all facts of a patrol fall on when counted by cohort: when it was opened. */
export function patrolCohortDay(context: PatrolContext): string {
  return localDay(context.openedAt, context.timeZone)
}
