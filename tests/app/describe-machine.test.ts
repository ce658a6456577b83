import { describe, expect, it } from 'vitest'
import { FINDING_MACHINE_VERSION } from '../../machines/finding/machine.ts'
import { FINDING_RULES } from '../../machines/finding/rules.ts'
import { CLOCK_STATES, FINDING_STATES, STAGE_STATES } from '../../machines/finding/states.ts'
import { PATROL_RULES } from '../../machines/patrol/rules.ts'
import { PATROL_STATES } from '../../machines/patrol/states.ts'
import { definitionOf } from '../../machines/versions.ts'
import { describeMachine } from '../../src/app/definitions/describe-machine.ts'

const finding = describeMachine('finding')
const patrol = describeMachine('patrol')

describe('a machine as it is shown', () => {
  it('has every state with both its names', () => {
    const names = [FINDING_STATES, CLOCK_STATES, STAGE_STATES].flatMap(states => Object.keys(states))
    expect(finding.states.map(({ name }) => name)).toEqual(names)
    expect(finding.states.find(({ name }) => name === 'in_progress')).toEqual({
      name: 'in_progress',
      region: 'work',
      zh: '处置中',
      en: 'In progress',
      stage: '处置',
      open: true,
    })
    expect(patrol.states.map(({ name }) => name)).toEqual(Object.keys(PATROL_STATES))
    expect([finding.initial, patrol.initial]).toEqual([['draft', 'idle', 'unwatched'], ['draft']])
  })

  it('has every event of the rules, with roles and required fields', () => {
    const types = (rules: object, events: readonly { type: string; system: string | null }[]) =>
      expect(events.filter(({ system }) => system !== 'machine').map(({ type }) => type)).toEqual(
        Object.keys(rules),
      )
    types(FINDING_RULES, finding.events)
    types(PATROL_RULES, patrol.events)
    expect(finding.events.find(({ type }) => type === 'rectify')).toEqual({
      type: 'rectify',
      roles: ['handler', 'unit_manager'],
      onBehalf: ['coordinator', 'supervisor'],
      reporter: [],
      lead: null,
      system: null,
      requires: ['photoIds', 'note'],
    })
    expect(patrol.events.find(({ type }) => type === 'confirm')?.lead).toBe('squad')
  })

  it('tells who may in which state', () => {
    const reclassify = finding.transitions.filter(({ event }) => event === 'reclassify')
    expect(reclassify.find(({ from }) => from === 'reported')?.roles).toEqual(['coordinator', 'supervisor'])
    expect(reclassify.find(({ from }) => from === 'in_progress')?.roles).toEqual(['supervisor'])
  })

  it('has every way the definition has, and no other', () => {
    const ways = (from: string) =>
      finding.transitions
        .filter(t => t.from === from && t.to !== from)
        .map(({ event, to, when }) => [event, to, when])
    expect(ways('rectified')).toEqual([
      ['force_close', 'closed', null],
      ['rework', 'in_progress', null],
      ['close', 'closed', null],
    ])
    expect(ways('registered')).toContainEqual(['decide_void', 'void', 'approved'])
    expect(ways('void')).toEqual([])
    expect(finding.transitions).toContainEqual({
      from: null,
      event: 'clock.start',
      to: 'running',
      region: 'clock',
      when: null,
      roles: [],
    })
  })

  it('is drawn with its regions side by side and one arrow between two states', () => {
    const lines = finding.mermaid.split('\n').map(line => line.trim())
    expect(lines.slice(0, 3)).toEqual(['stateDiagram-v2', 'state finding {', 'state "草稿 · Draft" as draft'])
    expect(lines.filter(line => line === '--')).toHaveLength(2)
    expect(lines).toContain('registered --> dispatched : dispatch / dispatch_final')
    expect(lines).toContain('draft --> self_handled : report [fixed]')
    expect(lines).toContain('any_clock --> running : clock.start')
    expect(lines).toContain('void --> [*]')
    const arrows = lines.filter(line => line.includes('-->')).map(line => line.split(' : ')[0])
    expect(new Set(arrows).size).toBe(arrows.length)
    expect(patrol.mermaid).toContain('submitted --> completed : confirm')
    expect(patrol.mermaid).not.toContain('state patrol {')
  })
})

describe('machine versions', () => {
  it('are found by name and number, and never guessed', () => {
    expect(definitionOf('finding', 1).machine.id).toBe('finding')
    expect(definitionOf('patrol', 1).draft.value).toBe('draft')
    const next = FINDING_MACHINE_VERSION + 1
    expect(() => definitionOf('finding', next)).toThrow(`no version ${next} of the machine finding`)
    expect(() => definitionOf('meeting', 1)).toThrow('no version 1 of the machine meeting')
  })
})
