import { describe, expect, it } from 'vitest'
import { type AnyStateMachine, assign, cancel, createMachine, raise, transition } from 'xstate'
import type { Effect } from '../../machines/effects.ts'
import type { FindingContext } from '../../machines/finding/context.ts'
import type { FindingEvent } from '../../machines/finding/events.ts'
import { findingMachine } from '../../machines/finding/machine.ts'
import { type Saved, type Step, step, type TimedEvent } from '../../machines/step.ts'
import { EVERYBODY, encounters } from './support-encounters.ts'
import {
  attempt,
  coordinator,
  deeds,
  eventOf,
  handler,
  hour,
  inProgress,
  MONDAY,
  minute,
  NOTHING,
  REPERTOIRE,
  rectified,
  type Situation,
} from './support-finding.ts'
import { frozen, search } from './support-search.ts'

/** The public `transition()` of XState, and what its actions ask for, read without a line of `step`. */
function plainly(saved: Saved<FindingContext>, event: FindingEvent): Step<FindingContext> {
  const before = findingMachine.resolveState({ value: saved.value, context: saved.context })
  if (!before.can(event)) return { outcome: 'refused' }
  const [after, planned] = transition(findingMachine, before, event)
  const actions = planned as unknown as { type: string; params?: Record<string, unknown> }[]
  const notices = actions.filter(({ type }) => type === 'notify')
  const timers = new Map<string, Effect>()
  for (const { type, params } of actions) {
    const name = String(params?.sendId ?? params?.id)
    if (type === 'xstate.cancel') timers.set(name, { type: 'timer.clear', name })
    if (type === 'xstate.raise' && params?.delay !== undefined)
      timers.set(name, {
        type: 'timer.set',
        name,
        fireAt: Math.max(event.at, event.at + Number(params.delay)),
      })
  }
  return {
    outcome: 'accepted',
    after: { value: after.value, context: after.context },
    effects: [
      ...timers.values(),
      ...notices.map(({ params }) => ({ type: 'notify', kind: String(params?.kind) }) as const),
    ],
  }
}

/** Everything that can happen, searched once for all tests here. */
const graph = search(3000)

const savedOf = ({ value, context }: Situation): Saved<FindingContext> => ({ value: { ...value }, context })

describe('the thin step', () => {
  it('answers as the public transition() does, for every state, event and actor that the search met', () => {
    const { values, met } = encounters(graph)
    let accepted = 0
    let refused = 0
    for (const { situation, event } of met) {
      const answer = step(findingMachine, savedOf(situation), event)
      if (answer.outcome === 'accepted') accepted++
      else refused++
      expect(answer).toEqual(plainly(savedOf(situation), event))
    }
    // Fifty-two combinations of states, fifty-eight acts, twelve actors.
    expect(values).toBe(52)
    expect(accepted + refused).toBe(52 * REPERTOIRE.length * EVERYBODY.length)
    expect(accepted).toBeGreaterThan(400)
    expect(refused).toBeGreaterThan(10_000)
  })

  it('gives the same answer to the same question, and keeps nothing of one record for the next', () => {
    const one = inProgress()
    const other = inProgress({ id: 'other' })
    const rectify = (from: Situation) => attempt(from, deeds.rectify, handler, MONDAY + hour)
    const before = [rectify(one), rectify(other), rectify(one), rectify(other)] as const
    expect(before[0]).toEqual(before[2])
    expect(before[1]).toEqual(before[3])
    expect(before[1].outcome === 'accepted' && before[1].after.context.id).toBe('other')
  })

  it('reads the states in whatever order they were written down', () => {
    const { value, context } = inProgress()
    const event = eventOf({ value, context }, deeds.rectify, handler, MONDAY + hour)
    const turned = { stage: value.stage, clock: value.clock, work: value.work }
    expect(step(findingMachine, { value: turned, context }, event)).toEqual(
      step(findingMachine, { value: { ...value }, context }, event),
    )
  })

  it('does not take a state that the machine does not have', () => {
    const { context } = inProgress()
    const event = eventOf(inProgress(), deeds.rectify, handler, MONDAY + hour)
    expect(() =>
      step(findingMachine, { value: { ...NOTHING.value, work: 'lost' }, context }, event),
    ).toThrow()
  })
})

describe('an event that nobody takes', () => {
  const found = frozen(rectified())

  it('is refused and changes nothing', () => {
    const saved = frozen(savedOf(found))
    const copy = structuredClone(saved)
    for (const type of ['receive', 'no.such.event', '', '*', 'constructor', '__proto__', 'toString'])
      expect(step(findingMachine, saved, { type, at: MONDAY + hour })).toEqual({ outcome: 'refused' })
    expect(saved).toEqual(copy)
  })

  it('a refusal by a condition looks the same', () => {
    expect(attempt(found, deeds.close, coordinator, found.context.at + minute)).toEqual({
      outcome: 'refused',
    })
  })

  it.each([
    'xstate.init',
    'xstate.stop',
    'xstate.error.actor.finding',
    'xstate.done.actor.finding',
    'xstate.done.state.finding.work',
    'xstate.after.1000.finding.work.rectified',
    'xstate.snapshot.finding',
    'xstate.promise.resolve',
    'xstate.route.finding',
    'xstate.',
  ])('%s is a word of XState and never accepted', type => {
    const seen = new Set<string>()
    for (const { situation } of graph.nodes.values()) {
      const value = JSON.stringify(situation.value)
      if (seen.has(value)) continue
      seen.add(value)
      const event: TimedEvent = { type, at: MONDAY + hour }
      expect(step(findingMachine, savedOf(situation), event)).toEqual({ outcome: 'refused' })
    }
    expect(seen.size).toBe(52)
  })
})

describe('timers', () => {
  /** A machine with one event, and what it does then. */
  const machineThat = (...actions: readonly unknown[]): AnyStateMachine =>
    createMachine({ initial: 'here', states: { here: { on: { go: { actions } } } } } as never)
  const going = (...actions: readonly unknown[]): Step<object> =>
    step(machineThat(...actions), { value: 'here', context: {} }, { type: 'go', at: 1000 })
  const effectsOf = (result: Step<object>) => (result.outcome === 'accepted' ? result.effects : [])
  const later = (delay: number | undefined, id = 'bell') =>
    raise({ type: id } as never, { id, delay: (() => delay) as never })

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'a machine that asks for a delay of %s is broken, and says so',
    delay => {
      expect(() => going(later(delay))).toThrow(RangeError)
    },
  )

  it('a delay counts from the event', () => {
    expect(effectsOf(going(later(500)))).toEqual([{ type: 'timer.set', name: 'bell', fireAt: 1500 }])
  })

  it('a mark that has gone by rings at once, not in the past', () => {
    expect(effectsOf(going(later(-500)))).toEqual([{ type: 'timer.set', name: 'bell', fireAt: 1000 }])
  })

  it('of several settings of one timer the last one stands', () => {
    expect(effectsOf(going(later(500), cancel('bell'), later(700)))).toEqual([
      { type: 'timer.set', name: 'bell', fireAt: 1700 },
    ])
    expect(effectsOf(going(later(500), cancel('bell')))).toEqual([{ type: 'timer.clear', name: 'bell' }])
    expect(effectsOf(going(later(500), later(600, 'gong')))).toEqual([
      { type: 'timer.set', name: 'bell', fireAt: 1500 },
      { type: 'timer.set', name: 'gong', fireAt: 1600 },
    ])
  })

  it('a word between two regions is no timer', () => {
    const result = going(raise({ type: 'whisper' } as never), assign({}))
    expect(result.outcome).toBe('accepted')
    expect(effectsOf(result)).toEqual([])
  })

  it('a timer that its host could not send back is refused loudly: one named otherwise, or an `after`', () => {
    expect(() => going(raise({ type: 'ring' } as never, { id: 'bell', delay: 500 }))).toThrow(TypeError)
    const machine = createMachine({
      initial: 'here',
      states: { here: { on: { go: 'there' } }, there: { after: { 250: 'here' } } },
    })
    expect(() => step(machine, { value: 'here', context: {} }, { type: 'go', at: 1000 })).toThrow(TypeError)
  })
})
