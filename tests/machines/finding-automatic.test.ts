import { describe, expect, it } from 'vitest'
import { followUp } from '../../machines/finding/automatic.ts'
import type { FindingPolicy, Report } from '../../machines/finding/events.ts'
import { type Actor, RULE } from '../../machines/people.ts'
import {
  checker,
  coordinator,
  type Deed,
  deeds,
  eventOf,
  FULL,
  follow,
  handler,
  inProgress,
  LIGHT,
  MINOR,
  MONDAY,
  member,
  minute,
  NOTHING,
  PROPERTY,
  patroller,
  rectified,
  reportOf,
  resident,
  type Situation,
  supervisor,
  take,
  URGENT,
  unitManager,
} from './support-finding.ts'

/** Takes a step and every automatic one that follows from it, as a host does; tells what was done in order. */
function live(from: Situation, deed: Deed, actor: Actor): { done: string[]; end: Situation } {
  const at = Math.max(from.context.at + minute, MONDAY)
  const first = eventOf(from, deed, actor, at)
  let end = take(from, deed, actor, at)
  let last = first
  const done: string[] = [deed.type]
  for (;;) {
    const next = followUp(end.context, end.value.work, first, last)
    if (!next) return { done, end }
    expect(next.actor).toBe(RULE)
    last = eventOf(end, next, next.actor, at)
    end = take(end, next, next.actor, at)
    done.push(next.type)
  }
}

const reporting = (more: Partial<Report> = {}, by: Actor = patroller, policy: Partial<FindingPolicy> = {}) =>
  live(NOTHING, reportOf({ policy: { ...LIGHT, ...policy }, ...more }), by)

const ofUnit = { unitId: PROPERTY.unitId, affiliation: 'property' } as const

describe('in the light profile a complete report registers and dispatches itself', () => {
  it.each([
    ['a patroller', patroller],
    ['a handler', member('h', ['handler'], ofUnit)],
    ['a unit manager', member('m', ['unit_manager'], ofUnit)],
    ['a coordinator', coordinator],
  ])('reported by %s', (_, by) => {
    const { done, end } = reporting({}, by)
    expect(done).toEqual(['report', 'register', 'dispatch'])
    expect(end.value).toEqual({ work: 'dispatched', clock: 'running', stage: 'in_time' })
    expect(end.context.assignment?.unitId).toBe(PROPERTY.unitId)
  })

  it.each<[string, Partial<Report>, Actor, Partial<FindingPolicy>]>([
    ['a resident’s report waits for a person', { source: 'resident' }, resident, {}],
    ['an Open311 request waits for a person', { source: 'open311' }, resident, {}],
    ['a supervisor’s report is not among those', {}, supervisor, {}],
    ['no unit, or more than one, matches', { route: null }, patroller, {}],
    ['no photo of before', { photoIds: [] }, coordinator, {}],
    ['a place that is too coarse', { exactPlace: false }, patroller, {}],
    ['the full profile', {}, patroller, FULL],
    ['a community that registers by hand', {}, patroller, { autoRegister: false }],
  ])('but not: %s', (_, more, by, policy) => {
    expect(reporting(more, by, policy).done).toEqual(['report'])
  })

  it('a community that dispatches by hand', () => {
    expect(reporting({}, patroller, { autoDispatch: false }).done).toEqual(['report', 'register'])
  })

  it('fixed on the spot it waits to be approved', () => {
    expect(reporting({ fixed: { photoIds: ['after'], note: 'hash' } }).end.value.work).toBe('self_handled')
  })
})

describe('what has come back to a person stays with people', () => {
  const light = { policy: LIGHT }

  it('a return is not dispatched again by the rule', () => {
    expect(live(inProgress(light), deeds.return, unitManager).done).toEqual(['return'])
  })

  it('a person who registers does not set the rule off', () => {
    const waiting = reporting({ source: 'resident' }, resident).end
    expect(live(waiting, { ...deeds.register, waive: 'hash' }, coordinator).done).toEqual(['register'])
  })

  it('a fix on the spot that is not believed is reported, not registered', () => {
    const fixed = reporting({ fixed: { photoIds: ['after'], note: 'hash' } }).end
    expect(live(fixed, deeds.rejectSelfHandled, coordinator).end.value.work).toBe('reported')
  })
})

describe('a check', () => {
  it.each<[string, Partial<Report>, Deed, string[]]>([
    ['S3 passed: closed', {}, deeds.pass, ['check', 'close']],
    ['S4 passed: closed', MINOR, deeds.pass, ['check', 'close']],
    ['S1 passed: a coordinator closes', URGENT, deeds.pass, ['check']],
    ['S2 passed: a coordinator closes', { ...URGENT, severity: 'S2' }, deeds.pass, ['check']],
    ['S3 not passed: sent back at once', {}, deeds.fail, ['check', 'rework']],
    ['S1 not passed: sent back at once', URGENT, deeds.fail, ['check', 'rework']],
    ['nobody could check: nothing follows', {}, deeds.unable, ['check']],
  ])('%s', (_, more, deed, done) => {
    expect(live(rectified({ ...more, policy: LIGHT }), deed, checker).done).toEqual(done)
  })

  it('in the full profile people do all of it', () => {
    for (const deed of [deeds.pass, deeds.fail])
      expect(live(rectified(), deed, checker).done).toEqual(['check'])
  })

  it('each choice stands for itself', () => {
    const choosing = (policy: Partial<FindingPolicy>) => rectified({ policy: { ...FULL, ...policy } })
    expect(live(choosing({ closeOnPass: true }), deeds.pass, checker).done).toEqual(['check', 'close'])
    expect(live(choosing({ closeOnPass: true }), deeds.fail, checker).done).toEqual(['check'])
    expect(live(choosing({ reworkOnFail: true }), deeds.fail, checker).done).toEqual(['check', 'rework'])
    expect(live(choosing({ reworkOnFail: true }), deeds.pass, checker).done).toEqual(['check'])
  })

  it('a rework by the rule counts and runs like any other', () => {
    const { end } = live(rectified({ policy: LIGHT }), deeds.fail, checker)
    expect(end.value).toEqual({ work: 'in_progress', clock: 'running', stage: 'unwatched' })
    expect(end.context.counts.rework).toBe(1)
  })

  it('what is handed in again is checked again: the old result is gone', () => {
    const { end } = live(rectified({ policy: LIGHT }), deeds.fail, checker)
    const again = follow(end, [deeds.rectify, handler])
    expect(again.context.check).toBeNull()
    expect(again.value.work).toBe('rectified')
  })
})
