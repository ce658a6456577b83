import { type AnyStateMachine, type EventObject, type StateValue, transition } from 'xstate'
import type { Effect } from './effects.ts'

/** A record's saved state: where it stands in each region of its machine, and what it knows. */
export interface Saved<Context> {
  /** State per region, as XState writes it: `{ work: 'dispatched', clock: 'running' }`. */
  readonly value: StateValue
  readonly context: Context
}

/** The answer of a machine to one event. */
export type Step<Context> =
  | { readonly outcome: 'accepted'; readonly after: Saved<Context>; readonly effects: readonly Effect[] }
  | { readonly outcome: 'refused' }

/** What `step` needs to know of an event: its name, and the moment it happened (milliseconds since 1970, UTC). */
export type TimedEvent = EventObject & { readonly at: number }

/**
 * Lets a machine decide one event. Pure: the same input gives the same answer, and nothing is carried out.
 *
 * Delayed raises (`raise(…, { id, delay })`) come back as `timer.set` with an absolute moment, because XState forgets
 * its delays when a snapshot is restored (statelyai/xstate #5331); the host stores them and sends the event of that
 * name back when they are due. Several settings of one timer in one step leave only the last.
 *
 * Refused means: no region of the machine took the event. XState's own words are refused too: `xstate.stop` and
 * `xstate.error.actor.…` would end a machine without moving it. Throws when the machine itself is wrong: a delay that
 * is not a finite number (an undefined one would fire at once and put a finding overdue that is not), or a timer that
 * is not named as its event, as an `after` is, so that the host could not send it back.
 */
export function step<Context>(
  machine: AnyStateMachine,
  saved: Saved<Context>,
  event: TimedEvent,
): Step<Context> {
  if (isWordOfXState(event.type)) return { outcome: 'refused' }
  const before = restore(machine, saved)
  const [after, actions] = transition(thin(machine), before as never, event as never)
  if ((after as unknown) === before && actions.length === 0) return { outcome: 'refused' }
  const { value, context } = after as unknown as Saved<Context>
  return { outcome: 'accepted', after: { value, context }, effects: collect(actions, event.at) }
}

function isWordOfXState(type: string): boolean {
  return type === '*' || type.startsWith('xstate.')
}

interface PlannedAction {
  readonly type: string
  readonly params?: unknown
}

function collect(actions: readonly PlannedAction[], at: number): Effect[] {
  const timers = new Map<string, Effect>()
  const effects: Effect[] = []
  for (const { type, params } of actions) {
    if (type === 'notify') effects.push({ type, kind: (params as { kind: string }).kind })
    if (type === 'xstate.cancel') {
      const name = (params as { sendId: string }).sendId
      timers.set(name, { type: 'timer.clear', name })
    }
    if (type === 'xstate.raise') {
      const raised = params as { id?: string; delay?: number; event: EventObject }
      // A raise without id is a word between two regions and has already been heard.
      if (raised.id === undefined) continue
      if (raised.id !== raised.event.type || isWordOfXState(raised.id))
        throw new TypeError(`timer ${raised.id} is not named as an event of the machine`)
      if (!Number.isFinite(raised.delay)) throw new RangeError(`timer ${raised.id} has no finite delay`)
      const fireAt = at + Math.max(0, raised.delay as number)
      timers.set(raised.id, { type: 'timer.set', name: raised.id, fireAt })
    }
  }
  return [...timers.values(), ...effects]
}

/*
 * `transition()` builds a throw-away actor, and with it an initial snapshot, at every call: half of its time. A thin
 * logic that hands the real work to the machine and gives a trivial initial snapshot spares that. It is sound only
 * for machines that neither invoke nor spawn; a test compares it with the plain call over every state and event.
 */
const thinLogics = new WeakMap<AnyStateMachine, AnyStateMachine>()
const NOTHING = { status: 'active', output: undefined, error: undefined } as const

function thin(machine: AnyStateMachine): AnyStateMachine {
  const known = thinLogics.get(machine)
  if (known) return known
  const logic = {
    transition: machine.transition.bind(machine),
    getInitialSnapshot: () => NOTHING,
    getPersistedSnapshot: () => NOTHING,
  } as unknown as AnyStateMachine
  thinLogics.set(machine, logic)
  return logic
}

/* Resolving a state value to its nodes depends on the value alone: done once for each of the few dozen values. */
type Resolved = ReturnType<AnyStateMachine['resolveState']>
const templates = new WeakMap<AnyStateMachine, Map<string, Resolved>>()

function restore<Context>(machine: AnyStateMachine, saved: Saved<Context>): Resolved {
  const known = templates.get(machine) ?? new Map<string, Resolved>()
  templates.set(machine, known)
  const key = typeof saved.value === 'string' ? saved.value : Object.values(saved.value).join(' ')
  let template = known.get(key)
  if (!template) {
    template = machine.resolveState({ value: saved.value, context: saved.context })
    known.set(key, template)
  }
  return Object.assign(Object.create(Object.getPrototypeOf(template)), template, { context: saved.context })
}
