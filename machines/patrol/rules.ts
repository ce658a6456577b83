import { CLOCK_SKEW_MS, type Refusal } from '../finding/rules.ts'
import type { Actor, Role } from '../people.ts'
import type { PatrolContext } from './context.ts'
import type { DeviceTime, PatrolEvent, PatrolEventOf, PatrolEventType } from './events.ts'

/* Who may do what on a patrol: domain.md 8.4 decides who, 8.2 when. */

type Probe = { readonly at: number; readonly actor: Actor } & DeviceTime
type Check<E> = readonly [code: string, holds: (context: PatrolContext, event: E) => boolean]

interface Rule<E> {
  readonly roles: readonly Role[]
  /** A patroller who leads may too: the squad (of a walk without one: the walk), or either of them. */
  readonly lead?: 'squad' | 'either'
  readonly system?: 'timer' | 'rule'
  readonly requires: readonly string[]
  readonly actor?: readonly Check<Probe>[]
  readonly payload?: readonly Check<E>[]
}

const DESK = ['coordinator', 'supervisor'] as const
const WALK = ['patroller', ...DESK] as const
const DAY = 86_400_000

const walks = (context: PatrolContext, actor: Actor): boolean => context.walkers.some(w => w.id === actor.id)
const isDesk = (actor: Actor): boolean => actor.roles.some(role => (DESK as readonly Role[]).includes(role))
const leads = (context: PatrolContext, { id }: Actor, lead: 'squad' | 'either'): boolean =>
  id !== null &&
  (id === (context.squadLeadId ?? context.leadId) || (lead === 'either' && id === context.leadId))
const onTheWalk: Check<Probe> = ['patrol.not_joined', (c, e) => walks(c, e.actor) || isDesk(e.actor)]

/**
 * A walk that is over, or was missed, still hears of what happened before: a phone without signal tells late. How long
 * the phone kept it has to be known, else nobody could say that it happened in time.
 */
const inTime: Check<Probe> = [
  'patrol.told_too_late',
  (c, { at, held }) => {
    const end =
      c.finishedAt !== null
        ? c.finishedAt + CLOCK_SKEW_MS
        : c.endedAt !== null
          ? (c.windowEnd ?? c.endedAt) + GRACE_MS
          : null
    return end === null || (held !== undefined && at - held <= end)
  },
]

export const PATROL_RULES: { readonly [Type in PatrolEventType]: Rule<PatrolEventOf<Type>> } = {
  open: {
    roles: WALK,
    system: 'rule',
    requires: ['theme', 'placeId'],
    payload: [
      [
        'patrol.window_invalid',
        (_, e) => e.windowStart === null || e.windowEnd === null || e.windowStart < e.windowEnd,
      ],
    ],
  },
  join: {
    roles: WALK,
    requires: [],
    actor: [['patrol.joined_before', (c, e) => !walks(c, e.actor)], inTime],
  },
  start: { roles: WALK, requires: [], actor: [onTheWalk, inTime] },
  checkpoint: {
    roles: WALK,
    requires: ['placeId', 'result'],
    actor: [onTheWalk, inTime],
    payload: [
      ['patrol.place_outside', (_, e) => e.within],
      ['patrol.reason_missing', (_, e) => e.result !== 'skipped' || e.note !== undefined],
    ],
  },
  pause: { roles: WALK, requires: [], actor: [onTheWalk] },
  resume: { roles: WALK, requires: [], actor: [onTheWalk] },
  finish: { roles: WALK, requires: [], actor: [onTheWalk] },
  confirm: {
    roles: DESK,
    lead: 'squad',
    requires: [],
    actor: [['patrol.own_work', (c, e) => c.finishedBy !== e.actor.id]],
  },
  send_back: {
    roles: DESK,
    lead: 'squad',
    requires: ['reason'],
    actor: [['patrol.send_back_window_closed', (c, e) => e.at <= (c.finishedAt ?? 0) + DAY]],
  },
  // The rule cancels what a plan no longer asks for.
  cancel: { roles: DESK, lead: 'either', system: 'rule', requires: ['reason'] },
  move: {
    roles: DESK,
    lead: 'either',
    requires: ['windowStart', 'windowEnd', 'reason'],
    payload: [['patrol.window_invalid', (_, e) => e.windowStart < e.windowEnd && e.windowEnd > e.at]],
  },
  miss: { roles: [], system: 'timer', requires: [] },
}

/** In which role an actor acts on a patrol, `null` when in none. */
export function patrolActingRole(
  type: PatrolEventType,
  context: PatrolContext,
  actor: Actor,
): Role | 'system' | null {
  const rule: Rule<never> = PATROL_RULES[type]
  if (actor.system) return rule.system === actor.system ? 'system' : null
  const role = rule.roles.find(r => actor.roles.includes(r))
  if (role) return role
  return rule.lead && leads(context, actor, rule.lead) && actor.roles.includes('patroller')
    ? 'patroller'
    : null
}

/** Why a patrol refuses this event, or `null`. */
export function patrolRefusalOf(context: PatrolContext, event: PatrolEvent): Refusal | null {
  const rule = PATROL_RULES[event.type] as Rule<PatrolEvent>
  if (patrolActingRole(event.type, context, event.actor) === null)
    return { kind: 'role', code: 'patrol.role_forbidden' }
  for (const [code, holds] of rule.actor ?? []) if (!holds(context, event)) return { kind: 'guard', code }
  for (const [code, holds] of rule.payload ?? []) if (!holds(context, event)) return { kind: 'guard', code }
  return null
}

/** What this actor may do next on the patrol, with the fields each event asks for. */
export function patrolAllowedOf(
  types: readonly PatrolEventType[],
  context: PatrolContext,
  probe: Probe,
): { type: PatrolEventType; requires: string[] }[] {
  return types
    .filter(type => {
      const role = patrolActingRole(type, context, probe.actor)
      return role !== null && role !== 'system'
    })
    .filter(type => (PATROL_RULES[type].actor ?? []).every(([, holds]) => holds(context, probe)))
    .map(type => ({ type, requires: [...PATROL_RULES[type].requires] }))
}

/** Time after the window's end within which a patrol may still start before it counts as missed (domain.md 8.2). */
export const GRACE_MS = 30 * 60_000

/** A longer rest is flagged (domain.md 8.2). */
export const LONG_PAUSE_MS = 30 * 60_000
