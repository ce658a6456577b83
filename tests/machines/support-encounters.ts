import type { FindingEvent } from '../../machines/finding/events.ts'
import { type Actor, RULE, TIMER } from '../../machines/people.ts'
import {
  checker,
  cleaningManager,
  coordinator,
  eventOf,
  handler,
  member,
  patroller,
  REPERTOIRE,
  resident,
  type Situation,
  supervisor,
  unitManager,
} from './support-finding.ts'
import { momentOf, type Search, search } from './support-search.ts'

export const EVERYBODY: readonly Actor[] = [
  resident,
  patroller,
  checker,
  handler,
  unitManager,
  cleaningManager,
  coordinator,
  supervisor,
  member('admin', ['admin']),
  member('auditor', ['auditor']),
  RULE,
  TIMER,
]

/** A finding, and something that somebody wants to do to it. */
interface Encounter {
  readonly situation: Situation
  readonly event: FindingEvent
}

/**
 * Everybody with every act in every combination of states: each time at the finding in which the search saw the act
 * accepted, or at the first one in those states where it never was. Gives the number of combinations, too.
 */
export function encounters({ nodes, edges }: Search = search(3000)): {
  values: number
  met: Encounter[]
} {
  const placeOf = ({ value }: Situation) => Object.values(value).join(' ')
  const first = new Map<string, Situation>()
  for (const { situation } of nodes.values())
    if (!first.has(placeOf(situation))) first.set(placeOf(situation), situation)
  const accepting = new Map<string, Situation>()
  for (const { from, act } of edges) {
    const situation = nodes.get(from)?.situation
    if (situation) accepting.set(`${placeOf(situation)} ${act}`, situation)
  }
  const met = [...first].flatMap(([value, ordinary]) =>
    REPERTOIRE.flatMap(act => {
      const situation = accepting.get(`${value} ${act.name}`) ?? ordinary
      const at = momentOf(act, situation)
      return EVERYBODY.map(actor => ({
        situation,
        event: eventOf(situation, act.deed(at, situation.context), actor, at),
      }))
    }),
  )
  return { values: first.size, met }
}
