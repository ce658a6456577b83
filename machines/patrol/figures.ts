import type { PatrolCounter } from '../counters.ts'
import { localDay } from '../zone.ts'
import type { PatrolContext } from './context.ts'
import type { PatrolState } from './states.ts'

/** What one patrol adds, and on which local day: a walk counts on the day it was finished, once it is confirmed. */
export function patrolFactsOf(
  context: PatrolContext,
  state: PatrolState,
): ReadonlyMap<PatrolCounter, string> {
  const facts = new Map<PatrolCounter, string>()
  if (state === 'completed')
    facts.set('patrols', localDay(context.finishedAt ?? context.at, context.timeZone))
  if (state === 'missed')
    facts.set('patrolsMissed', localDay(context.windowEnd ?? context.at, context.timeZone))
  return facts
}

/** The day all facts of a patrol fall on when counted by cohort: when it was opened. */
export function patrolCohortDay(context: PatrolContext): string {
  return localDay(context.openedAt, context.timeZone)
}
