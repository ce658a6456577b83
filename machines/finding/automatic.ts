import { type Actor, RULE } from '../people.ts'
import type { FindingContext } from './context.ts'
import type { FindingDeed, FindingEvent } from './events.ts'
import type { FindingState } from './states.ts'

/** Reports of these roles may register and dispatch themselves (domain.md, Decision 12). */
const TRUSTED = ['patroller', 'handler', 'unit_manager', 'coordinator'] as const

/** A deed of the rule, before its deadlines are computed. */
export type AutomaticDeed = FindingDeed & { readonly actor: Actor }

/**
 * What the community's rule does by itself after an accepted event, or `null`. Each answer is a step of its own, with
 * its own journal entry, in the transaction of the step that caused it (domain.md, Decision 2).
 *
 * `register` and `dispatch` follow a complete report only, never a later event: what came back to a person stays with
 * people.
 */
export function followUp(
  context: FindingContext,
  state: FindingState,
  report: FindingEvent,
  last: FindingEvent,
): AutomaticDeed | null {
  const { policy, severity } = context
  if (report.type === 'report' && report.fixed === null) {
    const { actor, exactPlace, categoryActive, photoIds, route } = report
    const trusted = actor.roles.some(role => (TRUSTED as readonly string[]).includes(role))
    const complete = exactPlace && categoryActive && photoIds.length > 0 && route !== null
    if (state === 'reported' && last.type === 'report' && policy.autoRegister && trusted && complete)
      return { type: 'register', actor: RULE }
    if (state === 'registered' && last.type === 'register' && policy.autoDispatch && route !== null)
      return { type: 'dispatch', route, competent: true, active: true, actor: RULE }
  }
  if (state === 'rectified' && last.type === 'check') {
    if (last.result === 'fail' && policy.reworkOnFail)
      return { type: 'rework', reason: 'check_failed', actor: RULE }
    if (last.result === 'pass' && policy.closeOnPass && (severity === 'S3' || severity === 'S4'))
      return { type: 'close', actor: RULE }
  }
  return null
}
