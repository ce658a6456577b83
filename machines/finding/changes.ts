import { type Assignment, DRAFT, type FindingContext, type PhotoRole } from './context.ts'
import type { FindingEvent, FindingEventOf, FindingEventType, Route, StageName } from './events.ts'
import { checksByPhoto, isTooNear, reportingRole } from './rules.ts'

/*
 * What a finding remembers of each step. Every function takes the context before and the event, and gives what
 * changes; `at` is kept by the machine for all of them.
 */

type Changes = Partial<FindingContext>
type Change<Type extends FindingEventType> = (context: FindingContext, event: FindingEventOf<Type>) => Changes

const assignmentOf = (context: FindingContext): Assignment => {
  if (!context.assignment) throw new TypeError(`finding ${context.id} has no assignment`)
  return context.assignment
}

const stage = (name: StageName, event: FindingEvent): Changes => {
  const dueAt = event.plan?.stageDueAt
  if (dueAt === undefined) throw new TypeError(`${event.type} came without a due date for stage ${name}`)
  return { stage: { name, startAt: event.at, dueAt, ...stageMarks(event) } }
}

/** A journal of machine version 1 brings no marks, and leaves none. */
const stageMarks = ({ plan }: FindingEvent): { warnAt: number; raiseAt: number } | object =>
  plan?.stageWarnAt === undefined || plan.stageRaiseAt === undefined
    ? {}
    : { warnAt: plan.stageWarnAt, raiseAt: plan.stageRaiseAt }

const replyDue = ({ plan }: FindingEvent): { replyDueAt: number } | object =>
  plan?.replyDueAt === undefined ? {} : { replyDueAt: plan.replyDueAt }

const handleStage = ({ startAt, dueAt }: Pick<Assignment, 'startAt' | 'dueAt'>): Changes => ({
  stage: { name: 'handle', startAt, dueAt },
})

type Pictured = {
  readonly photoIds?: readonly string[]
  readonly photoReused?: boolean
  readonly photoOdd?: readonly string[]
}

const withPhotos = (
  context: FindingContext,
  { photoIds, photoReused, photoOdd = [] }: Pictured,
  role: PhotoRole,
): Changes =>
  photoIds?.length
    ? {
        photos: [...context.photos, ...photoIds.map(id => [id, role] as const)],
        ...withFlags(context, photoReused ? ['photo_reused', ...photoOdd] : photoOdd),
      }
    : {}

const withFlags = ({ flags }: FindingContext, raised: readonly string[]): Changes => {
  const fresh = raised.filter(flag => !flags.includes(flag))
  return fresh.length === 0 ? {} : { flags: [...flags, ...fresh] }
}

const clockOf = (event: FindingEvent) => {
  const clock = event.plan?.clock
  if (!clock) throw new TypeError(`${event.type} came without the marks of the handling clock`)
  return clock
}

const reasons = (context: FindingContext, event: FindingEvent): Changes =>
  event.plan?.why ? { why: [...context.why, ...event.plan.why] } : {}

/**
 * Judges the running due date at the moment when it ends or changes. After it, the unit is late even when no sweep had
 * yet said so. At it, the unit is in time even when the timer has rung in that very millisecond (domain.md 9.1).
 */
const judged = (assignment: Assignment, at: number): Assignment => {
  const { dueAt, handledAt, pausedAt, wasOverdue, overdueDueAt } = assignment
  if (handledAt !== null || pausedAt !== null) return assignment
  if (at > dueAt) return wasOverdue ? assignment : { ...assignment, wasOverdue: true, overdueDueAt: dueAt }
  return overdueDueAt === dueAt ? { ...assignment, wasOverdue: false, overdueDueAt: null } : assignment
}

const dispatchTo = (context: FindingContext, event: FindingEvent, route: Route, final: boolean): Changes => {
  const clock = clockOf(event)
  return {
    assignment: {
      ...route,
      limit: context.standard.limit,
      final,
      handlerId: null,
      dispatchedAt: event.at,
      receivedAt: null,
      handledAt: null,
      rectifiedBy: null,
      ...clock,
      returnUntil: event.plan?.returnUntil ?? event.at,
      wasOverdue: false,
      overdueDueAt: null,
      exempt: false,
      pausedAt: null,
      remainingMs: null,
      suspendedOnce: false,
      resumedAt: null,
      resumeBy: null,
    },
    firstDispatchedAt: context.firstDispatchedAt ?? event.at,
    why: event.plan?.why ?? [],
    ...stage('receive', event),
  }
}

/** Rework and reopening continue the old clock with at least the least rework time (domain.md F21). */
const workAgain = (context: FindingContext, event: FindingEvent): Changes => {
  const clock = clockOf(event)
  return {
    assignment: {
      ...assignmentOf(context),
      ...clock,
      handledAt: null,
      rectifiedBy: null,
      pausedAt: null,
      remainingMs: null,
      resumeBy: null,
    },
    check: null,
    ...handleStage(clock),
    ...reasons(context, event),
  }
}

/** An end stops a clock that still runs, so that it has to be judged. */
const ended = ({ assignment }: FindingContext, { at }: FindingEvent): Changes => ({
  assignment: assignment && judged(assignment, at),
  endedAt: at,
  stage: null,
  extension: null,
  suspension: null,
  voiding: null,
})

export const report: Change<'report'> = (_, e) => ({
  ...DRAFT,
  id: e.id,
  communityId: e.communityId,
  timeZone: e.timeZone,
  policy: e.policy,
  source: e.source,
  patrolId: e.patrolId,
  placeId: e.placeId,
  countedPlaces: e.countedPlaces,
  standard: {
    categoryCode: e.categoryCode,
    severity: e.severity,
    limit: e.limit,
    stageLimits: e.stageLimits,
  },
  severity: e.severity,
  reporter: {
    id: e.actor.id,
    role: reportingRole(e.actor),
    affiliation: e.actor.affiliation,
    unitId: e.actor.unitId,
  },
  observedAt: e.observedAt,
  reportedAt: e.at,
  photos: [
    ...e.photoIds.map(id => [id, 'before'] as const),
    ...(e.fixed?.photoIds ?? []).map(id => [id, 'after'] as const),
  ],
  flags: e.flags,
  ...(e.earlierFix ? { earlierFix: e.earlierFix } : {}),
  ...stage('triage', e),
})

export const register: Change<'register'> = (c, e) => ({
  registeredAt: c.registeredAt ?? e.at,
  triagedAt: c.triagedAt ?? e.at,
  ...stage('dispatch', e),
})
export const reject: Change<'reject'> = (c, e) => ({
  ...ended(c, e),
  rejectReason: e.reason,
  triagedAt: c.triagedAt ?? e.at,
})
export const withdraw: Change<'withdraw'> = (c, e) => ({
  ...ended(c, e),
  rejectReason: 'withdrawn',
  triagedAt: c.triagedAt ?? e.at,
})
export const requestVerify: Change<'request_verify'> = (_, e) => ({
  verifierId: e.verifierId ?? null,
  verifyResult: null,
  ...stage('verify', e),
})
export const verifyResult: Change<'verify_result'> = (c, e) => ({
  verifyResult: e.result,
  ...withPhotos(c, e, 'check'),
  ...stage('triage', e),
})
export const merge: Change<'merge'> = (c, e) => ({
  ...ended(c, e),
  mergedInto: e.intoId,
  triagedAt: c.triagedAt ?? e.at,
})
export const dispatch: Change<'dispatch'> = (c, e) => dispatchTo(c, e, e.route, false)
export const dispatchFinal: Change<'dispatch_final'> = (c, e) => dispatchTo(c, e, e.route, true)
export const receive: Change<'receive'> = (c, e) => {
  const assignment = { ...assignmentOf(c), receivedAt: e.at }
  return { assignment, ...handleStage(assignment) }
}
export const assignHandler: Change<'assign_handler'> = (c, e) => ({
  assignment: { ...assignmentOf(c), handlerId: e.handlerId },
})
export const returnToDesk: Change<'return'> = (c, e) => ({
  assignment: null,
  returns: [...c.returns, { unitId: assignmentOf(c).unitId, at: e.at }],
  counts: { ...c.counts, return: c.counts.return + 1 },
  extension: null,
  suspension: null,
  why: [],
  ...stage('dispatch', e),
})
export const applyExtension: Change<'apply_extension'> = (_, e) => ({
  extension: { by: e.actor.id, at: e.at, amountMs: e.amountMs, basis: e.basis },
})
export const grantExtension: Change<'decide_extension'> = (c, e) => {
  const clock = clockOf(e)
  return {
    extension: null,
    counts: { ...c.counts, extension: c.counts.extension + 1 },
    assignment: { ...judged(assignmentOf(c), e.at), ...clock },
    ...(c.stage?.name === 'handle' ? handleStage(clock) : {}),
    ...reasons(c, e),
  }
}
export const refuseExtension: Change<'decide_extension'> = () => ({ extension: null })
export const applySuspension: Change<'apply_suspension'> = (_, e) => ({
  suspension: { by: e.actor.id, at: e.at, reason: e.reason, resumeBy: e.resumeBy },
})
export const grantSuspension: Change<'decide_suspension'> = (c, e) => {
  const assignment = judged(assignmentOf(c), e.at)
  return {
    suspension: null,
    assignment: {
      ...assignment,
      receivedAt: assignment.receivedAt ?? e.at,
      pausedAt: e.at,
      remainingMs: e.plan?.remainingMs ?? 0,
      suspendedOnce: true,
      resumeBy: c.suspension?.resumeBy ?? e.at,
      ...(e.plan?.endingAt === undefined ? {} : { endingAt: e.plan.endingAt }),
    },
    stage: null,
  }
}
export const refuseSuspension: Change<'decide_suspension'> = () => ({ suspension: null })
export const resume: Change<'resume'> = (c, e) => {
  const clock = clockOf(e)
  return {
    assignment: {
      ...assignmentOf(c),
      ...clock,
      pausedAt: null,
      remainingMs: null,
      resumedAt: e.at,
      resumeBy: null,
    },
    ...handleStage(clock),
    ...reasons(c, e),
  }
}
export const rectify: Change<'rectify'> = (c, e) => {
  return {
    assignment: {
      ...judged(assignmentOf(c), e.at),
      handledAt: e.at,
      rectifiedBy: { id: e.actor.id, unitId: e.actor.unitId },
    },
    check: null,
    extension: null,
    suspension: null,
    voiding: null,
    ...withPhotos(c, e, 'after'),
    ...stage('check', e),
  }
}
export const check: Change<'check'> = (c, e) => {
  const pictured = withPhotos(c, e, 'check')
  const byPhoto = checksByPhoto(c, e.actor) && isTooNear(c, e.actor)
  return {
    check: { result: e.result, at: e.at, by: e.actor.id },
    ...pictured,
    ...(byPhoto ? withFlags({ ...c, ...pictured }, ['checked_by_photo']) : {}),
    ...(e.result === 'pass' ? stage('close', e) : {}),
  }
}
export const rework: Change<'rework'> = (c, e) => ({
  ...workAgain(c, e),
  counts: { ...c.counts, rework: c.counts.rework + 1 },
})
export const close: Change<'close'> = (c, e) => ({
  ...ended(c, e),
  closeKind: 'normal',
  appealUntil: e.plan?.appealUntil ?? null,
})
export const forceClose: Change<'force_close'> = (c, e) => ({
  ...ended(c, e),
  closeKind: 'forced',
  appealUntil: e.plan?.appealUntil ?? null,
  ...withPhotos(c, e, 'check'),
})
export const proposeVoid: Change<'propose_void'> = (_, e) => ({ voiding: { by: e.actor.id, at: e.at } })
export const makeVoid: Change<'decide_void'> = ended
export const refuseVoid: Change<'decide_void'> = () => ({ voiding: null })
export const reopen: Change<'reopen'> = (c, e) => ({
  ...workAgain(c, e),
  endedAt: null,
  closeKind: null,
  appealUntil: null,
  // Once per case: a decided appeal stays, one that nobody decided may be made again.
  appeal: c.appeal?.state === 'approved' || c.appeal?.state === 'refused' ? c.appeal : null,
  callback: null,
  counts: { ...c.counts, rework: c.counts.rework + 1, reopen: c.counts.reopen + 1 },
})
/* Another category makes another spot of the same place. What never knew of a fix does not begin to. */
const fixBefore: Change<'reclassify'> = (c, { earlierFix }) =>
  earlierFix ? { earlierFix } : c.earlierFix ? { earlierFix: null } : {}
export const unlinkRecurrence: Change<'unlink_recurrence'> = () => ({ earlierFix: null })
export const reclassify: Change<'reclassify'> = (c, e) => {
  const { standard, plan } = e
  const changed: Changes = { standard, severity: standard.severity, ...fixBefore(c, e) }
  const stageDueAt = plan?.stageDueAt
  const recounted: Changes =
    c.stage && stageDueAt !== undefined ? { stage: { ...c.stage, dueAt: stageDueAt, ...stageMarks(e) } } : {}
  // Before dispatch there is no unit yet; after the hand-in it has been judged by the limit that it was given.
  if (!c.assignment || c.assignment.handledAt !== null) return { ...changed, ...recounted }
  if (c.assignment.pausedAt !== null)
    return {
      ...changed,
      assignment: {
        ...c.assignment,
        limit: standard.limit,
        remainingMs: plan?.remainingMs ?? c.assignment.remainingMs,
      },
    }
  const clock = clockOf(e)
  return {
    ...changed,
    assignment: { ...judged(c.assignment, e.at), limit: standard.limit, ...clock },
    extension: null,
    ...(c.stage?.name === 'handle' ? handleStage(clock) : recounted),
    why: plan?.why ?? c.why,
  }
}
export const urge: Change<'urge'> = (c, e) => ({
  counts: { ...c.counts, urge: c.counts.urge + 1 },
  ...(e.actor.id === c.reporter.id ? { urgedByReporterAt: e.at } : {}),
})
export const supervise: Change<'supervise'> = (_, e) => ({
  supervision: { level: e.level, at: e.at, by: e.actor.id, repliedAt: null, ...replyDue(e) },
})
export const replySupervision: Change<'reply_supervision'> = (c, e) => ({
  supervision: c.supervision && { ...c.supervision, repliedAt: e.at },
})
export const cancelSupervision: Change<'cancel_supervision'> = () => ({ supervision: null })
export const appeal: Change<'appeal'> = (_, e) => ({ appeal: { at: e.at, state: 'pending', firstBy: null } })
export const approveAppeal: Change<'decide_appeal'> = (c, e) =>
  c.appeal?.state === 'pending'
    ? { appeal: { at: c.appeal.at, state: 'first_approved', firstBy: e.actor.id } }
    : {
        appeal: c.appeal && { ...c.appeal, state: 'approved' },
        assignment: { ...assignmentOf(c), exempt: true },
      }
export const refuseAppeal: Change<'decide_appeal'> = c => ({
  appeal: c.appeal && { ...c.appeal, state: 'refused' },
})
export const comment: Change<'comment'> = (c, e) => withPhotos(c, e, 'comment')
export const attach: Change<'attach'> = (c, e) => withPhotos(c, e, 'comment')
export const callback: Change<'callback'> = (_, e) => ({
  callback: {
    at: e.at,
    contacted: e.contacted,
    solved: e.solved ?? null,
    satisfaction: e.satisfaction ?? null,
  },
})
export const approveSelfHandled: Change<'approve_self_handled'> = (c, e) => ({
  ...ended(c, e),
  closeKind: 'self_handled',
})
export const rejectSelfHandled: Change<'reject_self_handled'> = (_, e) => stage('triage', e)
export const overdue: Change<'clock.overdue'> = c => {
  const assignment = assignmentOf(c)
  return {
    assignment: {
      ...assignment,
      wasOverdue: true,
      overdueDueAt: assignment.overdueDueAt ?? assignment.dueAt,
    },
  }
}
const card =
  (level: 'yellow' | 'red') =>
  (c: FindingContext, e: FindingEvent): Changes =>
    c.supervision?.level === 'red'
      ? {}
      : { supervision: { level, at: e.at, by: null, repliedAt: null, ...replyDue(e) } }
export const yellowCard = card('yellow')
export const redCard = card('red')
