import type { Actor, Role } from '../people.ts'
import { type Assignment, type FindingContext, isPublic } from './context.ts'
import type { FindingEvent, FindingEventOf, FindingEventType, Occasion } from './events.ts'
import type { FindingState } from './states.ts'

/*
 * Who may take which step, and under which conditions: domain.md 8.4 decides who, 8.1 decides when and with what.
 * The statechart beside this page asks `refusalOf` in every guard, so a rule stands once.
 */

/** Why a step is refused: the caller's role, or a condition. */
export interface Refusal {
  readonly kind: 'role' | 'guard'
  /** Dotted code of the error catalogue, such as `finding.own_work`. */
  readonly code: string
}

type Check<E> = readonly [code: string, holds: (context: FindingContext, event: E) => boolean]
/** What a check of the actor may look at: it must be answerable before the form is filled in. */
type Probe = Pick<Occasion, 'at' | 'actor'>

interface Rule<E> {
  readonly roles: readonly Role[] | ((state: FindingState) => readonly Role[])
  /** Roles that may only with a reason (`waive`): on behalf of somebody else. */
  readonly onBehalf?: readonly Role[]
  /** Whoever reported the finding may too, in one of these roles. */
  readonly reporter?: readonly Role[]
  readonly system?: 'rule' | 'timer'
  /** Fields a form has to ask for. */
  readonly requires: readonly string[]
  readonly actor?: readonly Check<Probe>[]
  readonly payload?: readonly Check<E>[]
}

type Rules = { readonly [Type in FindingEventType]: Rule<FindingEventOf<Type>> }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DESK = ['coordinator', 'supervisor'] as const
const UNIT = ['handler', 'unit_manager'] as const
/** Roles in which somebody reports, the one that counts first. */
const REPORTERS = ['patroller', 'coordinator', 'supervisor', 'unit_manager', 'handler', 'resident'] as const
/** What 8.4 calls `own`: who lives here or walks here may ask what became of their report. */
const NEIGHBOURS = ['patroller', 'resident'] as const
/** Skew of a phone's clock that is accepted and flagged (domain.md 8.2). */
export const CLOCK_SKEW_MS = 10 * 60_000
const REOPEN_MS = 7 * DAY

const assigned = (context: FindingContext): Assignment => {
  if (!context.assignment)
    throw new TypeError(`finding ${context.id} has no assignment in a state that needs one`)
  return context.assignment
}
const isReporter = (context: FindingContext, actor: Actor): boolean =>
  actor.id !== null && actor.id === context.reporter.id
const isUrgent = (context: FindingContext): boolean => context.severity === 'S1' || context.severity === 'S2'
const inTime: Check<Probe> = ['finding.already_overdue', (c, e) => e.at <= assigned(c).dueAt]
const photo: Check<{ readonly photoIds?: readonly string[] }> = [
  'finding.evidence_missing',
  (_, e) => (e.photoIds?.length ?? 0) > 0,
]
const interim: Check<{ readonly interimMeasure?: string }> = [
  'finding.interim_measure_missing',
  (c, e) => !isUrgent(c) || e.interimMeasure !== undefined,
]
const open = (application: unknown): boolean => application !== null

/** In a community too small for four eyes the coordinator may check S4 by photo (domain.md, Decision 3). */
export function checksByPhoto(context: FindingContext, actor: Actor): boolean {
  return !context.policy.independentCheck && context.severity === 'S4' && actor.roles.includes('coordinator')
}

/** Who handed it in, and who was to do it when somebody else handed it in. */
const handledBySelf = (c: FindingContext, actor: Actor): boolean => {
  const { rectifiedBy, handlerId } = assigned(c)
  return actor.id !== null && (actor.id === rectifiedBy?.id || actor.id === handlerId)
}

const ofSameOrganisation = (c: FindingContext, actor: Actor): boolean => {
  const { unitId, unitKind, rectifiedBy } = assigned(c)
  const units = [unitId, rectifiedBy?.unitId]
  return (actor.unitId !== null && units.includes(actor.unitId)) || actor.affiliation === unitKind
}

/** Whether somebody would be checking their own work, or their own organisation's (domain.md, Decision 3). */
export function isTooNear(context: FindingContext, actor: Actor): boolean {
  return handledBySelf(context, actor) || ofSameOrganisation(context, actor)
}

/** A reason counts only from those who may waive: a unit does not excuse itself. */
const waivedByDesk = (e: Occasion): boolean =>
  e.waive !== undefined && e.actor.roles.some(role => (DESK as readonly Role[]).includes(role))

export const FINDING_RULES: Rules = {
  report: {
    roles: REPORTERS,
    requires: ['categoryCode', 'description'],
    payload: [
      ['finding.category_inactive', (_, e) => e.categoryActive],
      ['finding.location_missing', (_, e) => e.located],
      ['finding.observed_in_future', (_, e) => e.observedAt <= e.at + CLOCK_SKEW_MS],
      ['finding.fix_not_by_patroller', (_, e) => e.fixed === null || e.actor.roles.includes('patroller')],
      ['finding.not_on_the_spot', (_, e) => e.fixed === null || e.onTheSpot],
      [
        'finding.evidence_missing',
        (_, e) => {
          const needed = e.fixed !== null || (e.policy.beforePhoto && e.actor.roles.includes('patroller'))
          return (!needed || e.photoIds.length > 0) && (e.fixed === null || e.fixed.photoIds.length > 0)
        },
      ],
    ],
  },
  register: {
    roles: DESK,
    system: 'rule',
    requires: [],
    payload: [
      [
        'finding.verification_missing',
        (c, e) =>
          e.waive !== undefined ||
          (isPublic(c.source) ? c.verifyResult === 'exists' : c.verifyResult !== 'not_exists'),
      ],
    ],
  },
  reject: { roles: DESK, requires: ['reason'] },
  withdraw: { roles: [], reporter: REPORTERS, requires: [] },
  request_verify: {
    roles: DESK,
    requires: [],
    payload: [['finding.own_report', (c, e) => e.verifierId === undefined || e.verifierId !== c.reporter.id]],
  },
  verify_result: {
    roles: ['patroller', ...DESK],
    requires: ['result'],
    actor: [
      ['finding.own_report', (c, e) => !isReporter(c, e.actor)],
      ['finding.not_the_verifier', (c, e) => c.verifierId === null || c.verifierId === e.actor.id],
    ],
    payload: [['finding.evidence_missing', (_, e) => e.result !== 'exists' || (e.photoIds?.length ?? 0) > 0]],
  },
  merge: {
    roles: DESK,
    requires: ['intoId', 'reason'],
    payload: [
      [
        'finding.merge_target_invalid',
        (c, e) => e.intoId !== c.id && !['closed', 'rejected', 'merged', 'void'].includes(e.intoState),
      ],
    ],
  },
  dispatch: {
    roles: DESK,
    system: 'rule',
    requires: ['unitId'],
    payload: [
      ['finding.unit_inactive', (_, e) => e.active],
      ['finding.unit_not_competent', (_, e) => e.competent || e.waive !== undefined],
    ],
  },
  dispatch_final: {
    roles: ['supervisor'],
    requires: ['unitId', 'reason'],
    actor: [['finding.no_disputed_return', c => c.returns.length > 0]],
    payload: [['finding.unit_inactive', (_, e) => e.active]],
  },
  receive: { roles: UNIT, requires: [] },
  assign_handler: {
    roles: ['unit_manager'],
    requires: ['handlerId'],
    payload: [['finding.handler_not_of_unit', (c, e) => e.handlerUnitId === assigned(c).unitId]],
  },
  return: {
    roles: ['unit_manager'],
    requires: ['reason', 'note'],
    actor: [
      ['finding.final_dispatch', c => !assigned(c).final],
      ['finding.already_returned', c => !c.returns.some(r => r.unitId === assigned(c).unitId)],
      ['finding.return_window_closed', (c, e) => e.at <= assigned(c).returnUntil],
    ],
  },
  apply_extension: {
    roles: ['unit_manager'],
    requires: ['duration', 'reason'],
    actor: [
      inTime,
      ['finding.application_pending', c => !open(c.extension)],
      ['finding.extension_limit', c => c.counts.extension < 2],
    ],
    payload: [
      ['finding.extension_basis', (c, e) => e.basis === assigned(c).limit.basis],
      ['finding.extension_too_long', (c, e) => e.amountMs <= assigned(c).limit.ms],
      interim,
    ],
  },
  decide_extension: {
    roles: DESK,
    requires: ['approve'],
    actor: [
      ['finding.no_application', c => open(c.extension)],
      ['finding.application_expired', (c, e) => e.at <= assigned(c).dueAt],
    ],
  },
  apply_suspension: {
    roles: ['unit_manager'],
    requires: ['reason', 'resumeBy'],
    actor: [
      inTime,
      // One whose end has gone by undecided can no longer be granted, so it does not stand in the way.
      ['finding.application_pending', (c, e) => c.suspension === null || e.at > c.suspension.resumeBy],
      ['finding.suspended_before', c => !assigned(c).suspendedOnce],
    ],
    payload: [
      ['finding.resume_by_invalid', (_, e) => e.resumeBy > e.at && e.resumeBy <= e.at + 365 * DAY],
      interim,
    ],
  },
  decide_suspension: {
    roles: ['supervisor'],
    requires: ['approve'],
    actor: [
      ['finding.no_application', c => open(c.suspension)],
      [
        'finding.application_expired',
        (c, e) => e.at <= Math.min(assigned(c).dueAt, c.suspension?.resumeBy ?? 0),
      ],
    ],
  },
  resume: { roles: ['unit_manager', ...DESK], system: 'timer', requires: [] },
  rectify: {
    roles: UNIT,
    onBehalf: DESK,
    requires: ['photoIds', 'note'],
    payload: [['finding.evidence_missing', (_, e) => waivedByDesk(e) || (e.photoIds?.length ?? 0) > 0]],
  },
  check: {
    roles: ['patroller', ...DESK],
    requires: ['result'],
    actor: [
      ['finding.own_work', (c, e) => !handledBySelf(c, e.actor) || checksByPhoto(c, e.actor)],
      ['finding.same_organisation', (c, e) => !ofSameOrganisation(c, e.actor) || checksByPhoto(c, e.actor)],
    ],
    payload: [['finding.evidence_missing', (_, e) => e.result !== 'fail' || (e.photoIds?.length ?? 0) > 0]],
  },
  rework: { roles: DESK, system: 'rule', requires: ['reason'] },
  close: {
    roles: DESK,
    system: 'rule',
    requires: [],
    actor: [['finding.own_work', (c, e) => !handledBySelf(c, e.actor)]],
    payload: [
      [
        'finding.check_missing',
        (c, e) =>
          c.check?.result === 'pass' ||
          (c.severity === 'S4' && e.waive !== undefined && c.check?.result !== 'fail'),
      ],
    ],
  },
  force_close: { roles: ['supervisor'], requires: ['reason', 'photoIds'], payload: [photo] },
  propose_void: {
    roles: DESK,
    requires: ['reason'],
    actor: [['finding.application_pending', c => !open(c.voiding)]],
  },
  decide_void: {
    roles: ['supervisor'],
    requires: ['approve'],
    actor: [
      ['finding.no_application', c => open(c.voiding)],
      ['finding.own_proposal', (c, e) => c.voiding?.by !== e.actor.id],
    ],
  },
  reopen: {
    roles: DESK,
    // After a cross re-check that found it undone.
    system: 'rule',
    requires: ['reason'],
    actor: [
      ['finding.never_dispatched', c => c.assignment !== null && c.closeKind !== 'self_handled'],
      ['finding.reopen_window_closed', (c, e) => e.at <= (c.endedAt ?? 0) + REOPEN_MS],
    ],
  },
  reclassify: {
    roles: state => (['reported', 'verifying', 'registered'].includes(state) ? DESK : ['supervisor']),
    requires: ['categoryCode', 'reason'],
    payload: [['finding.category_inactive', (_, e) => e.categoryActive]],
  },
  unlink_recurrence: {
    roles: DESK,
    requires: ['reason'],
    actor: [['finding.no_recurrence', c => c.earlierFix != null]],
  },
  urge: {
    roles: DESK,
    reporter: NEIGHBOURS,
    requires: [],
    actor: [
      [
        'finding.urged_recently',
        (c, e) =>
          !isReporter(c, e.actor) || c.urgedByReporterAt === null || e.at >= c.urgedByReporterAt + DAY,
      ],
    ],
  },
  supervise: { roles: ['supervisor'], requires: ['level', 'note'] },
  reply_supervision: {
    roles: ['unit_manager'],
    requires: ['note'],
    actor: [['finding.not_supervised', c => c.supervision !== null]],
  },
  cancel_supervision: {
    roles: ['supervisor'],
    requires: ['note'],
    actor: [['finding.not_supervised', c => c.supervision !== null]],
  },
  appeal: {
    roles: ['unit_manager'],
    requires: ['reason'],
    actor: [
      ['finding.not_overdue', c => c.assignment?.wasOverdue === true],
      ['finding.appealed_before', c => c.appeal === null],
      ['finding.appeal_window_closed', (c, e) => c.appealUntil !== null && e.at <= c.appealUntil],
    ],
  },
  decide_appeal: {
    roles: DESK,
    requires: ['approve'],
    actor: [
      ['finding.no_application', c => c.appeal?.state === 'pending' || c.appeal?.state === 'first_approved'],
      [
        'finding.appeal_order',
        (c, e) => e.actor.roles.includes(c.appeal?.state === 'pending' ? 'coordinator' : 'supervisor'),
      ],
      ['finding.own_proposal', (c, e) => c.appeal?.firstBy === null || c.appeal?.firstBy !== e.actor.id],
    ],
  },
  comment: { roles: [...UNIT, ...DESK], reporter: REPORTERS, requires: ['text'] },
  attach: { roles: [...UNIT, ...DESK], reporter: REPORTERS, requires: ['photoIds'], payload: [photo] },
  callback: { roles: DESK, reporter: NEIGHBOURS, requires: ['contacted'] },
  approve_self_handled: {
    roles: DESK,
    requires: [],
    actor: [['finding.own_work', (c, e) => !isReporter(c, e.actor)]],
  },
  reject_self_handled: { roles: DESK, requires: ['reason'] },
  'clock.warn': { roles: [], system: 'timer', requires: [] },
  'clock.overdue': { roles: [], system: 'timer', requires: [] },
  'clock.yellow': { roles: [], system: 'timer', requires: [] },
  'clock.red': { roles: [], system: 'timer', requires: [] },
  'stage.warn': { roles: [], system: 'timer', requires: [] },
  'stage.overdue': { roles: [], system: 'timer', requires: [] },
  'stage.raise': { roles: [], system: 'timer', requires: [] },
  'supervision.unanswered': { roles: [], system: 'timer', requires: [] },
  'suspension.ending': { roles: [], system: 'timer', requires: [] },
}

/**
 * In which role an actor takes a step: the first of the rule's roles that the actor holds here, `null` when none.
 * `handler` and `unit_manager` count for findings of their own unit only.
 */
export function actingRole(
  type: FindingEventType,
  context: FindingContext,
  state: FindingState,
  actor: Actor,
  waived: boolean,
): Role | 'system' | null {
  const rule: Rule<never> = FINDING_RULES[type]
  if (actor.system) return rule.system === actor.system ? 'system' : null
  const roles = typeof rule.roles === 'function' ? rule.roles(state) : rule.roles
  const holds = (role: Role): boolean =>
    actor.roles.includes(role) &&
    (type === 'report' ||
      !(UNIT as readonly Role[]).includes(role) ||
      context.assignment?.unitId === actor.unitId)
  const role = roles.find(holds) ?? (waived ? rule.onBehalf?.find(holds) : undefined)
  if (role) return role
  if (!rule.reporter || !isReporter(context, actor)) return null
  // A report may be made where one holds no role: then the role counts in which it was made.
  const held = actor.roles.length > 0 ? actor.roles : [context.reporter.role ?? 'resident']
  return rule.reporter.find(one => held.includes(one)) ?? null
}

/** The role in which somebody reports: the first that may, whatever else they are. */
export function reportingRole(actor: Actor): Role | null {
  return REPORTERS.find(role => actor.roles.includes(role)) ?? null
}

/** Why this event is refused in this state, or `null`. The state's own transitions are the statechart's business. */
export function refusalOf(context: FindingContext, state: FindingState, event: FindingEvent): Refusal | null {
  const rule = FINDING_RULES[event.type] as Rule<FindingEvent>
  if (actingRole(event.type, context, state, event.actor, event.waive !== undefined) === null)
    return { kind: 'role', code: 'finding.role_forbidden' }
  for (const [code, holds] of rule.actor ?? []) if (!holds(context, event)) return { kind: 'guard', code }
  for (const [code, holds] of rule.payload ?? []) if (!holds(context, event)) return { kind: 'guard', code }
  return null
}

/** What this actor may do next among the given events, with the fields each one asks for. */
export function allowedOf(
  types: readonly FindingEventType[],
  context: FindingContext,
  state: FindingState,
  probe: Probe,
): { type: FindingEventType; requires: string[] }[] {
  const allowed: { type: FindingEventType; requires: string[] }[] = []
  for (const type of types) {
    const rule = FINDING_RULES[type] as Rule<Probe>
    const role = actingRole(type, context, state, probe.actor, true)
    if (role === null || role === 'system') continue
    if ((rule.actor ?? []).some(([, holds]) => !holds(context, probe))) continue
    const onBehalf = actingRole(type, context, state, probe.actor, false) === null
    allowed.push({ type, requires: onBehalf ? [...rule.requires, 'waive'] : [...rule.requires] })
  }
  return allowed
}
