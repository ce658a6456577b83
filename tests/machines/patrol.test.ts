import { describe, expect, it } from 'vitest'
import { transition } from 'xstate'
import { durationOf } from '../../machines/patrol/context.ts'
import type { PatrolDeed, PatrolEventType } from '../../machines/patrol/events.ts'
import { patrolCohortDay, patrolFactsOf, patrolStopsOf } from '../../machines/patrol/figures.ts'
import { patrolEventsOf, patrolMachine } from '../../machines/patrol/machine.ts'
import {
  PATROL_RULES,
  patrolActingRole,
  patrolAllowedOf,
  patrolRefusalOf,
} from '../../machines/patrol/rules.ts'
import { PATROL_STATES, type PatrolState } from '../../machines/patrol/states.ts'
import { type Actor, ROLES, type Role, RULE, TIMER } from '../../machines/people.ts'
import {
  COORDINATOR,
  DEEDS,
  DOER,
  DRAFT,
  decide,
  everyState,
  happening,
  LEAD,
  MATE,
  minutes,
  OPENING,
  past,
  type SavedPatrol,
  SQUAD_LEAD,
  STRANGER,
  SUPERVISOR,
  take,
  withRole,
} from '../support/patrol-story.ts'

const EVENTS = Object.keys(DEEDS) as PatrolEventType[]
const STATES = Object.keys(PATROL_STATES) as PatrolState[]
const PAIRS = STATES.flatMap(state => EVENTS.map(event => [state, event] as const))

/** Where each event leads, written from domain.md 8.2; what is not named is refused. */
const LEADS_TO: Record<PatrolState, Partial<Record<PatrolEventType, PatrolState>>> = {
  draft: { open: 'ready' },
  planned: { join: 'ready', move: 'planned', cancel: 'cancelled', miss: 'missed' },
  ready: { join: 'ready', start: 'active', move: 'ready', cancel: 'cancelled', miss: 'missed' },
  active: { join: 'active', checkpoint: 'active', pause: 'paused', finish: 'submitted' },
  paused: { resume: 'active' },
  submitted: { confirm: 'completed', send_back: 'active' },
  completed: {},
  cancelled: {},
  missed: {},
}

const states = everyState()
/** What the timers of a record are told in one step. */
const timersOf = (saved: SavedPatrol, deed: PatrolDeed, actor: Actor, at: number) => {
  const answer = decide(saved, deed, actor, at)
  return answer.outcome === 'accepted' ? answer.effects : 'refused'
}
const refusal = (saved: SavedPatrol, deed: PatrolDeed, actor: Actor, at = past(60)): string | null => {
  const code = patrolRefusalOf(saved.context, happening(deed, actor, at))?.code ?? null
  // The rules and the machine have to be of one mind.
  if (patrolEventsOf(saved.value).includes(deed.type))
    expect(decide(saved, deed, actor, at).outcome).toBe(code === null ? 'accepted' : 'refused')
  return code
}

describe('the way of a patrol', () => {
  it.each(STATES)('has a story that stands in %s', state => {
    expect(states[state].value).toBe(state)
  })

  it.each(PAIRS)('%s answers %s as domain.md 8.2 says', (state, event) => {
    const answer = decide(states[state], DEEDS[event], DOER[event], past(60))
    const target = LEADS_TO[state][event]
    expect(answer.outcome === 'accepted' ? answer.after.value : undefined).toBe(target)
  })

  it.each(STATES)('%s names the events it takes', state => {
    expect([...patrolEventsOf(state)].sort()).toEqual(Object.keys(LEADS_TO[state]).sort())
  })

  it('that was planned is led by whoever joins first', () => {
    const joined = take(states.planned, DEEDS.join, STRANGER, past(-5))
    expect(joined.context.leadId).toBe('钱七')
  })

  it('comes out the same whether the thin step or the plain transition decides', () => {
    for (const [state, event] of PAIRS) {
      const saved = states[state]
      const actors: readonly Actor[] = [LEAD, MATE, SQUAD_LEAD, STRANGER, COORDINATOR, RULE, TIMER]
      for (const actor of actors) {
        const before = patrolMachine.resolveState({ value: saved.value, context: saved.context })
        const given = happening(DEEDS[event], actor, past(60))
        const [next, actions] = transition(patrolMachine, before, given as never)
        const thin = decide(saved, DEEDS[event], actor, past(60))
        if (thin.outcome === 'refused') expect([next, actions]).toEqual([before, []])
        else expect(thin.after).toEqual({ value: next.value, context: next.context })
      }
    }
  })

  it('can be come to in every state, and every open one has a way to an end', () => {
    const graph = new Map<PatrolState, Set<PatrolState>>()
    const openings: PatrolDeed[] = [OPENING, { ...OPENING, planId: '计划一', walkers: [] }]
    const waiting: SavedPatrol[] = [DRAFT]
    for (let saved = waiting.pop(); saved; saved = waiting.pop()) {
      if (graph.has(saved.value)) continue
      const next = new Set<PatrolState>()
      graph.set(saved.value, next)
      for (const deed of [...openings, ...Object.values(DEEDS)]) {
        const answer = decide(saved, deed, DOER[deed.type], past(60))
        if (answer.outcome === 'refused') continue
        const reached = answer.after as SavedPatrol
        next.add(reached.value)
        waiting.push(reached)
      }
    }
    expect([...graph.keys()].sort()).toEqual([...STATES].sort())

    const ends = STATES.filter(state => graph.get(state)?.size === 0)
    expect(ends.sort()).toEqual(['cancelled', 'completed', 'missed'])
    const endsFrom = (state: PatrolState, seen: readonly PatrolState[] = []): boolean =>
      ends.includes(state) ||
      [...(graph.get(state) ?? [])].some(to => !seen.includes(to) && endsFrom(to, [...seen, state]))
    for (const state of STATES) expect(endsFrom(state), state).toBe(true)
    const open = STATES.filter(state => PATROL_STATES[state].open)
    expect(open.filter(state => ends.includes(state))).toEqual([])
  })
})

describe('who may do what (domain.md 8.4)', () => {
  const desk: readonly Role[] = ['coordinator', 'supervisor']
  const walk: readonly Role[] = ['patroller', ...desk]
  const ROWS: [event: PatrolEventType, roles: readonly Role[]][] = [
    ['open', walk],
    ['join', walk],
    ['start', walk],
    ['checkpoint', walk],
    ['pause', walk],
    ['resume', walk],
    ['finish', walk],
    // A patroller only as the squad's lead: below.
    ['confirm', desk],
    ['send_back', desk],
    ['cancel', desk],
    ['move', desk],
    ['miss', []],
  ]
  it('has a row for every event', () => {
    expect(ROWS.map(([event]) => event).sort()).toEqual(Object.keys(PATROL_RULES).sort())
  })

  it.each(ROWS.flatMap(([event, roles]) => ROLES.map(role => [role, event, roles.includes(role)] as const)))(
    'a %s on %s: %s',
    (role, event, may) => {
      const { context } = states.submitted
      expect(patrolActingRole(event, context, withRole(role))).toBe(may ? role : null)
    },
  )

  it.each(['confirm', 'send_back', 'cancel'] as const)('the squad’s lead may %s', event => {
    expect(patrolActingRole(event, states.submitted.context, SQUAD_LEAD)).toBe('patroller')
  })

  it('who leads the walk but not its squad may cancel it, not confirm it or send it back', () => {
    const { context } = states.submitted
    expect(patrolActingRole('cancel', context, LEAD)).toBe('patroller')
    expect(patrolActingRole('confirm', context, LEAD)).toBeNull()
    expect(patrolActingRole('send_back', context, LEAD)).toBeNull()
  })

  it('who leads a walk without a squad stands in for the squad’s lead', () => {
    const { context } = states.submitted
    const alone = { ...context, squadId: null, squadLeadId: null }
    expect(patrolActingRole('confirm', alone, LEAD)).toBe('patroller')
    expect(patrolActingRole('confirm', alone, MATE)).toBeNull()
  })

  it('a lead who is no patroller here any more leads nothing', () => {
    const former = { ...SQUAD_LEAD, roles: ['resident'] as const }
    expect(patrolActingRole('confirm', states.submitted.context, former)).toBeNull()
  })

  it('only the window’s timer misses a patrol, and it does nothing else', () => {
    const mayTimer = EVENTS.filter(event => patrolActingRole(event, states.ready.context, TIMER) !== null)
    expect(mayTimer).toEqual(['miss'])
    expect(EVENTS.filter(event => patrolActingRole(event, states.ready.context, RULE) !== null)).toEqual([
      'open',
      'cancel',
    ])
  })

  it('who did not join does not walk, except from the desk', () => {
    expect(refusal(states.ready, DEEDS.start, STRANGER)).toBe('patrol.not_joined')
    expect(refusal(states.active, DEEDS.checkpoint, STRANGER)).toBe('patrol.not_joined')
    expect(refusal(states.ready, DEEDS.start, MATE)).toBeNull()
    expect(refusal(states.ready, DEEDS.start, SUPERVISOR)).toBeNull()
  })

  it('nobody joins twice', () => {
    expect(refusal(states.ready, { type: 'join', walker: OPENING.walkers[0]! }, LEAD)).toBe(
      'patrol.joined_before',
    )
  })

  it('who finished it cannot confirm it, whatever they are', () => {
    const byCoordinator = take(states.active, DEEDS.finish, COORDINATOR, past(45))
    expect(refusal(byCoordinator, DEEDS.confirm, COORDINATOR)).toBe('patrol.own_work')
    expect(refusal(byCoordinator, DEEDS.confirm, SUPERVISOR)).toBeNull()
    const led = take(
      states.ready,
      { type: 'join', walker: { id: '赵六', affiliation: 'grid' } },
      SQUAD_LEAD,
      past(1),
    )
    const walked = take(take(led, DEEDS.start, SQUAD_LEAD, past(5)), DEEDS.finish, SQUAD_LEAD, past(45))
    expect(refusal(walked, DEEDS.confirm, SQUAD_LEAD)).toBe('patrol.own_work')
  })

  it('is offered to each what they may do next', () => {
    const offered = (saved: SavedPatrol, actor: Actor) =>
      patrolAllowedOf(patrolEventsOf(saved.value), saved.context, { actor, at: past(60) }).map(a => a.type)
    expect(offered(states.ready, LEAD)).toEqual(['start', 'move', 'cancel'])
    expect(offered(states.ready, STRANGER)).toEqual(['join'])
    expect(offered(states.active, MATE)).toEqual(['checkpoint', 'pause', 'finish'])
    expect(offered(states.submitted, LEAD)).toEqual([])
    expect(offered(states.submitted, SQUAD_LEAD)).toEqual(['confirm', 'send_back'])
    expect(offered(states.ready, withRole('auditor'))).toEqual([])
  })
})

describe('what speaks against an event', () => {
  it('a window that ends before it starts', () => {
    const wrong = { ...OPENING, windowStart: past(60), windowEnd: past(60) }
    expect(refusal(DRAFT, wrong, LEAD)).toBe('patrol.window_invalid')
    expect(refusal(DRAFT, { ...wrong, windowStart: null }, LEAD)).toBeNull()
  })

  it('a checkpoint outside the patrol’s place', () => {
    expect(refusal(states.active, { ...DEEDS.checkpoint, within: false }, LEAD)).toBe('patrol.place_outside')
  })

  it('a checkpoint skipped without a reason', () => {
    const skipped = { ...DEEDS.checkpoint, result: 'skipped' } as const
    expect(refusal(states.active, skipped, LEAD)).toBe('patrol.reason_missing')
    expect(refusal(states.active, { ...skipped, note: '散列' }, LEAD)).toBeNull()
  })

  it('sending back later than a day after it was finished', () => {
    const finished = past(45)
    expect(refusal(states.submitted, DEEDS.send_back, COORDINATOR, finished + minutes(24 * 60))).toBeNull()
    expect(refusal(states.submitted, DEEDS.send_back, COORDINATOR, finished + minutes(24 * 60) + 1)).toBe(
      'patrol.send_back_window_closed',
    )
  })
})

describe('the window', () => {
  const end = past(120)
  const grace = minutes(30)

  it('sets one timer, half an hour after its end', () => {
    expect(timersOf(DRAFT, OPENING, LEAD, past(-10))).toEqual([
      { type: 'timer.set', name: 'miss', fireAt: end + grace },
    ])
  })

  it('sets none where there is no end', () => {
    expect(timersOf(DRAFT, { ...OPENING, windowEnd: null }, LEAD, past(-10))).toEqual([])
  })

  it('is not set anew when somebody joins', () => {
    expect(timersOf(states.ready, DEEDS.join, STRANGER, past(1))).toEqual([])
  })

  it('keeps its end when a planned patrol becomes ready', () => {
    expect(timersOf(states.planned, DEEDS.join, STRANGER, past(1))).toEqual([
      { type: 'timer.set', name: 'miss', fireAt: end + grace },
    ])
  })

  it.each(['start', 'cancel'] as const)('is over when %s comes first', event => {
    expect(timersOf(states.ready, DEEDS[event], DOER[event], past(1))).toEqual([
      { type: 'timer.clear', name: 'miss' },
    ])
  })

  it('is missed once, and somebody hears of it', () => {
    expect(timersOf(states.ready, DEEDS.miss, TIMER, end + grace)).toEqual([
      { type: 'timer.clear', name: 'miss' },
      { type: 'notify', kind: 'patrol.missed' },
    ])
    expect(timersOf(states.missed, DEEDS.miss, TIMER, end + grace)).toBe('refused')
    for (const state of ['active', 'paused', 'submitted', 'completed', 'cancelled'] as const)
      expect(timersOf(states[state], DEEDS.miss, TIMER, end + grace), state).toBe('refused')
  })

  it('rings at once when it was over before the patrol was opened', () => {
    const effects = timersOf(DRAFT, OPENING, LEAD, end + minutes(90))
    expect(effects).toEqual([{ type: 'timer.set', name: 'miss', fireAt: end + minutes(90) }])
  })

  it.each([
    [-31, true],
    [-30, false],
    [150, false],
    [151, true],
  ])('a start %i minutes after its beginning is outside of it: %s', (minute, outside) => {
    const started = take(states.ready, DEEDS.start, LEAD, past(minute))
    expect(started.context.flags.includes('outside_window')).toBe(outside)
  })
})

describe('time on the walk', () => {
  const started = take(states.ready, DEEDS.start, LEAD, past(0))

  it('leaves the pauses out', () => {
    let saved = started
    saved = take(saved, DEEDS.pause, LEAD, past(10))
    saved = take(saved, DEEDS.resume, LEAD, past(25))
    saved = take(saved, DEEDS.pause, LEAD, past(40))
    saved = take(saved, DEEDS.resume, LEAD, past(45))
    expect(durationOf(saved.context)).toBeNull()
    saved = take(saved, DEEDS.finish, LEAD, past(60))
    expect(durationOf(saved.context)).toBe(minutes(40))
    expect(saved.context.flags).not.toContain('long_pause')
  })

  it('leaves out what passed between finishing and being sent back', () => {
    let saved = take(started, DEEDS.finish, LEAD, past(30))
    saved = take(saved, DEEDS.send_back, COORDINATOR, past(90))
    expect(saved.context).toMatchObject({ finishedAt: null, finishedBy: null, findings: null })
    expect(saved.context.flags).toContain('sent_back')
    saved = take(saved, DEEDS.finish, MATE, past(100))
    expect(durationOf(saved.context)).toBe(minutes(40))
    expect(saved.context.finishedBy).toBe('李四')
  })

  it('flags a pause of more than half an hour', () => {
    const paused = take(started, DEEDS.pause, LEAD, past(10))
    expect(take(paused, DEEDS.resume, LEAD, past(40)).context.flags).not.toContain('long_pause')
    expect(take(paused, DEEDS.resume, LEAD, past(40) + 1).context.flags).toContain('long_pause')
  })

  const near = minutes(10) - 1
  it.each([near, -near])('counts by the phone when it is %i ms off', skew => {
    const at = past(30)
    const deviceAt = at + skew
    const start = take(states.ready, { ...DEEDS.start, deviceAt }, LEAD, at).context
    expect([start.startedAt, start.flags]).toEqual([deviceAt, []])
    const visit = take(states.active, { ...DEEDS.checkpoint, deviceAt }, LEAD, at).context
    expect([visit.visits.at(-1)?.at, visit.flags]).toEqual([deviceAt, []])
    const finish = take(states.active, { ...DEEDS.finish, deviceAt }, LEAD, at).context
    expect(finish.finishedAt).toBe(deviceAt)
    expect(finish.flags).not.toContain('clock_skew')
  })

  it.each([minutes(10), -minutes(10)])(
    'counts by the server when the phone is %i ms off, and says so',
    skew => {
      const at = past(30)
      const deviceAt = at + skew
      const start = take(states.ready, { ...DEEDS.start, deviceAt }, LEAD, at).context
      expect([start.startedAt, start.flags]).toEqual([at, ['clock_skew']])
      const visit = take(states.active, { ...DEEDS.checkpoint, deviceAt }, LEAD, at).context
      expect([visit.visits.at(-1)?.at, visit.flags]).toEqual([at, ['clock_skew']])
      const finish = take(states.active, { ...DEEDS.finish, deviceAt }, LEAD, at).context
      expect(finish.finishedAt).toBe(at)
      expect(finish.flags).toContain('clock_skew')
    },
  )

  it('never ends before it began', () => {
    const saved = take(started, { ...DEEDS.finish, deviceAt: past(-5) }, LEAD, past(1))
    expect(durationOf(saved.context)).toBe(0)
  })
})

describe('presence', () => {
  const unproven = (deed: PatrolDeed, saved: SavedPatrol): boolean =>
    take(saved, deed, LEAD, past(5)).context.flags.includes('presence_unproven')

  it('is shown by a position or a code, and its lack is flagged, never refused', () => {
    expect(unproven({ type: 'start', located: false }, states.ready)).toBe(true)
    expect(unproven({ type: 'start', located: true }, states.ready)).toBe(false)
    expect(unproven({ type: 'start', located: false, code: '散列' }, states.ready)).toBe(false)
    const checkpoint = { ...DEEDS.checkpoint, located: false }
    expect(unproven(checkpoint, states.active)).toBe(true)
    expect(unproven({ ...checkpoint, code: '散列' }, states.active)).toBe(false)
    expect(unproven({ ...checkpoint, result: 'skipped', note: '散列' }, states.active)).toBe(false)
  })

  it('a walk without a checkpoint is flagged until a later one has some', () => {
    const empty = take(states.active, DEEDS.finish, LEAD, past(30))
    expect(empty.context.flags).toContain('no_checkpoint')
    const back = take(empty, DEEDS.send_back, COORDINATOR, past(31))
    const seen = take(take(back, DEEDS.checkpoint, LEAD, past(35)), DEEDS.finish, LEAD, past(40))
    expect(seen.context.flags).toEqual(['sent_back'])
  })
})

describe('figures', () => {
  it('a confirmed walk counts on the day it was finished, a missed one on the day its window ended', () => {
    const late = take(states.active, DEEDS.finish, LEAD, Date.parse('2025-10-13T15:59:00.000Z'))
    const next = take(late, DEEDS.confirm, COORDINATOR, Date.parse('2025-10-13T16:30:00.000Z'))
    expect([...patrolFactsOf(next.context, next.value)]).toEqual([
      ['patrols', '2025-10-13'],
      ['patrolsKept', '2025-10-13'],
    ])
    const justSo = { ...next.context, windowStart: null, windowEnd: null }
    expect([...patrolFactsOf(justSo, next.value)]).toEqual([['patrols', '2025-10-13']])
    expect(patrolCohortDay(next.context)).toBe('2025-10-13')
    expect([...patrolFactsOf(states.missed.context, 'missed')]).toEqual([['patrolsMissed', '2025-10-13']])
  })

  it('the mandatory stops of a completed walk count one by one, and a skipped one was not made', () => {
    const stop = (checkpointId: string, mandatory = true) => ({
      checkpointId,
      placeId: checkpointId,
      mandatory,
      fromMs: null,
      toMs: null,
    })
    const visit = (checkpointId: string, result: 'ok' | 'skipped') => ({
      checkpointId,
      placeId: checkpointId,
      result,
      at: 0,
      by: null,
    })
    const context = {
      ...states.completed.context,
      route: {
        id: 'round',
        version: 1,
        stops: [stop('gate'), stop('shed'), stop('roof'), stop('green', false)],
      },
      visits: [visit('gate', 'ok'), visit('gate', 'ok'), visit('shed', 'skipped'), visit('green', 'ok')],
    }
    const counted = patrolStopsOf(context, 'completed').map(({ counter, day }) => `${counter} ${day}`)
    expect(counted).toEqual([
      'stopsDue 2025-10-13',
      'stopsDue 2025-10-13',
      'stopsDue 2025-10-13',
      'stopsMade 2025-10-13',
    ])
    expect(patrolStopsOf(context, 'submitted')).toEqual([])
    expect(patrolStopsOf({ ...context, route: undefined }, 'completed')).toEqual([])
  })

  it.each(['draft', 'planned', 'ready', 'active', 'paused', 'submitted', 'cancelled'] as const)(
    'one that is %s counts nothing',
    state => {
      expect(patrolFactsOf(states[state].context, state).size).toBe(0)
    },
  )
})
