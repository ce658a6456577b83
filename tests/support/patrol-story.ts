import { PATROL_DRAFT, type PatrolContext } from '../../machines/patrol/context.ts'
import type { OpenPatrol, PatrolDeed, PatrolEvent, PatrolEventType } from '../../machines/patrol/events.ts'
import { patrolMachine } from '../../machines/patrol/machine.ts'
import type { PatrolState } from '../../machines/patrol/states.ts'
import { type Actor, type Role, TIMER } from '../../machines/people.ts'
import { type Saved, type Step, step } from '../../machines/step.ts'

/* One walk through the stairwells of 巨塔花园, told to the bare machine: no clock, no database. */

/** 09:00 of a Monday in Shanghai; moments of the stories are minutes after it. */
const NINE = Date.parse('2025-10-13T01:00:00.000Z')
export const minutes = (count: number): number => count * 60_000
export const past = (count: number): number => NINE + minutes(count)

const person = (id: string, roles: readonly Role[], more: Partial<Actor> = {}): Actor => ({
  id,
  roles,
  unitId: null,
  affiliation: 'resident',
  ...more,
})
export const LEAD = person('张三', ['patroller'])
export const MATE = person('李四', ['patroller'], { affiliation: 'police' })
export const SQUAD_LEAD = person('赵六', ['patroller'], { affiliation: 'grid' })
export const STRANGER = person('钱七', ['patroller'])
export const COORDINATOR = person('王五', ['coordinator'], { affiliation: 'community' })
export const SUPERVISOR = person('孙八', ['supervisor'], { affiliation: 'community' })
export const withRole = (role: Role): Actor => person(`某${role}`, [role])

export const OPENING: OpenPatrol = {
  type: 'open',
  id: '巡查一',
  communityId: '长浜社区',
  timeZone: 'Asia/Shanghai',
  theme: 'corridor',
  placeId: '3幢',
  countedPlaces: ['长浜社区', '巨塔花园', '3幢'],
  squadId: '巡查分队',
  squadLeadId: '赵六',
  planId: null,
  leadId: '张三',
  walkers: [
    { id: '张三', affiliation: 'resident' },
    { id: '李四', affiliation: 'police' },
  ],
  windowStart: past(0),
  windowEnd: past(120),
}

/** Deeds that nothing but the state or the actor can speak against. */
export const DEEDS: { readonly [Type in PatrolEventType]: Extract<PatrolDeed, { type: Type }> } = {
  open: OPENING,
  join: { type: 'join', walker: { id: '钱七', affiliation: 'resident' } },
  start: { type: 'start', located: true },
  checkpoint: { type: 'checkpoint', placeId: '2单元', within: true, result: 'ok', located: true },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  finish: { type: 'finish', findings: 2 },
  confirm: { type: 'confirm' },
  send_back: { type: 'send_back', reason: '散列' },
  cancel: { type: 'cancel', reason: '散列' },
  move: { type: 'move', windowStart: past(300), windowEnd: past(420), reason: '散列' },
  miss: { type: 'miss' },
}

/** Somebody who may do it in the story below. */
export const DOER: { readonly [Type in PatrolEventType]: Actor } = {
  open: LEAD,
  join: STRANGER,
  start: LEAD,
  checkpoint: LEAD,
  pause: LEAD,
  resume: LEAD,
  finish: LEAD,
  confirm: COORDINATOR,
  send_back: COORDINATOR,
  cancel: COORDINATOR,
  move: COORDINATOR,
  miss: TIMER,
}

export type SavedPatrol = Saved<PatrolContext> & { readonly value: PatrolState }
export const DRAFT: SavedPatrol = { value: 'draft', context: PATROL_DRAFT }

export const happening = (deed: PatrolDeed, actor: Actor, at: number): PatrolEvent => ({ ...deed, actor, at })

export function decide(saved: SavedPatrol, deed: PatrolDeed, actor: Actor, at: number): Step<PatrolContext> {
  return step(patrolMachine, saved, happening(deed, actor, at))
}

/** The record after a deed that has to be accepted. */
export function take(saved: SavedPatrol, deed: PatrolDeed, actor: Actor, at: number): SavedPatrol {
  const answer = decide(saved, deed, actor, at)
  if (answer.outcome === 'refused') throw new Error(`${deed.type} was refused in ${saved.value}`)
  return answer.after as SavedPatrol
}

const does = (saved: SavedPatrol, type: PatrolEventType, minute: number): SavedPatrol =>
  take(saved, DEEDS[type], DOER[type], past(minute))

/** A patrol in every state that there is. */
export function everyState(): { readonly [State in PatrolState]: SavedPatrol } {
  const planned = take(
    DRAFT,
    { ...OPENING, planId: '计划一', leadId: null, walkers: [] },
    COORDINATOR,
    past(-60),
  )
  const ready = does(DRAFT, 'open', -10)
  const active = does(ready, 'start', 5)
  const paused = does(active, 'pause', 20)
  const submitted = does(active, 'finish', 45)
  return {
    draft: DRAFT,
    planned,
    ready,
    active,
    paused,
    submitted,
    completed: does(submitted, 'confirm', 60),
    cancelled: does(ready, 'cancel', 1),
    missed: does(ready, 'miss', 150),
  }
}
