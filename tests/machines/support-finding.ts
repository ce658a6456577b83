import type { Basis, WorkingCalendar } from '../../machines/calendar.ts'
import { DRAFT, type FindingContext } from '../../machines/finding/context.ts'
import { planFinding } from '../../machines/finding/deadlines.ts'
import type {
  FindingDeed,
  FindingEvent,
  FindingPolicy,
  Report,
  Route,
  Source,
  Standard,
  TextHash,
} from '../../machines/finding/events.ts'
import { findingMachine } from '../../machines/finding/machine.ts'
import { refusalOf } from '../../machines/finding/rules.ts'
import { FINDING_DRAFT_VALUE, type FindingState, type FindingValue } from '../../machines/finding/states.ts'
import { type Actor, type Role, TIMER } from '../../machines/people.ts'
import { type Step, step } from '../../machines/step.ts'
import holidays from '../../src/app/community/holidays-cn.json' with { type: 'json' }

/*
 * A small stage for findings: a cast, a standard, complete deeds, and the way a host takes a step (plan the
 * deadlines, then let the machine decide). Everything is data; nothing here knows a rule of the machine.
 */

export const minute = 60_000
export const hour = 60 * minute
export const day24 = 24 * hour

/** The calendar of domain.md 9.1: 08–12 and 14–18, holidays and make-up days of the real years. */
export const CHINA: WorkingCalendar = {
  version: holidays.version,
  timeZone: 'Asia/Shanghai',
  weekdays: [1, 2, 3, 4, 5],
  slots: [
    [8 * hour, 12 * hour],
    [14 * hour, 18 * hour],
  ],
  dayMs: 8 * hour,
  days: holidays.days as WorkingCalendar['days'],
  coveredYears: holidays.coveredYears,
}
export const workingDay = CHINA.dayMs

/** An instant written in the wall time of Shanghai, and back. */
export const moment = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
export const show = (instant: number | null | undefined): string =>
  instant == null ? 'never' : new Date(instant + 8 * hour).toISOString().slice(0, 16).replace('T', ' ')

/** A Monday morning in an ordinary week. */
export const MONDAY = moment('2025-10-13 09:00')

// The cast. The patroller is who reported, unless a test says otherwise.

export const PROPERTY: Route = { unitId: 'unit-property', unitKind: 'property', external: false }
export const CLEANING: Route = { unitId: 'unit-cleaning', unitKind: 'cleaning', external: false }

/** Somebody with roles that hold at the record's place. */
export function member(id: string, roles: readonly Role[], more: Partial<Actor> = {}): Actor {
  return { id, roles, unitId: null, affiliation: 'resident', ...more }
}

const ofProperty = { unitId: PROPERTY.unitId, affiliation: 'property' } as const
const ofCleaning = { unitId: CLEANING.unitId, affiliation: 'other' } as const
const ofCommunity = { affiliation: 'community' } as const

export const resident = member('resident', ['resident'])
export const patroller = member('patroller', ['patroller'])
/** A patroller who neither reported nor belongs to a unit. */
export const checker = member('checker', ['patroller'], { affiliation: 'grid' })
export const handler = member('handler', ['handler'], ofProperty)
export const unitManager = member('unit-manager', ['unit_manager'], ofProperty)
export const cleaningManager = member('cleaning-manager', ['unit_manager'], ofCleaning)
export const coordinator = member('coordinator', ['coordinator'], ofCommunity)
export const supervisor = member('supervisor', ['supervisor'], ofCommunity)

// What is asked of a finding.

const working = (hours: number) => ({ ms: hours * hour, basis: 'working' as Basis })
const continuous = (hours: number) => ({ ms: hours * hour, basis: 'continuous' as Basis })

/** An ordinary leaf: two working days to rectify. */
export const ORDINARY: Standard = {
  categoryCode: '0101',
  severity: 'S3',
  limit: working(16),
  stageLimits: {
    triage: working(4),
    verify: working(8),
    dispatch: working(2),
    receive: working(4),
    check: working(8),
    close: working(8),
  },
}

/** A minor leaf, the same otherwise. */
export const MINOR: Standard = { ...ORDINARY, categoryCode: '0103', severity: 'S4' }

/** Ordinary leaves with half and with twice the time. */
export const SHORTER: Standard = { ...ORDINARY, categoryCode: '0104', limit: working(8) }
export const LONGER: Standard = { ...ORDINARY, categoryCode: '0102', limit: working(32) }

/** Danger to life: two hours around the clock. */
export const URGENT: Standard = {
  categoryCode: '0201',
  severity: 'S1',
  limit: continuous(2),
  stageLimits: {
    triage: continuous(0.5),
    verify: continuous(2),
    dispatch: continuous(0.25),
    receive: continuous(0.5),
    check: continuous(4),
    close: continuous(4),
  },
}

/** The `full` profile: people do every step. */
export const FULL: FindingPolicy = {
  autoRegister: false,
  autoDispatch: false,
  closeOnPass: false,
  reworkOnFail: false,
  beforePhoto: true,
  independentCheck: true,
  minReworkShare: 0.25,
  minReworkMs: hour,
}

/** The `light` profile: a complete report registers and dispatches itself, a check closes or sends back. */
export const LIGHT: FindingPolicy = {
  ...FULL,
  autoRegister: true,
  autoDispatch: true,
  closeOnPass: true,
  reworkOnFail: true,
}

export type Deed = FindingDeed & { readonly waive?: TextHash }

/** A complete report of the ordinary leaf. */
export function reportOf(more: Partial<Report> = {}): Report {
  return {
    type: 'report',
    ...ORDINARY,
    id: 'finding',
    communityId: 'community',
    timeZone: 'Asia/Shanghai',
    policy: FULL,
    source: 'patrol' as Source,
    patrolId: 'patrol',
    placeId: 'building-3',
    countedPlaces: ['community', 'estate', 'building-3'],
    located: true,
    exactPlace: true,
    categoryActive: true,
    onTheSpot: true,
    observedAt: MONDAY,
    photoIds: ['photo-before'],
    fixed: null,
    route: PROPERTY,
    texts: { description: 'hash' },
    flags: [],
    ...more,
  }
}

/** Deeds with everything they ask for, by what somebody would call them. */
export const deeds = {
  register: { type: 'register' },
  reject: { type: 'reject', reason: 'not_exist' },
  withdraw: { type: 'withdraw' },
  requestVerify: { type: 'request_verify', verifierId: 'checker' },
  verified: { type: 'verify_result', result: 'exists', photoIds: ['photo-verify'] },
  merge: { type: 'merge', intoId: 'master', intoState: 'reported', reason: 'hash' },
  dispatch: { type: 'dispatch', route: PROPERTY, competent: true, active: true },
  dispatchFinal: { type: 'dispatch_final', route: PROPERTY, active: true, reason: 'hash' },
  receive: { type: 'receive' },
  assignHandler: { type: 'assign_handler', handlerId: 'handler', handlerUnitId: PROPERTY.unitId },
  return: { type: 'return', reason: 'not_our_duty', note: 'hash' },
  applyExtension: { type: 'apply_extension', amountMs: workingDay, basis: 'working', reason: 'hash' },
  grantExtension: { type: 'decide_extension', approve: true },
  refuseExtension: { type: 'decide_extension', approve: false },
  grantSuspension: { type: 'decide_suspension', approve: true },
  refuseSuspension: { type: 'decide_suspension', approve: false },
  resume: { type: 'resume' },
  rectify: { type: 'rectify', note: 'hash', photoIds: ['photo-after'] },
  pass: { type: 'check', result: 'pass' },
  fail: { type: 'check', result: 'fail', photoIds: ['photo-check'] },
  unable: { type: 'check', result: 'unable' },
  rework: { type: 'rework', reason: 'hash' },
  close: { type: 'close' },
  forceClose: { type: 'force_close', reason: 'hash', photoIds: ['photo-forced'] },
  proposeVoid: { type: 'propose_void', reason: 'hash' },
  makeVoid: { type: 'decide_void', approve: true },
  refuseVoid: { type: 'decide_void', approve: false },
  reopen: { type: 'reopen', reason: 'hash' },
  reclassify: { type: 'reclassify', standard: ORDINARY, categoryActive: true, reason: 'hash' },
  unlinkRecurrence: { type: 'unlink_recurrence', reason: 'hash' },
  urge: { type: 'urge' },
  supervise: { type: 'supervise', level: 'normal', note: 'hash' },
  replySupervision: { type: 'reply_supervision', note: 'hash' },
  cancelSupervision: { type: 'cancel_supervision', note: 'hash' },
  appeal: { type: 'appeal', reason: 'hash' },
  upholdAppeal: { type: 'decide_appeal', approve: true },
  refuseAppeal: { type: 'decide_appeal', approve: false },
  comment: { type: 'comment', text: 'hash' },
  attach: { type: 'attach', photoIds: ['photo-comment'] },
  callback: { type: 'callback', contacted: true, solved: true, satisfaction: 'satisfied' },
  approveSelfHandled: { type: 'approve_self_handled' },
  rejectSelfHandled: { type: 'reject_self_handled', reason: 'hash' },
} as const satisfies Record<string, Deed>

/** An application to suspend until `resumeBy`, with an interim measure unless told otherwise. */
export const applySuspension = (resumeBy: number, interimMeasure: TextHash | null = 'hash'): Deed => ({
  type: 'apply_suspension',
  reason: 'engineering',
  resumeBy,
  ...(interimMeasure === null ? {} : { interimMeasure }),
})

// Steps, as a host takes them.

/** Where a finding stands, and what it knows. */
export interface Situation {
  readonly value: FindingValue
  readonly context: FindingContext
}

/** Before the first step. */
export const NOTHING: Situation = { value: FINDING_DRAFT_VALUE, context: DRAFT }

/** The event as a host hands it in: with its deadlines computed, or without a plan when there are none. */
export function eventOf({ value, context }: Situation, deed: Deed, actor: Actor, at: number): FindingEvent {
  const plan = planFinding(context, value.work, deed, at, CHINA)
  return { ...deed, at, actor, ...(Object.keys(plan).length > 0 ? { plan } : {}) } as FindingEvent
}

/** Lets the machine decide. */
export function attempt(from: Situation, deed: Deed, actor: Actor, at: number): Step<FindingContext> {
  return step(
    findingMachine,
    { value: { ...from.value }, context: from.context },
    eventOf(from, deed, actor, at),
  )
}

/** Where an accepted step leads. */
export function landing(result: Step<FindingContext>): Situation {
  if (result.outcome === 'refused') throw new Error('refused')
  return { value: result.after.value as unknown as FindingValue, context: result.after.context }
}

/** Takes a step that has to be accepted. */
export function take(from: Situation, deed: Deed, actor: Actor, at: number): Situation {
  const result = attempt(from, deed, actor, at)
  if (result.outcome === 'refused') {
    const why = refusalOf(from.context, from.value.work, eventOf(from, deed, actor, at))
    throw new Error(`${deed.type} refused in ${from.value.work}: ${why?.code ?? 'not in this state'}`)
  }
  return landing(result)
}

/** One thing that happens: what, by whom, and when (a minute after the last when not told). */
export type Turn = readonly [deed: Deed, actor: Actor, at?: number | string]

/** A life so far: every turn has to be accepted. */
export function follow(from: Situation, ...turns: readonly Turn[]): Situation {
  return turns.reduce((situation, [deed, actor, when]) => {
    const at = typeof when === 'string' ? moment(when) : (when ?? situation.context.at + minute)
    return take(situation, deed, actor, at)
  }, from)
}

/** A finding that the patroller has just reported. */
export const reported = (more: Partial<Report> = {}, by: Actor = patroller, at = MONDAY): Situation =>
  take(NOTHING, reportOf({ observedAt: at, ...more }), by, at)

/** The same in the hands of the property unit, dispatched at `at` and not yet received. */
export const dispatched = (more: Partial<Report> = {}, at = MONDAY): Situation =>
  follow(reported(more, patroller, at), [deeds.register, coordinator, at], [deeds.dispatch, coordinator, at])

export const inProgress = (more: Partial<Report> = {}, at = MONDAY): Situation =>
  follow(dispatched(more, at), [deeds.receive, handler, at])

export const rectified = (more: Partial<Report> = {}): Situation =>
  follow(inProgress(more), [deeds.rectify, handler])

export const suspended = (more: Partial<Report> = {}, resumeBy = MONDAY + 30 * day24): Situation =>
  follow(inProgress(more), [applySuspension(resumeBy), unitManager], [deeds.grantSuspension, supervisor])

export const closed = (more: Partial<Report> = {}): Situation =>
  follow(rectified(more), [deeds.pass, checker], [deeds.close, coordinator])

const fixed = { photoIds: ['photo-after'], note: 'hash' }
export const selfHandled = (more: Partial<Report> = {}, by: Actor = patroller): Situation =>
  reported({ fixed, ...more }, by)

/** One finding in each of the twelve stored states, each brought there by real steps. */
export function findingIn(state: Exclude<FindingState, 'draft'>, more: Partial<Report> = {}): Situation {
  switch (state) {
    case 'reported':
      return reported(more)
    case 'verifying':
      return follow(reported(more), [deeds.requestVerify, coordinator])
    case 'self_handled':
      return selfHandled(more)
    case 'registered':
      return follow(reported(more), [deeds.register, coordinator])
    case 'dispatched':
      return dispatched(more)
    case 'in_progress':
      return inProgress(more)
    case 'suspended':
      return suspended(more)
    case 'rectified':
      return rectified(more)
    case 'closed':
      return closed(more)
    case 'rejected':
      return follow(reported(more), [deeds.reject, coordinator])
    case 'merged':
      return follow(reported(more), [deeds.merge, coordinator])
    case 'void':
      return follow(
        reported(more),
        [deeds.register, coordinator],
        [deeds.proposeVoid, coordinator],
        [deeds.makeVoid, supervisor],
      )
  }
}

/** Changes what a finding knows: for a fact that would take a long way to bring about. */
export function knowing({ value, context }: Situation, facts: Partial<FindingContext>): Situation {
  return { value, context: { ...context, ...facts } }
}

/** Something that can be done to a finding, complete, by somebody who may; `at` is the moment of doing it. */
export interface Act {
  readonly name: string
  readonly deed: (at: number, context?: FindingContext) => Deed
  readonly by: Actor
}

const act = (name: string, deed: Deed, by: Actor): Act => ({ name, deed: () => deed, by })

/** Every event, and every outcome of those that have several. */
export const REPERTOIRE: readonly Act[] = [
  act('report', reportOf({ earlierFix: { of: 'earlier', closedAt: MONDAY - day24 } }), patroller),
  act('report, fixed on the spot', reportOf({ fixed }), patroller),
  act('register', deeds.register, coordinator),
  act('reject', deeds.reject, coordinator),
  act('withdraw', deeds.withdraw, patroller),
  act('request_verify', deeds.requestVerify, coordinator),
  act('verify_result exists', deeds.verified, checker),
  act('verify_result not_exists', { type: 'verify_result', result: 'not_exists' }, checker),
  act('verify_result unable', { type: 'verify_result', result: 'unable' }, checker),
  act('merge', deeds.merge, coordinator),
  act('dispatch', deeds.dispatch, coordinator),
  act('dispatch_final', deeds.dispatchFinal, supervisor),
  act('receive', deeds.receive, handler),
  act('assign_handler', deeds.assignHandler, unitManager),
  act('return', deeds.return, unitManager),
  {
    name: 'apply_extension',
    deed: (_, context) => {
      const { ms, basis } = context?.assignment?.limit ?? ORDINARY.limit
      return { ...deeds.applyExtension, amountMs: ms / 2, basis, interimMeasure: 'hash' }
    },
    by: unitManager,
  },
  act('decide_extension approve', deeds.grantExtension, coordinator),
  act('decide_extension refuse', deeds.refuseExtension, coordinator),
  { name: 'apply_suspension', deed: at => applySuspension(at + 10 * day24), by: unitManager },
  act('decide_suspension approve', deeds.grantSuspension, supervisor),
  act('decide_suspension refuse', deeds.refuseSuspension, supervisor),
  act('resume', deeds.resume, coordinator),
  act('resume by the timer', deeds.resume, TIMER),
  act('rectify', deeds.rectify, handler),
  act('check pass', deeds.pass, checker),
  act('check fail', deeds.fail, checker),
  act('check unable', deeds.unable, checker),
  act('rework', deeds.rework, coordinator),
  act('close', deeds.close, coordinator),
  act('force_close', deeds.forceClose, supervisor),
  act('propose_void', deeds.proposeVoid, coordinator),
  act('decide_void approve', deeds.makeVoid, supervisor),
  act('decide_void refuse', deeds.refuseVoid, supervisor),
  act('reopen', deeds.reopen, coordinator),
  act('reclassify', deeds.reclassify, supervisor),
  act('unlink_recurrence', deeds.unlinkRecurrence, coordinator),
  act('urge', deeds.urge, coordinator),
  act('supervise', deeds.supervise, supervisor),
  act('reply_supervision', deeds.replySupervision, unitManager),
  act('cancel_supervision', deeds.cancelSupervision, supervisor),
  act('appeal', deeds.appeal, unitManager),
  act('decide_appeal approve, first', deeds.upholdAppeal, coordinator),
  act('decide_appeal approve, second', deeds.upholdAppeal, supervisor),
  act('decide_appeal refuse, first', deeds.refuseAppeal, coordinator),
  act('decide_appeal refuse, second', deeds.refuseAppeal, supervisor),
  act('comment', deeds.comment, coordinator),
  act('attach', deeds.attach, coordinator),
  act('callback', deeds.callback, coordinator),
  act('approve_self_handled', deeds.approveSelfHandled, coordinator),
  act('reject_self_handled', deeds.rejectSelfHandled, coordinator),
  act('clock.warn', { type: 'clock.warn' }, TIMER),
  act('clock.overdue', { type: 'clock.overdue' }, TIMER),
  act('clock.yellow', { type: 'clock.yellow' }, TIMER),
  act('clock.red', { type: 'clock.red' }, TIMER),
  act('stage.warn', { type: 'stage.warn' }, TIMER),
  act('stage.overdue', { type: 'stage.overdue' }, TIMER),
  act('stage.raise', { type: 'stage.raise' }, TIMER),
  act('supervision.unanswered', { type: 'supervision.unanswered' }, TIMER),
  act('suspension.ending', { type: 'suspension.ending' }, TIMER),
]
