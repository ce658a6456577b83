import { describe, expect, it } from 'vitest'
import { OPEN_FINDING_STATES, STORED_FINDING_STATES } from '../../machines/finding/states.ts'
import { describeMachine } from '../../src/app/definitions/describe-machine.ts'
import type { HistoryEntry } from '../../src/web/api/client.ts'
import { litOf, statesBeen, WAY, waysOn } from '../../src/web/finding/way-of-finding.ts'

const drawn = [...WAY.flatMap(({ state, beside }) => [state, ...beside]), 'self_handled']

describe('the way of a finding', () => {
  it('draws every state that a finding can be in, once', () => {
    expect([...drawn].sort()).toEqual([...STORED_FINDING_STATES].sort())
  })

  it('lights where it is, and marks where it has been, also after it came back', () => {
    const step = (from: string | null, to: string) =>
      ({ from: from && { state: from }, to: { state: to } }) as HistoryEntry
    const been = statesBeen([
      step(null, 'reported'),
      step('reported', 'registered'),
      step('registered', 'dispatched'),
      step('dispatched', 'registered'),
    ])
    const lit = (state: string) => litOf(state, 'registered', been)
    expect(['reported', 'registered', 'dispatched', 'in_progress'].map(lit)).toEqual([
      'been',
      'here',
      'been',
      'not',
    ])
  })

  it('tells where the machine lets it go', () => {
    const { transitions } = describeMachine('finding')
    const ways = Object.fromEntries(waysOn(transitions, 'dispatched').map(({ to, events }) => [to, events]))
    expect(ways.in_progress).toContain('receive')
    expect(ways.registered).toEqual(['return'])
    expect(ways.dispatched).toBeUndefined()
    for (const state of OPEN_FINDING_STATES) expect(waysOn(transitions, state)).not.toEqual([])
  })
})
