import { type AnyStateMachine, and, cancel, raise, setup } from 'xstate'
import * as changes from './changes.ts'
import { DRAFT, type FindingContext } from './context.ts'
import type { FindingEvent, FindingEventType } from './events.ts'
import { refusalOf } from './rules.ts'
import type { ClockState, FindingState } from './states.ts'

/** Words that the work region says to the clock within one step; never accepted from outside. */
type ClockWord = { type: 'clock.start' | 'clock.pause' | 'clock.stop' | 'clock.clear' }

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
    /** What comes from outside always says when it happened; a word between the regions never does. */
    fromWithin: ({ event }) => !('at' in event),
  },
  // The marks are moments computed on the working calendar and handed in; here they are only subtracted.
  delays: {
    untilWarn: ({ context }) => mark(context, 'warnAt'),
    untilDue: ({ context }) => mark(context, 'dueAt'),
    untilYellow: ({ context }) => mark(context, 'yellowAt'),
    untilRed: ({ context }) => mark(context, 'redAt'),
    untilResume: ({ context }) => (context.assignment?.resumeBy ?? Number.NaN) - context.at,
  },
})

function mark(context: FindingContext, name: 'warnAt' | 'dueAt' | 'yellowAt' | 'redAt'): number {
  return (context.assignment?.[name] ?? Number.NaN) - context.at
}

type AnyChange = (context: FindingContext, event: never) => Partial<FindingContext>
type Action =
  | ReturnType<typeof remember>
  | ReturnType<typeof say>
  | { type: 'notify'; params: { kind: string } }

const remember = (change: AnyChange) =>
  base.assign(({ context, event }) => ({
    ...change(context, event as never),
    ...('at' in event ? { at: event.at } : {}),
  }))
const say = (type: ClockWord['type']) => base.raise({ type })
const tell = (kind: string): Action => ({ type: 'notify', params: { kind } })

/** One way out of a state: where to, what is remembered, what else follows. `also` narrows it to one outcome. */
interface Way {
  readonly to?: FindingState
  readonly change: AnyChange
  readonly next?: readonly Action[]
  readonly also?: 'approved' | 'fixed'
}
type Ways = Partial<Record<FindingEventType, Way | readonly Way[]>>

/** Writes a state's transitions; every one of them asks the rules first. */
function on(state: FindingState, ways: Ways) {
  const transitions: Record<string, object[]> = {}
  for (const [type, given] of Object.entries(ways)) {
    transitions[type] = [given].flat().map(({ to, change, next = [], also }: Way) => {
      const permitted = { type: 'permitted', params: { state } } as const
      return {
        ...(to ? { target: to } : {}),
        guard: also ? and([permitted, { type: also }]) : permitted,
        actions: [remember(change), ...next],
      }
    })
  }
  return { on: transitions }
}

const stay = (change: AnyChange, ...next: Action[]): Way => ({ change, next })
const go = (to: FindingState, change: AnyChange, ...next: Action[]): Way => ({ to, change, next })

/** What may happen to a finding as long as it is open. */
const whileOpen: Ways = {
  urge: stay(changes.urge, tell('urged')),
  supervise: stay(changes.supervise, tell('supervised')),
  reply_supervision: stay(changes.replySupervision, tell('supervision_replied')),
  cancel_supervision: stay(changes.cancelSupervision),
  comment: stay(changes.comment),
  attach: stay(changes.attach),
  force_close: go('closed', changes.forceClose, say('clock.stop'), tell('closed')),
}
/** Where another category does not touch a running clock. */
const reclassifiable: Ways = { reclassify: stay(changes.reclassify) }
const voidable: Ways = {
  propose_void: stay(changes.proposeVoid, tell('void_proposed')),
  decide_void: [
    {
      to: 'void',
      change: changes.makeVoid,
      next: [say('clock.clear'), tell('void_decided')],
      also: 'approved',
    },
    { change: changes.refuseVoid, next: [tell('void_decided')] },
  ],
}
const withUnit: Ways = {
  assign_handler: stay(changes.assignHandler, tell('assigned')),
  return: go('registered', changes.returnToDesk, say('clock.clear'), tell('returned')),
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
      next: [say('clock.pause'), tell('suspension_decided')],
      also: 'approved',
    },
    { change: changes.refuseSuspension, next: [tell('suspension_decided')] },
  ],
  reclassify: stay(changes.reclassify, say('clock.start')),
}

/** A state of the clock that ends when its timer rings; only the timer may ring it, and the rules know that. */
const ring = (
  type: 'clock.warn' | 'clock.overdue' | 'clock.yellow' | 'clock.red',
  delay: string,
  target: ClockState,
  change: AnyChange,
) => ({
  entry: raise({ type } as never, { id: type, delay: delay as never }),
  exit: cancel(type),
  on: {
    [type]: {
      target,
      guard: { type: 'permitted', params: { state: 'in_progress' } } as const,
      actions: [remember(change), tell(type)],
    },
  },
})
const word = (target: string) => ({ target, guard: 'fromWithin' }) as const

/**
 * The life of one finding, from discovery to closing (domain.md 8.1), and its handling clock in parallel.
 *
 * `work` holds the twelve states of the procedure. `clock` runs from dispatch to hand-in: warned at 80 % of the
 * budget, overdue at due, yellow and red cards after that (Decision 5); overdue never changes the work state.
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
            { to: 'self_handled', change: changes.report, also: 'fixed' },
            go('reported', changes.report),
          ],
        }),
        reported: on('reported', {
          ...whileOpen,
          ...reclassifiable,
          register: go('registered', changes.register),
          reject: go('rejected', changes.reject, tell('rejected')),
          withdraw: go('rejected', changes.withdraw),
          request_verify: go('verifying', changes.requestVerify, tell('verify_requested')),
          merge: go('merged', changes.merge, tell('merged')),
        }),
        verifying: on('verifying', {
          ...whileOpen,
          ...reclassifiable,
          verify_result: go('reported', changes.verifyResult, tell('verified')),
          merge: go('merged', changes.merge, tell('merged')),
        }),
        self_handled: on('self_handled', {
          ...whileOpen,
          approve_self_handled: go('closed', changes.approveSelfHandled),
          reject_self_handled: go('reported', changes.rejectSelfHandled, tell('self_handled_rejected')),
        }),
        registered: on('registered', {
          ...whileOpen,
          ...reclassifiable,
          ...voidable,
          withdraw: go('rejected', changes.withdraw),
          merge: go('merged', changes.merge, tell('merged')),
          dispatch: go('dispatched', changes.dispatch, say('clock.start'), tell('dispatched')),
          dispatch_final: go('dispatched', changes.dispatchFinal, say('clock.start'), tell('dispatched')),
        }),
        dispatched: on('dispatched', {
          ...whileOpen,
          ...withUnit,
          ...voidable,
          receive: go('in_progress', changes.receive),
          withdraw: go('rejected', changes.withdraw, say('clock.clear')),
        }),
        in_progress: on('in_progress', {
          ...whileOpen,
          ...withUnit,
          ...voidable,
          rectify: go('rectified', changes.rectify, say('clock.stop'), tell('rectified')),
        }),
        suspended: {
          entry: raise({ type: 'resume' } as never, { id: 'resume', delay: 'untilResume' as never }),
          exit: cancel('resume'),
          ...on('suspended', {
            ...whileOpen,
            ...voidable,
            ...reclassifiable,
            resume: go('in_progress', changes.resume, say('clock.start'), tell('resumed')),
          }),
        },
        rectified: on('rectified', {
          ...whileOpen,
          ...reclassifiable,
          check: stay(changes.check, tell('checked')),
          rework: go('in_progress', changes.rework, say('clock.start'), tell('rework')),
          close: go('closed', changes.close, tell('closed')),
        }),
        closed: on('closed', {
          reopen: go('in_progress', changes.reopen, say('clock.start'), tell('reopened')),
          appeal: stay(changes.appeal, tell('appealed')),
          decide_appeal: [
            { change: changes.approveAppeal, next: [tell('appeal_decided')], also: 'approved' },
            { change: changes.refuseAppeal, next: [tell('appeal_decided')] },
          ],
          callback: stay(changes.callback),
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
        running: ring('clock.warn', 'untilWarn', 'warned', () => ({})),
        warned: ring('clock.overdue', 'untilDue', 'overdue', changes.overdue),
        overdue: ring('clock.yellow', 'untilYellow', 'yellow', changes.yellowCard),
        yellow: ring('clock.red', 'untilRed', 'red', changes.redCard),
        red: {},
        paused: {},
        stopped: {},
      },
    },
  },
} as never) as unknown as AnyStateMachine

/** Version of the definition above; a record stays on the version it was last stepped by until it is migrated. */
export const FINDING_MACHINE_VERSION = 1

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
