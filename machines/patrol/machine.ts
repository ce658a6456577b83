import { type AnyStateMachine, setup } from 'xstate'
import { CLOCK_SKEW_MS } from '../finding/rules.ts'
import { PATROL_DRAFT, type PatrolContext, type Visit } from './context.ts'
import type { PatrolEvent, PatrolEventOf, PatrolEventType } from './events.ts'
import { GRACE_MS, LONG_PAUSE_MS, patrolRefusalOf } from './rules.ts'
import type { PatrolState } from './states.ts'

const base = setup({
  types: {} as { context: PatrolContext; events: PatrolEvent },
  actions: {
    /** Carried out by the host: somebody is to hear of this. */
    notify: (_, _params: { kind: string }) => undefined,
  },
  guards: {
    permitted: ({ context, event }) => patrolRefusalOf(context, event) === null,
  },
})

type Change<Type extends PatrolEventType> = (
  context: PatrolContext,
  event: PatrolEventOf<Type>,
) => Partial<PatrolContext>
type AnyChange = (context: PatrolContext, event: never) => Partial<PatrolContext>

const remember = (change: AnyChange) =>
  base.assign(({ context, event }) => ({ ...change(context, event as never), at: event.at }))

const flagged = (context: PatrolContext, ...flags: (string | false)[]): Pick<PatrolContext, 'flags'> => ({
  flags: [...new Set([...context.flags, ...flags.filter(flag => flag !== false)])],
})

/** A phone's time counts when it is near the server's; otherwise the server's counts and the skew is flagged. */
const happened = (event: { at: number; deviceAt?: number }): { at: number; skewed: false | 'clock_skew' } => {
  if (event.deviceAt === undefined) return { at: event.at, skewed: false }
  const near = Math.abs(event.deviceAt - event.at) < CLOCK_SKEW_MS
  return near ? { at: event.deviceAt, skewed: false } : { at: event.at, skewed: 'clock_skew' }
}

const open: Change<'open'> = (_, { type, at, actor, ...patrol }) => ({
  ...PATROL_DRAFT,
  ...patrol,
  openedAt: at,
})

const join: Change<'join'> = (c, e) => ({
  walkers: [...c.walkers, e.walker],
  leadId: c.leadId ?? e.walker.id,
})

const start: Change<'start'> = (c, e) => {
  const { at, skewed } = happened(e)
  const proven = e.located || e.code !== undefined
  const early = c.windowStart !== null && at < c.windowStart - GRACE_MS
  const late = c.windowEnd !== null && at > c.windowEnd + GRACE_MS
  return {
    startedAt: at,
    ...flagged(c, skewed, !proven && 'presence_unproven', (early || late) && 'outside_window'),
  }
}

const checkpoint: Change<'checkpoint'> = (c, e) => {
  const { at, skewed } = happened(e)
  const proven = e.located || e.code !== undefined || e.result === 'skipped'
  const visit: Visit = {
    placeId: e.placeId,
    checkpointId: e.checkpointId ?? null,
    result: e.result,
    at,
    by: e.actor.id,
  }
  return { visits: [...c.visits, visit], ...flagged(c, skewed, !proven && 'presence_unproven') }
}

const pause: Change<'pause'> = (_, e) => ({ pausedAt: e.at })
const walkOn: Change<'resume'> = (c, e) => {
  const rested = Math.max(0, e.at - (c.pausedAt ?? e.at))
  return {
    pausedAt: null,
    pausedMs: c.pausedMs + rested,
    ...flagged(c, rested > LONG_PAUSE_MS && 'long_pause'),
  }
}

const finish: Change<'finish'> = (c, e) => {
  const { at, skewed } = happened(e)
  return {
    finishedAt: Math.max(at, c.startedAt ?? at),
    finishedBy: e.actor.id,
    findings: e.findings,
    ...flagged(c, skewed, c.visits.length === 0 && 'no_checkpoint'),
  }
}

/* The walk goes on; the time that it lay with the lead is nobody's walking. */
const sendBack: Change<'send_back'> = (c, e) => ({
  finishedAt: null,
  finishedBy: null,
  findings: null,
  pausedMs: c.pausedMs + Math.max(0, e.at - (c.finishedAt ?? e.at)),
  flags: [...new Set([...c.flags.filter(flag => flag !== 'no_checkpoint'), 'sent_back'])],
})
const end = (_: PatrolContext, e: PatrolEvent): Partial<PatrolContext> => ({ endedAt: e.at })

type Way = { target?: PatrolState; guard: string | object; actions: unknown[] }
const go = (target: PatrolState, change: AnyChange): Way => ({
  target,
  guard: 'permitted',
  actions: [remember(change)],
})
const stay = (change: AnyChange): Way => ({ guard: 'permitted', actions: [remember(change)] })

/** A patrol that nobody started by the end of its window and the grace is missed, once. */
const watchWindow = {
  entry: base.enqueueActions(({ context, enqueue }) => {
    if (context.windowEnd === null) return
    const delay = context.windowEnd + GRACE_MS - context.at
    enqueue.raise({ type: 'miss' } as PatrolEvent, { id: 'miss', delay })
  }),
  exit: base.enqueueActions(({ context, enqueue }) => {
    if (context.windowEnd !== null) enqueue.cancel('miss')
  }),
}
const beforeStart = {
  cancel: go('cancelled', end),
  miss: {
    target: 'missed',
    guard: 'permitted',
    actions: [remember(end), { type: 'notify', params: { kind: 'patrol.missed' } }],
  },
}

/** One walk by a squad, from its opening to its confirmation (domain.md 8.2). */
export const patrolMachine = base.createMachine({
  id: 'patrol',
  context: PATROL_DRAFT,
  initial: 'draft',
  states: {
    draft: {
      on: {
        open: [
          {
            target: 'planned',
            guard: ({ context, event }: { context: PatrolContext; event: PatrolEvent }) =>
              event.type === 'open' &&
              event.planId !== null &&
              event.walkers.length === 0 &&
              patrolRefusalOf(context, event) === null,
            actions: [remember(open)],
          },
          go('ready', open),
        ],
      },
    },
    planned: { ...watchWindow, on: { join: go('ready', join), ...beforeStart } },
    ready: { ...watchWindow, on: { join: stay(join), start: go('active', start), ...beforeStart } },
    active: {
      on: {
        join: stay(join),
        checkpoint: stay(checkpoint),
        pause: go('paused', pause),
        finish: go('submitted', finish),
      },
    },
    paused: { on: { resume: go('active', walkOn) } },
    submitted: { on: { confirm: go('completed', end), send_back: go('active', sendBack) } },
    completed: {},
    cancelled: {},
    missed: {},
  },
} as never) as unknown as AnyStateMachine

/** Version of the definition above. */
export const PATROL_MACHINE_VERSION = 1

/** The events that a patrol's state can take at all, guards aside. */
export function patrolEventsOf(state: PatrolState): readonly PatrolEventType[] {
  return patrolMachine.getStateNodeById(`patrol.${state}`).ownEvents as unknown as readonly PatrolEventType[]
}
