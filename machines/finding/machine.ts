import { type AnyStateMachine, and, cancel, raise, setup } from 'xstate'
import * as changes from './changes.ts'
import { DRAFT, type FindingContext } from './context.ts'
import type { FindingEvent, FindingEventType } from './events.ts'
import { refusalOf } from './rules.ts'
import type { ClockState, FindingState, StageState } from './states.ts'

/** Words that the work region says to the clocks within one step; never accepted from outside. */
type ClockWord = {
  type: 'clock.start' | 'clock.pause' | 'clock.stop' | 'clock.clear' | 'stage.start' | 'stage.stop'
}

const base = setup({
  types: {} as { context: FindingContext; events: FindingEvent | ClockWord },
  actions: {
    /** Carried out by the host: somebody is to hear of this. */
    notify: (_, _params: { kind: string }) => undefined,
  },
  guards: {
    permitted: ({ context, event }, params: { state: FindingState }) =>
      refusalOf(context, params.state, event as FindingEvent) === null,
    approved: ({ event }) => 'approve' in event && event.approve,
    fixed: ({ event }) => event.type === 'report' && event.fixed !== null,
    passed: ({ event }) => event.type === 'check' && event.result === 'pass',
    /** What comes from outside always says when it happened; a word between the regions never does. */
    fromWithin: ({ event }) => !('at' in event),
    /** A stage begun by version 1 of this machine has no marks and is not watched; handling has its own clock. */
    watched: ({ context, event }) => !('at' in event) && context.stage?.warnAt !== undefined,
  },
  // The marks are moments computed on the working calendar and handed in; here they are only subtracted.
  delays: {
    untilWarn: ({ context }) => mark(context, 'warnAt'),
    untilDue: ({ context }) => mark(context, 'dueAt'),
    untilYellow: ({ context }) => mark(context, 'yellowAt'),
    untilRed: ({ context }) => mark(context, 'redAt'),
    untilResume: ({ context }) => (context.assignment?.resumeBy ?? Number.NaN) - context.at,
    untilStageWarn: ({ context }) => (context.stage?.warnAt ?? Number.NaN) - context.at,
    untilStageDue: ({ context }) => (context.stage?.dueAt ?? Number.NaN) - context.at,
    untilStageRaise: ({ context }) => (context.stage?.raiseAt ?? Number.NaN) - context.at,
  },
})

function mark(context: FindingContext, name: 'warnAt' | 'dueAt' | 'yellowAt' | 'redAt'): number {
  return (context.assignment?.[name] ?? Number.NaN) - context.at
}

type AnyChange = (context: FindingContext, event: never) => Partial<FindingContext>
type Told = {
  type: 'notify'
  params: { kind: string } | ((from: { context: FindingContext }) => { kind: string })
}
type Action =
  | ReturnType<typeof remember>
  | ReturnType<typeof say>
  | ReturnType<typeof base.enqueueActions>
  | Told

const remember = (change: AnyChange) =>
  base.assign(({ context, event }) => ({
    ...change(context, event as never),
    ...('at' in event ? { at: event.at } : {}),
  }))
const say = (type: ClockWord['type']) => base.raise({ type })
const tell = (kind: string): Action => ({ type: 'notify', params: { kind } })
/** Reminds of whatever stage is running: `triage.warn`, `receive.overdue`, … */
const remind = (rung: string): Action => ({
  type: 'notify',
  params: ({ context }) => ({ kind: `${context.stage?.name ?? 'handle'}.${rung}` }),
})

/** One way out of a state: where to, what is remembered, what else follows. `also` narrows it to one outcome. */
interface Way {
  readonly to?: FindingState
  readonly first?: Action
  readonly change: AnyChange
  readonly next?: readonly Action[]
  readonly also?: 'approved' | 'fixed' | 'passed'
}
type Ways = Partial<Record<FindingEventType, Way | readonly Way[]>>

/** Writes a state's transitions; every one of them asks the rules first. */
function on(state: FindingState, ways: Ways) {
  const transitions: Record<string, object[]> = {}
  for (const [type, given] of Object.entries(ways)) {
    transitions[type] = [given].flat().map(({ to, first, change, next = [], also }: Way) => {
      const permitted = { type: 'permitted', params: { state } } as const
      return {
        ...(to ? { target: to } : {}),
        guard: also ? and([permitted, { type: also }]) : permitted,
        actions: [...(first ? [first] : []), remember(change), ...next],
      }
    })
  }
  return { on: transitions }
}

const stay = (change: AnyChange, ...next: Action[]): Way => ({ change, next })
const go = (to: FindingState, change: AnyChange, ...next: Action[]): Way => ({ to, change, next })

const nothing: AnyChange = () => ({})

/** A supervision waits for its answer, whoever or whatever began it; one that a card leaves as it was waits already. */
const awaitReply = base.enqueueActions(({ context, enqueue }) => {
  const { at, replyDueAt, repliedAt } = context.supervision ?? {}
  if (replyDueAt === undefined || repliedAt !== null || at !== context.at) return
  const id = 'supervision.unanswered'
  enqueue.raise({ type: id } as never, { id, delay: Math.max(0, replyDueAt - context.at) })
})
/** Comes before the change, while the supervision that it ends is still known. */
const forgetReply = base.enqueueActions(({ context, enqueue }) => {
  if (context.supervision?.replyDueAt !== undefined && context.supervision.repliedAt === null)
    enqueue.cancel('supervision.unanswered')
})
/** A way out of the procedure: nothing is waited for any more. */
const end = (to: FindingState, change: AnyChange, ...next: Action[]): Way => ({
  first: forgetReply,
  ...go(to, change, say('stage.stop'), ...next),
})

/** What may happen to a finding as long as it is open. */
const whileOpen: Ways = {
  urge: stay(changes.urge, tell('urged')),
  supervise: stay(changes.supervise, awaitReply, tell('supervised')),
  reply_supervision: { first: forgetReply, ...stay(changes.replySupervision, tell('supervision_replied')) },
  cancel_supervision: { first: forgetReply, ...stay(changes.cancelSupervision) },
  'supervision.unanswered': stay(nothing, tell('supervision.unanswered')),
  comment: stay(changes.comment),
  attach: stay(changes.attach),
  unlink_recurrence: stay(changes.unlinkRecurrence),
  force_close: end('closed', changes.forceClose, say('clock.stop'), tell('closed')),
}
/** Where another category does not touch a running clock. */
const reclassifiable: Ways = { reclassify: stay(changes.reclassify, say('stage.start')) }
const voidable: Ways = {
  propose_void: stay(changes.proposeVoid, tell('void_proposed')),
  decide_void: [
    {
      to: 'void',
      first: forgetReply,
      change: changes.makeVoid,
      next: [say('clock.clear'), say('stage.stop'), tell('void_decided'), tell('voided')],
      also: 'approved',
    },
    { change: changes.refuseVoid, next: [tell('void_decided')] },
  ],
}
const withUnit: Ways = {
  assign_handler: stay(changes.assignHandler, tell('assigned')),
  return: go('registered', changes.returnToDesk, say('clock.clear'), say('stage.start'), tell('returned')),
  apply_extension: stay(changes.applyExtension, tell('extension_applied')),
  decide_extension: [
    {
      change: changes.grantExtension,
      next: [say('clock.start'), tell('extension_decided')],
      also: 'approved',
    },
    { change: changes.refuseExtension, next: [tell('extension_decided')] },
  ],
  apply_suspension: stay(changes.applySuspension, tell('suspension_applied')),
  decide_suspension: [
    {
      to: 'suspended',
      change: changes.grantSuspension,
      next: [say('clock.pause'), say('stage.stop'), tell('suspension_decided')],
      also: 'approved',
    },
    { change: changes.refuseSuspension, next: [tell('suspension_decided')] },
  ],
  reclassify: stay(changes.reclassify, say('clock.start'), say('stage.start')),
}

const handedOver: readonly Action[] = [say('clock.start'), say('stage.start'), tell('dispatched')]

/** The unit hears some days before that it will have to go on. */
const announceEnding = base.enqueueActions(({ context, enqueue }) => {
  const at = context.assignment?.endingAt
  if (at === undefined) return
  const id = 'suspension.ending'
  enqueue.raise({ type: id } as never, { id, delay: Math.max(0, at - context.at) })
})
const withholdEnding = base.enqueueActions(({ context, enqueue }) => {
  if (context.assignment?.endingAt !== undefined) enqueue.cancel('suspension.ending')
})

/** A state of a clock that ends when its timer rings; only the timer may ring it, and the rules know that. */
const ring = (
  type: FindingEventType,
  delay: string,
  target: ClockState | StageState,
  change: AnyChange,
  ...next: Action[]
) => ({
  entry: raise({ type } as never, { id: type, delay: delay as never }),
  exit: cancel(type),
  on: {
    [type]: {
      target,
      guard: { type: 'permitted', params: { state: 'in_progress' } } as const,
      actions: [remember(change), ...next],
    },
  },
})
const word = (target: string) => ({ target, guard: 'fromWithin' }) as const

/**
 * The life of one finding, from discovery to closing (domain.md 8.1), and its clocks in parallel.
 *
 * `work` holds the twelve states of the procedure. `clock` runs from dispatch to hand-in: warned at 80 % of the
 * budget, overdue at due, yellow and red cards after that (Decision 5). `stage` watches whatever other stage is
 * running (triage, verify, dispatch, receive, check, close): warned at 80 %, overdue, then one level up. Neither
 * clock ever changes the work state.
 */
export const findingMachine = base.createMachine({
  id: 'finding',
  type: 'parallel',
  context: DRAFT,
  states: {
    work: {
      initial: 'draft',
      states: {
        draft: on('draft', {
          report: [
            { ...go('self_handled', changes.report, say('stage.start'), tell('reported')), also: 'fixed' },
            go('reported', changes.report, say('stage.start'), tell('reported')),
          ],
        }),
        reported: on('reported', {
          ...whileOpen,
          ...reclassifiable,
          register: go('registered', changes.register, say('stage.start')),
          reject: end('rejected', changes.reject, tell('rejected')),
          withdraw: end('rejected', changes.withdraw),
          request_verify: go(
            'verifying',
            changes.requestVerify,
            say('stage.start'),
            tell('verify_requested'),
          ),
          merge: end('merged', changes.merge, tell('merged')),
        }),
        verifying: on('verifying', {
          ...whileOpen,
          ...reclassifiable,
          verify_result: go('reported', changes.verifyResult, say('stage.start'), tell('verified')),
          merge: end('merged', changes.merge, tell('merged')),
        }),
        self_handled: on('self_handled', {
          ...whileOpen,
          approve_self_handled: end('closed', changes.approveSelfHandled),
          reject_self_handled: go(
            'reported',
            changes.rejectSelfHandled,
            say('stage.start'),
            tell('self_handled_rejected'),
          ),
        }),
        registered: on('registered', {
          ...whileOpen,
          ...reclassifiable,
          ...voidable,
          withdraw: end('rejected', changes.withdraw),
          merge: end('merged', changes.merge, tell('merged')),
          dispatch: go('dispatched', changes.dispatch, ...handedOver),
          dispatch_final: go('dispatched', changes.dispatchFinal, ...handedOver),
        }),
        dispatched: on('dispatched', {
          ...whileOpen,
          ...withUnit,
          ...voidable,
          receive: go('in_progress', changes.receive, say('stage.stop')),
          withdraw: end('rejected', changes.withdraw, say('clock.clear')),
        }),
        in_progress: on('in_progress', {
          ...whileOpen,
          ...withUnit,
          ...voidable,
          rectify: go('rectified', changes.rectify, say('clock.stop'), say('stage.start'), tell('rectified')),
        }),
        suspended: {
          entry: [
            raise({ type: 'resume' } as never, { id: 'resume', delay: 'untilResume' as never }),
            announceEnding,
          ],
          exit: [cancel('resume'), withholdEnding],
          ...on('suspended', {
            ...whileOpen,
            'suspension.ending': stay(nothing, tell('suspension.ending')),
            ...voidable,
            ...reclassifiable,
            resume: go('in_progress', changes.resume, say('clock.start'), tell('resumed')),
          }),
        },
        rectified: on('rectified', {
          ...whileOpen,
          ...reclassifiable,
          check: [
            { ...stay(changes.check, say('stage.start'), tell('checked')), also: 'passed' },
            stay(changes.check, tell('checked')),
          ],
          rework: go('in_progress', changes.rework, say('clock.start'), say('stage.stop'), tell('rework')),
          close: end('closed', changes.close, tell('closed')),
        }),
        closed: on('closed', {
          reopen: go('in_progress', changes.reopen, say('clock.start'), tell('reopened')),
          appeal: stay(changes.appeal, tell('appealed')),
          decide_appeal: [
            { change: changes.approveAppeal, next: [tell('appeal_decided')], also: 'approved' },
            { change: changes.refuseAppeal, next: [tell('appeal_decided')] },
          ],
          callback: stay(changes.callback),
          unlink_recurrence: stay(changes.unlinkRecurrence),
        }),
        rejected: {},
        merged: {},
        void: {},
      },
    },
    clock: {
      initial: 'idle',
      on: {
        'clock.start': word('.running'),
        'clock.pause': word('.paused'),
        'clock.stop': word('.stopped'),
        'clock.clear': word('.idle'),
      },
      states: {
        idle: {},
        running: ring('clock.warn', 'untilWarn', 'warned', nothing, tell('handle.warn')),
        // Whoever has it in hand hears that it is due, whoever sent it that it is overdue.
        warned: ring(
          'clock.overdue',
          'untilDue',
          'overdue',
          changes.overdue,
          tell('handle.due'),
          tell('handle.overdue'),
        ),
        overdue: ring(
          'clock.yellow',
          'untilYellow',
          'yellow',
          changes.yellowCard,
          awaitReply,
          tell('handle.yellow'),
        ),
        yellow: ring('clock.red', 'untilRed', 'red', changes.redCard, awaitReply, tell('handle.red')),
        red: {},
        paused: {},
        stopped: {},
      },
    },
    stage: {
      initial: 'unwatched',
      on: {
        'stage.start': { target: '.in_time', guard: 'watched' },
        'stage.stop': word('.unwatched'),
      },
      states: {
        unwatched: {},
        in_time: ring('stage.warn', 'untilStageWarn', 'late_soon', nothing, remind('warn')),
        late_soon: ring('stage.overdue', 'untilStageDue', 'late', nothing, remind('overdue')),
        late: ring('stage.raise', 'untilStageRaise', 'raised', nothing, remind('raised')),
        raised: {},
      },
    },
  },
} as never) as unknown as AnyStateMachine

/**
 * Version of the definition above. Version 2 watches the other stages, supervisions and suspensions too; what version
 * 1 wrote brings no marks for them, so its journals replay here to the same states. Version 3 remembers the last fix
 * at a finding's spot; what the versions before wrote brings none.
 */
export const FINDING_MACHINE_VERSION = 3

/** Whether an event is a clock's own: which state of the work it finds does not matter to it. */
export function isOfClocks(type: FindingEventType): boolean {
  return type.startsWith('clock.') || type.startsWith('stage.')
}

const EVENTS_OF_STATE = new Map<FindingState, readonly FindingEventType[]>()

/** The events that a state of the work region can take at all, guards aside, in the order of the definition. */
export function eventsOf(state: FindingState): readonly FindingEventType[] {
  let types = EVENTS_OF_STATE.get(state)
  if (!types) {
    const node = findingMachine.getStateNodeById(`finding.work.${state}`)
    types = node.ownEvents as unknown as readonly FindingEventType[]
    EVENTS_OF_STATE.set(state, types)
  }
  return types
}
