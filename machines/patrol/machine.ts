import { type AnyStateMachine, setup } from 'xstate'
import { PATROL_DRAFT, type PatrolContext, type Visit } from './context.ts'
import type { PatrolEvent, PatrolEventOf, PatrolEventType } from './events.ts'
import { happened } from './happened.ts'
import { partiesOf, passedOver } from './route.ts'
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

/** Flags that follow from the whole of a walk; judged anew when it is finished, and when something is told late. */
const JUDGED = ['no_checkpoint', 'mandatory_missed', 'joint_incomplete', 'too_few_members']
const judge = (c: PatrolContext): readonly string[] => {
  const found = [
    c.visits.length === 0 && 'no_checkpoint',
    c.route && passedOver(c.route, c.visits).length > 0 && 'mandatory_missed',
    c.joint === true && partiesOf(c.walkers) < 2 && 'joint_incomplete',
    c.minMembers !== undefined && c.walkers.length < c.minMembers && 'too_few_members',
  ].filter(flag => typeof flag === 'string')
  return [...new Set([...c.flags.filter(flag => !JUDGED.includes(flag)), ...found])]
}
/* Told after the end: what the walk lacked may be there now. */
const judgedAgain = (c: PatrolContext, change: Partial<PatrolContext>): Partial<PatrolContext> =>
  c.finishedAt === null ? change : { ...change, flags: judge({ ...c, ...change }) }

const open: Change<'open'> = (_, { type, at, actor, ...patrol }) => ({
  ...PATROL_DRAFT,
  ...patrol,
  openedAt: at,
})

const join: Change<'join'> = (c, e) =>
  judgedAgain(c, {
    walkers: [...c.walkers, e.walker],
    leadId: c.leadId ?? e.walker.id,
    ...(e.held === undefined ? {} : flagged(c, ...happened(e).odd)),
  })

const start: Change<'start'> = (c, e) => {
  const { at, odd } = happened(e)
  const proven = e.located || e.code !== undefined
  const early = c.windowStart !== null && at < c.windowStart - GRACE_MS
  const late = c.windowEnd !== null && at > c.windowEnd + GRACE_MS
  return {
    startedAt: at,
    // A walk that counted as missed and is heard of late.
    ...(c.endedAt === null ? {} : { endedAt: null }),
    ...flagged(c, ...odd, !proven && 'presence_unproven', (early || late) && 'outside_window'),
  }
}

const checkpoint: Change<'checkpoint'> = (c, e) => {
  const { at, odd } = happened(e)
  const coded = e.code !== undefined && e.codeIs !== 'wrong'
  const proven = e.located || coded || e.result === 'skipped'
  const stop = c.route?.stops.find(({ checkpointId }) => checkpointId === e.checkpointId)
  const since = at - (c.startedAt ?? at)
  const untimely = stop && ((stop.fromMs ?? since) > since || (stop.toMs ?? since) < since)
  const of: string[] = [
    !proven && 'presence_unproven',
    e.codeIs === 'wrong' && 'code_wrong',
    e.codeIs === 'missing' && 'code_missing',
    c.route !== undefined && e.checkpointId !== undefined && !stop && 'off_route',
    untimely && 'outside_stop_window',
    ...(e.odd ?? []),
  ].filter(flag => typeof flag === 'string')
  const brought = e.codeIs !== undefined || e.odd !== undefined || c.route !== undefined
  const visit: Visit = {
    placeId: e.placeId,
    checkpointId: e.checkpointId ?? null,
    result: e.result,
    at,
    by: e.actor.id,
    ...(e.answers ? { answers: e.answers } : {}),
    ...(e.photoIds ? { photoIds: e.photoIds } : {}),
    ...(brought && of.length > 0 ? { flags: of } : {}),
  }
  return judgedAgain(c, { visits: [...c.visits, visit], ...flagged(c, ...odd, ...of) })
}

const pause: Change<'pause'> = (_, e) => ({ pausedAt: happened(e).at })
const walkOn: Change<'resume'> = (c, e) => {
  const { at } = happened(e)
  const rested = Math.max(0, at - (c.pausedAt ?? at))
  return {
    pausedAt: null,
    pausedMs: c.pausedMs + rested,
    ...flagged(c, rested > LONG_PAUSE_MS && 'long_pause'),
  }
}

const finish: Change<'finish'> = (c, e) => {
  const { at, odd } = happened(e)
  const finished = {
    finishedAt: Math.max(at, c.startedAt ?? at),
    finishedBy: e.actor.id,
    findings: e.findings,
    ...flagged(c, ...odd, e.atOnce === true && 'one_minute'),
  }
  return { ...finished, flags: judge({ ...c, ...finished }) }
}

/* The walk goes on; the time that it lay with the lead is nobody's walking. */
const sendBack: Change<'send_back'> = (c, e) => ({
  finishedAt: null,
  finishedBy: null,
  findings: null,
  pausedMs: c.pausedMs + Math.max(0, e.at - (c.finishedAt ?? e.at)),
  flags: [...new Set([...c.flags.filter(flag => !JUDGED.includes(flag)), 'sent_back'])],
})
const end = (_: PatrolContext, e: PatrolEvent): Partial<PatrolContext> => ({ endedAt: e.at })
const move: Change<'move'> = (c, e) => ({
  windowStart: e.windowStart,
  windowEnd: e.windowEnd,
  moves: (c.moves ?? 0) + 1,
})

type Way = { target?: PatrolState; reenter?: boolean; guard: string | object; actions: unknown[] }
const go = (target: PatrolState, change: AnyChange): Way => ({
  target,
  guard: 'permitted',
  actions: [remember(change)],
})
const stay = (change: AnyChange): Way => ({ guard: 'permitted', actions: [remember(change)] })

/* Told late: these leave the walk where it is. */
const afterwards = { join: stay(join), checkpoint: stay(checkpoint) }

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
    planned: {
      ...watchWindow,
      on: { join: go('ready', join), move: { ...go('planned', move), reenter: true }, ...beforeStart },
    },
    ready: {
      ...watchWindow,
      on: {
        join: stay(join),
        start: go('active', start),
        move: { ...go('ready', move), reenter: true },
        ...beforeStart,
      },
    },
    active: {
      on: {
        join: stay(join),
        checkpoint: stay(checkpoint),
        pause: go('paused', pause),
        finish: go('submitted', finish),
      },
    },
    paused: { on: { resume: go('active', walkOn) } },
    submitted: { on: { confirm: go('completed', end), send_back: go('active', sendBack), ...afterwards } },
    completed: { on: afterwards },
    cancelled: {},
    missed: { on: { join: stay(join), start: go('active', start) } },
  },
} as never) as unknown as AnyStateMachine

/** Version of the definition above. */
export const PATROL_MACHINE_VERSION = 1

/** What a state takes only when it happened earlier and is told late. */
const TOLD_LATE: { readonly [State in PatrolState]?: readonly PatrolEventType[] } = {
  submitted: ['join', 'checkpoint'],
  completed: ['join', 'checkpoint'],
  missed: ['join', 'start'],
}

/** The events that a patrol's state can take at all, guards aside; told late it takes some more. */
export function patrolEventsOf(state: PatrolState, toldLate = false): readonly PatrolEventType[] {
  const events = patrolMachine.getStateNodeById(`patrol.${state}`)
    .ownEvents as unknown as readonly PatrolEventType[]
  return toldLate ? events : events.filter(type => !TOLD_LATE[state]?.includes(type))
}
