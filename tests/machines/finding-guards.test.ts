import { describe, expect, it } from 'vitest'
import type { FindingContext } from '../../machines/finding/context.ts'
import type { Report, Severity } from '../../machines/finding/events.ts'
import { CLOCK_SKEW_MS, FINDING_RULES, refusalOf } from '../../machines/finding/rules.ts'
import type { Actor } from '../../machines/people.ts'
import {
  applySuspension,
  attempt,
  CHINA,
  CLEANING,
  checker,
  cleaningManager,
  closed,
  coordinator,
  type Deed,
  day24,
  deeds,
  dispatched,
  eventOf,
  findingIn,
  follow,
  handler,
  hour,
  inProgress,
  MINOR,
  MONDAY,
  member,
  minute,
  moment,
  NOTHING,
  PROPERTY,
  patroller,
  rectified,
  reported,
  reportOf,
  resident,
  type Situation,
  selfHandled,
  show,
  supervisor,
  suspended,
  take,
  URGENT,
  unitManager,
  workingDay,
} from './support-finding.ts'

/*
 * Every condition of the rules, once where it refuses and once where it lets pass, at the edge wherever there is one.
 */

/** Something that is tried: on which finding, what, by whom, and when (a minute after the last step). */
interface Try {
  readonly on: Situation
  readonly deed: Deed
  readonly by: Actor
  readonly at?: number | string
}
type Tries = Readonly<Record<string, () => Try>>
interface Condition {
  readonly refuses: Tries
  readonly passes: Tries
}

const whenOf = ({ at, on }: Try): number =>
  typeof at === 'string' ? moment(at) : (at ?? Math.max(on.context.at, MONDAY) + minute)

/** The code it is refused with, or `accepted`; the machine and the rules have to agree. */
function outcomeOf(each: Try): string {
  const at = whenOf(each)
  const refusal = refusalOf(each.on.context, each.on.value.work, eventOf(each.on, each.deed, each.by, at))
  const { outcome } = attempt(each.on, each.deed, each.by, at)
  expect(outcome).toBe(refusal === null ? 'accepted' : 'refused')
  return refusal?.code ?? 'accepted'
}

// How things are tried.

const reporting =
  (more: Partial<Report>, by: Actor = patroller, at: number = MONDAY) =>
  (): Try => ({ on: NOTHING, deed: reportOf(more), by, at })
const trying = (on: () => Situation, deed: Deed, by: Actor, at?: number | string) => (): Try => ({
  on: on(),
  deed,
  by,
  ...(at === undefined ? {} : { at }),
})
const knows = (on: () => Situation, facts: Partial<FindingContext>) => (): Situation => {
  const { value, context } = on()
  return { value, context: { ...context, ...facts } }
}

const fixed = { photoIds: ['photo-after'], note: 'hash' }
const atDesk = () => findingIn('registered')
const onceReturned = () => follow(inProgress(), [deeds.return, unitManager])
const extensionPending = () => follow(inProgress(), [deeds.applyExtension, unitManager])
const extended = (times: number): Situation =>
  Array.from({ length: times }).reduce<Situation>(
    found => follow(found, [deeds.applyExtension, unitManager], [deeds.grantExtension, coordinator]),
    inProgress(),
  )
const suspensionPending = (resumeBy = MONDAY + 30 * day24) =>
  follow(inProgress(), [applySuspension(resumeBy), unitManager])
const voidProposed = (by: Actor = coordinator) => follow(inProgress(), [deeds.proposeVoid, by])
const recurred = () =>
  take(NOTHING, reportOf({ earlierFix: { of: 'earlier', closedAt: MONDAY - day24 } }), patroller, MONDAY)
const supervised = () => follow(inProgress(), [deeds.supervise, supervisor])
const closedAt = (handedIn: string, closing: string) =>
  follow(
    inProgress(),
    [deeds.rectify, handler, handedIn],
    [deeds.pass, checker, closing],
    [deeds.close, coordinator, closing],
  )
/** Due on Wednesday 09:00; handed in an hour later. */
const closedLate = () => closedAt('2025-10-15 10:00', '2025-10-15 11:00')
const closedInTime = () => closedAt('2025-10-14 10:00', '2025-10-15 11:00')
const appealed = () => follow(closedLate(), [deeds.appeal, unitManager])
const urgedByReporter = () => follow(inProgress(), [deeds.urge, patroller, '2025-10-13 10:00'])

const extension = (more: object): Deed => ({ ...deeds.applyExtension, ...more }) as Deed
const suspension = (resumeBy: number, more: object = {}): Deed =>
  ({ ...applySuspension(resumeBy, null), ...more }) as Deed
const verify = (more: object): Deed => ({ type: 'verify_result', result: 'exists', ...more }) as Deed
const inactive = { standard: MINOR, categoryActive: false, reason: 'hash' } as const

/** Due on Wednesday: the last moment in time, and the first one late. */
const DUE = moment('2025-10-15 09:00')
const LATE = DUE + 1

const publicly = (...verified: Deed[]) => {
  const found = reported({ source: 'resident' }, resident)
  return verified.reduce(
    (situation, deed) =>
      follow(situation, [{ type: 'request_verify', verifierId: 'checker' }, coordinator], [deed, checker]),
    found,
  )
}

const interim = (type: 'extension' | 'suspension'): Condition => {
  const asked = (severity: Severity, more: object = {}): (() => Try) =>
    trying(
      () => inProgress({ ...URGENT, severity }),
      type === 'extension'
        ? extension({ amountMs: hour, basis: 'continuous', ...more })
        : suspension(MONDAY + day24, more),
      unitManager,
    )
  return {
    refuses: {
      'S1 without an interim measure': asked('S1'),
      'S2 without an interim measure': asked('S2'),
    },
    passes: {
      'S1 with an interim measure': asked('S1', { interimMeasure: 'hash' }),
      'S2 with an interim measure': asked('S2', { interimMeasure: 'hash' }),
      'S3 needs none': asked('S3'),
    },
  }
}

const CONDITIONS: Readonly<Record<string, Condition>> = {
  // Reporting

  'report finding.category_inactive': {
    refuses: { 'a leaf that is out of use': reporting({ categoryActive: false }) },
    passes: { 'a leaf in use': reporting({}) },
  },
  'report finding.location_missing': {
    refuses: { 'somewhere in the estate': reporting({ located: false }) },
    passes: {
      'at a building, by coordinates or an address': reporting({ located: true, exactPlace: false }),
    },
  },
  'report finding.observed_in_future': {
    refuses: { 'a phone far ahead': reporting({ observedAt: MONDAY + CLOCK_SKEW_MS + 1 }) },
    passes: {
      'a phone ten minutes ahead': reporting({ observedAt: MONDAY + CLOCK_SKEW_MS }),
      'seen a week ago': reporting({ observedAt: MONDAY - 7 * day24 }),
    },
  },
  'report finding.fix_not_by_patroller': {
    refuses: {
      'fixed on the spot by a resident': reporting({ fixed }, resident),
      'fixed on the spot by a coordinator': reporting({ fixed }, coordinator),
    },
    passes: {
      'fixed on the spot by a patroller': reporting({ fixed }),
      'by a coordinator who is a patroller too': reporting(
        { fixed },
        member('both', ['coordinator', 'patroller']),
      ),
    },
  },
  'report finding.not_on_the_spot': {
    refuses: { 'a leaf that takes a firm to fix': reporting({ fixed, onTheSpot: false }) },
    passes: {
      'a leaf that a patroller can fix': reporting({ fixed, onTheSpot: true }),
      'only reported': reporting({ onTheSpot: false }),
    },
  },
  'report finding.evidence_missing': {
    refuses: {
      'a patroller without a photo': reporting({ photoIds: [] }),
      'fixed without a photo of before': reporting({ fixed, photoIds: [] }),
      'fixed without a photo of after': reporting({ fixed: { ...fixed, photoIds: [] } }),
      'fixed without a photo of before, where patrollers need none to report': reporting({
        fixed,
        photoIds: [],
        policy: { ...reportOf().policy, beforePhoto: false },
      }),
    },
    passes: {
      'a resident without a photo': reporting({ photoIds: [] }, resident),
      'a patroller where none is asked for': reporting({
        photoIds: [],
        policy: { ...reportOf().policy, beforePhoto: false },
      }),
      'fixed, before and after': reporting({ fixed }),
    },
  },

  // Verifying and registering

  'register finding.verification_missing': {
    refuses: {
      "a resident's report that nobody verified": trying(publicly, deeds.register, coordinator),
      'what does not exist': trying(
        () => publicly(verify({ result: 'not_exists' })),
        deeds.register,
        coordinator,
      ),
      'what could not be verified': trying(
        () => publicly(verify({ result: 'unable' })),
        deeds.register,
        coordinator,
      ),
      "a patroller's report that was found not to exist": trying(
        () =>
          follow(reported(), [deeds.requestVerify, coordinator], [verify({ result: 'not_exists' }), checker]),
        deeds.register,
        coordinator,
      ),
      'an Open311 request': trying(
        () => reported({ source: 'open311' }, resident),
        deeds.register,
        coordinator,
      ),
      'a message': trying(() => reported({ source: 'message' }, resident), deeds.register, coordinator),
    },
    passes: {
      "a resident's report that exists": trying(() => publicly(deeds.verified), deeds.register, coordinator),
      "a resident's report, waived with a reason": trying(
        publicly,
        { ...deeds.register, waive: 'hash' },
        coordinator,
      ),
      "a patroller's report": trying(reported, deeds.register, coordinator),
      'a report of the staff': trying(
        () => reported({ source: 'staff' }, coordinator),
        deeds.register,
        coordinator,
      ),
      'verified at the second attempt': trying(
        () => publicly(verify({ result: 'unable' }), deeds.verified),
        deeds.register,
        coordinator,
      ),
    },
  },
  'request_verify finding.own_report': {
    refuses: {
      'the reporter as verifier': trying(
        reported,
        { type: 'request_verify', verifierId: 'patroller' },
        coordinator,
      ),
    },
    passes: {
      'somebody else as verifier': trying(reported, deeds.requestVerify, coordinator),
      'whoever comes first': trying(reported, { type: 'request_verify' }, coordinator),
    },
  },
  'verify_result finding.own_report': {
    refuses: {
      'the reporter, where anybody may': trying(
        () => follow(reported(), [{ type: 'request_verify' }, coordinator]),
        deeds.verified,
        patroller,
      ),
    },
    passes: {
      'anybody else, where anybody may': trying(
        () => follow(reported(), [{ type: 'request_verify' }, coordinator]),
        deeds.verified,
        checker,
      ),
    },
  },
  'verify_result finding.not_the_verifier': {
    refuses: {
      'another patroller than was asked': trying(
        () => findingIn('verifying'),
        deeds.verified,
        member('other', ['patroller']),
      ),
      'not even the coordinator who asked': trying(() => findingIn('verifying'), deeds.verified, coordinator),
    },
    passes: { 'the patroller who was asked': trying(() => findingIn('verifying'), deeds.verified, checker) },
  },
  'verify_result finding.evidence_missing': {
    refuses: {
      'it exists, without a photo': trying(() => findingIn('verifying'), verify({}), checker),
      'it exists, with no photo in the list': trying(
        () => findingIn('verifying'),
        verify({ photoIds: [] }),
        checker,
      ),
    },
    passes: {
      'it exists, with a photo': trying(() => findingIn('verifying'), deeds.verified, checker),
      'it does not exist': trying(() => findingIn('verifying'), verify({ result: 'not_exists' }), checker),
    },
  },
  'merge finding.merge_target_invalid': {
    refuses: Object.fromEntries(
      [
        ...['closed', 'rejected', 'merged', 'void'].map(intoState => ['master', intoState] as const),
        ['finding', 'reported'] as const,
      ].map(([intoId, intoState]) => [
        intoId === 'finding' ? 'into itself' : `into one that is ${intoState}`,
        trying(reported, { ...deeds.merge, intoId, intoState }, coordinator),
      ]),
    ),
    passes: {
      'into one that is open': trying(reported, { ...deeds.merge, intoState: 'in_progress' }, coordinator),
    },
  },

  // Dispatch and return

  'dispatch finding.unit_inactive': {
    refuses: {
      'a unit that has left': trying(atDesk, { ...deeds.dispatch, active: false }, coordinator),
      'not even with a reason': trying(
        atDesk,
        { ...deeds.dispatch, active: false, waive: 'hash' } as Deed,
        coordinator,
      ),
    },
    passes: { 'a unit that works here': trying(atDesk, deeds.dispatch, coordinator) },
  },
  'dispatch finding.unit_not_competent': {
    refuses: {
      'a unit for other things': trying(atDesk, { ...deeds.dispatch, competent: false }, coordinator),
    },
    passes: {
      'a unit for this': trying(atDesk, deeds.dispatch, coordinator),
      'a unit for other things, with a reason': trying(
        atDesk,
        { ...deeds.dispatch, competent: false, waive: 'hash' } as Deed,
        coordinator,
      ),
    },
  },
  'dispatch_final finding.no_disputed_return': {
    refuses: { 'before any unit returned it': trying(atDesk, deeds.dispatchFinal, supervisor) },
    passes: { 'after a return': trying(onceReturned, deeds.dispatchFinal, supervisor) },
  },
  'dispatch_final finding.unit_inactive': {
    refuses: {
      'a unit that has left': trying(onceReturned, { ...deeds.dispatchFinal, active: false }, supervisor),
    },
    passes: { 'a unit that works here': trying(onceReturned, deeds.dispatchFinal, supervisor) },
  },
  'assign_handler finding.handler_not_of_unit': {
    refuses: {
      'somebody of another unit': trying(
        inProgress,
        { ...deeds.assignHandler, handlerUnitId: CLEANING.unitId },
        unitManager,
      ),
      'somebody of no unit': trying(inProgress, { ...deeds.assignHandler, handlerUnitId: null }, unitManager),
    },
    passes: { 'somebody of the unit': trying(inProgress, deeds.assignHandler, unitManager) },
  },
  'return finding.final_dispatch': {
    refuses: {
      'after a supervisor has decided': trying(
        () => follow(onceReturned(), [{ ...deeds.dispatchFinal, route: CLEANING }, supervisor]),
        deeds.return,
        cleaningManager,
      ),
    },
    passes: {
      'after an ordinary dispatch': trying(
        () => follow(onceReturned(), [{ ...deeds.dispatch, route: CLEANING }, coordinator]),
        deeds.return,
        cleaningManager,
      ),
    },
  },
  'return finding.already_returned': {
    refuses: {
      'the same unit for the second time': trying(
        () => follow(onceReturned(), [deeds.dispatch, coordinator]),
        deeds.return,
        unitManager,
      ),
    },
    passes: {
      'the next unit for the first time': trying(
        () => follow(onceReturned(), [{ ...deeds.dispatch, route: CLEANING }, coordinator]),
        deeds.return,
        cleaningManager,
      ),
    },
  },
  'return finding.return_window_closed': {
    // Twice the receive limit of four working hours: Tuesday 09:00.
    refuses: {
      'after twice the receive limit': trying(
        inProgress,
        deeds.return,
        unitManager,
        moment('2025-10-14 09:00') + 1,
      ),
    },
    passes: {
      'at the last moment': trying(inProgress, deeds.return, unitManager, '2025-10-14 09:00'),
      'before it is received, too': trying(dispatched, deeds.return, unitManager, '2025-10-14 09:00'),
    },
  },

  // Extension

  'apply_extension finding.already_overdue': {
    refuses: { 'after due': trying(inProgress, deeds.applyExtension, unitManager, LATE) },
    passes: { 'at the moment of due': trying(inProgress, deeds.applyExtension, unitManager, DUE) },
  },
  'apply_extension finding.application_pending': {
    refuses: { 'a second while one waits': trying(extensionPending, deeds.applyExtension, unitManager) },
    passes: {
      'after a refusal, which does not count': trying(
        () => follow(extensionPending(), [deeds.refuseExtension, coordinator]),
        deeds.applyExtension,
        unitManager,
      ),
      'while a suspension waits': trying(suspensionPending, deeds.applyExtension, unitManager),
    },
  },
  'apply_extension finding.extension_limit': {
    refuses: { 'a third': trying(() => extended(2), deeds.applyExtension, unitManager) },
    passes: { 'a second': trying(() => extended(1), deeds.applyExtension, unitManager) },
  },
  'apply_extension finding.extension_basis': {
    refuses: {
      'continuous hours for a limit in working hours': trying(
        inProgress,
        extension({ basis: 'continuous' }),
        unitManager,
      ),
    },
    passes: { 'on the basis of the limit': trying(inProgress, extension({ basis: 'working' }), unitManager) },
  },
  'apply_extension finding.extension_too_long': {
    refuses: {
      'more than the limit itself': trying(
        inProgress,
        extension({ amountMs: 2 * workingDay + 1 }),
        unitManager,
      ),
      'more than the original limit, though it was extended': trying(
        () => extended(1),
        extension({ amountMs: 3 * workingDay }),
        unitManager,
      ),
    },
    passes: {
      'as much again': trying(inProgress, extension({ amountMs: 2 * workingDay }), unitManager),
      'a second time as much again': trying(
        () => extended(1),
        extension({ amountMs: 2 * workingDay }),
        unitManager,
      ),
    },
  },
  'apply_extension finding.interim_measure_missing': interim('extension'),
  'decide_extension finding.no_application': {
    refuses: { 'when nobody applied': trying(inProgress, deeds.grantExtension, coordinator) },
    passes: { 'when the unit applied': trying(extensionPending, deeds.grantExtension, coordinator) },
  },
  'decide_extension finding.application_expired': {
    refuses: {
      'granted after due': trying(extensionPending, deeds.grantExtension, coordinator, LATE),
      'refused after due': trying(extensionPending, deeds.refuseExtension, coordinator, LATE),
    },
    passes: {
      'granted at the moment of due': trying(extensionPending, deeds.grantExtension, coordinator, DUE),
    },
  },

  // Suspension

  'apply_suspension finding.already_overdue': {
    refuses: { 'after due': trying(inProgress, suspension(DUE + day24), unitManager, LATE) },
    passes: { 'at the moment of due': trying(inProgress, suspension(DUE + day24), unitManager, DUE) },
  },
  'apply_suspension finding.application_pending': {
    refuses: {
      'a second while one waits': trying(suspensionPending, suspension(MONDAY + day24), unitManager),
    },
    passes: {
      'after a refusal': trying(
        () => follow(suspensionPending(), [deeds.refuseSuspension, supervisor]),
        suspension(MONDAY + day24),
        unitManager,
      ),
      'when nobody decided before the day it was to end': trying(
        () => suspensionPending(MONDAY + hour),
        suspension(MONDAY + 2 * day24),
        unitManager,
        MONDAY + hour + 1,
      ),
      'while an extension waits': trying(extensionPending, suspension(MONDAY + day24), unitManager),
    },
  },
  'apply_suspension finding.suspended_before': {
    refuses: {
      'a second suspension': trying(
        () => follow(suspended(), [deeds.resume, unitManager]),
        suspension(MONDAY + day24),
        unitManager,
      ),
      'a second one after a rework': trying(
        () =>
          follow(
            suspended(),
            [deeds.resume, unitManager],
            [deeds.rectify, handler],
            [deeds.rework, coordinator],
          ),
        suspension(MONDAY + day24),
        unitManager,
      ),
    },
    passes: {
      'the first, after a rework': trying(
        () => follow(rectified(), [deeds.rework, coordinator]),
        suspension(MONDAY + day24),
        unitManager,
      ),
    },
  },
  'apply_suspension finding.resume_by_invalid': {
    refuses: {
      'until now': trying(inProgress, suspension(MONDAY + hour), unitManager, MONDAY + hour),
      'until yesterday': trying(inProgress, suspension(MONDAY - day24), unitManager, MONDAY + hour),
      'for more than 365 days': trying(
        inProgress,
        suspension(MONDAY + hour + 365 * day24 + 1),
        unitManager,
        MONDAY + hour,
      ),
    },
    passes: {
      'for 365 days': trying(inProgress, suspension(MONDAY + hour + 365 * day24), unitManager, MONDAY + hour),
    },
  },
  'apply_suspension finding.interim_measure_missing': interim('suspension'),
  'decide_suspension finding.no_application': {
    refuses: { 'when nobody applied': trying(inProgress, deeds.grantSuspension, supervisor) },
    passes: { 'when the unit applied': trying(suspensionPending, deeds.grantSuspension, supervisor) },
  },
  'decide_suspension finding.application_expired': {
    refuses: {
      'after due': trying(suspensionPending, deeds.grantSuspension, supervisor, LATE),
      'after the day it was to end': trying(
        () => suspensionPending(MONDAY + hour),
        deeds.grantSuspension,
        supervisor,
        MONDAY + hour + 1,
      ),
    },
    passes: {
      'at the moment of due': trying(suspensionPending, deeds.grantSuspension, supervisor, DUE),
      'at the moment it was to end': trying(
        () => suspensionPending(MONDAY + hour),
        deeds.grantSuspension,
        supervisor,
        MONDAY + hour,
      ),
    },
  },

  // Handing in, checking, closing

  'rectify finding.evidence_missing': {
    refuses: {
      'no photo': trying(inProgress, { type: 'rectify', note: 'hash' }, handler),
      'no photo in the list': trying(inProgress, { type: 'rectify', note: 'hash', photoIds: [] }, handler),
      'no photo, and a reason of their own': trying(
        inProgress,
        { type: 'rectify', note: 'hash', waive: 'hash' },
        handler,
      ),
      "no photo, and a manager's reason": trying(
        inProgress,
        { type: 'rectify', note: 'hash', waive: 'hash' },
        unitManager,
      ),
    },
    passes: {
      'a photo': trying(inProgress, deeds.rectify, handler),
      'no photo, waived by a coordinator': trying(
        inProgress,
        { type: 'rectify', note: 'hash', waive: 'hash' },
        coordinator,
      ),
    },
  },
  'check finding.own_work': {
    refuses: {
      'the person who fixed it': trying(
        () => follow(inProgress(), [{ ...deeds.rectify, waive: 'hash' }, coordinator]),
        deeds.pass,
        coordinator,
      ),
    },
    passes: { 'anybody else': trying(rectified, deeds.pass, coordinator) },
  },
  'check finding.same_organisation': {
    refuses: {
      'a colleague': trying(
        rectified,
        deeds.pass,
        member('colleague', ['patroller'], { unitId: PROPERTY.unitId }),
      ),
    },
    passes: { 'somebody of another organisation': trying(rectified, deeds.pass, checker) },
  },
  'check finding.evidence_missing': {
    refuses: { 'not passed, without a photo': trying(rectified, { type: 'check', result: 'fail' }, checker) },
    passes: {
      'not passed, with a photo': trying(rectified, deeds.fail, checker),
      'passed without a photo': trying(rectified, deeds.pass, checker),
      'unable to check, without a photo': trying(rectified, deeds.unable, checker),
    },
  },
  'close finding.own_work': {
    refuses: {
      'the coordinator who fixed it on behalf': trying(
        () => follow(inProgress(), [{ ...deeds.rectify, waive: 'hash' }, coordinator], [deeds.pass, checker]),
        deeds.close,
        coordinator,
      ),
    },
    passes: {
      'another coordinator': trying(
        () => follow(rectified(), [deeds.pass, checker]),
        deeds.close,
        coordinator,
      ),
    },
  },
  'close finding.check_missing': {
    refuses: {
      'never checked': trying(rectified, deeds.close, coordinator),
      'not passed': trying(() => follow(rectified(), [deeds.fail, checker]), deeds.close, coordinator),
      'passed once, then not': trying(
        () => follow(rectified(), [deeds.pass, checker], [deeds.fail, checker]),
        deeds.close,
        coordinator,
      ),
      'passed before the rework only': trying(
        () =>
          follow(rectified(), [deeds.pass, checker], [deeds.rework, coordinator], [deeds.rectify, handler]),
        deeds.close,
        coordinator,
      ),
      'S3 by photo review': trying(rectified, { ...deeds.close, waive: 'hash' }, coordinator),
      'S4 by photo review after a check that did not pass': trying(
        () => follow(rectified(MINOR), [deeds.fail, checker]),
        { ...deeds.close, waive: 'hash' },
        coordinator,
      ),
      'S4 without a word': trying(() => rectified(MINOR), deeds.close, coordinator),
    },
    passes: {
      passed: trying(() => follow(rectified(), [deeds.pass, checker]), deeds.close, coordinator),
      'S4 by photo review, with a reason': trying(
        () => rectified(MINOR),
        { ...deeds.close, waive: 'hash' },
        coordinator,
      ),
      'S4 by photo review when nobody could check': trying(
        () => follow(rectified(MINOR), [deeds.unable, checker]),
        { ...deeds.close, waive: 'hash' },
        coordinator,
      ),
    },
  },
  'force_close finding.evidence_missing': {
    refuses: {
      'without an attachment': trying(inProgress, { type: 'force_close', reason: 'hash' }, supervisor),
      'with an empty list': trying(
        inProgress,
        { type: 'force_close', reason: 'hash', photoIds: [] },
        supervisor,
      ),
    },
    passes: { 'with an attachment': trying(inProgress, deeds.forceClose, supervisor) },
  },
  'propose_void finding.application_pending': {
    refuses: { 'proposed already': trying(voidProposed, deeds.proposeVoid, coordinator) },
    passes: {
      'proposed again after a refusal': trying(
        () => follow(voidProposed(), [deeds.refuseVoid, supervisor]),
        deeds.proposeVoid,
        coordinator,
      ),
    },
  },
  'decide_void finding.no_application': {
    refuses: { 'when nobody proposed it': trying(inProgress, deeds.makeVoid, supervisor) },
    passes: { 'when somebody proposed it': trying(voidProposed, deeds.makeVoid, supervisor) },
  },
  'decide_void finding.own_proposal': {
    refuses: {
      'whoever proposed it': trying(() => voidProposed(supervisor), deeds.makeVoid, supervisor),
      'not even to refuse it': trying(() => voidProposed(supervisor), deeds.refuseVoid, supervisor),
    },
    passes: {
      'another supervisor': trying(
        () => voidProposed(supervisor),
        deeds.makeVoid,
        member('other', ['supervisor']),
      ),
    },
  },
  'reopen finding.never_dispatched': {
    refuses: {
      'approved as fixed on the spot': trying(
        () => follow(selfHandled(), [deeds.approveSelfHandled, coordinator]),
        deeds.reopen,
        coordinator,
      ),
      'force-closed before any unit had it': trying(
        () => follow(reported(), [deeds.forceClose, supervisor]),
        deeds.reopen,
        coordinator,
      ),
      'force-closed after the unit returned it': trying(
        () => follow(onceReturned(), [deeds.forceClose, supervisor]),
        deeds.reopen,
        coordinator,
      ),
    },
    passes: {
      closed: trying(closed, deeds.reopen, coordinator),
      'force-closed while the unit had it': trying(
        () => follow(inProgress(), [deeds.forceClose, supervisor]),
        deeds.reopen,
        supervisor,
      ),
    },
  },
  'reopen finding.reopen_window_closed': {
    refuses: {
      'after seven days': trying(closedInTime, deeds.reopen, coordinator, moment('2025-10-22 11:00') + 1),
    },
    passes: { 'on the seventh day': trying(closedInTime, deeds.reopen, coordinator, '2025-10-22 11:00') },
  },
  'reclassify finding.category_inactive': {
    refuses: {
      'into a leaf out of use': trying(reported, { type: 'reclassify', ...inactive }, coordinator),
    },
    passes: { 'into a leaf in use': trying(reported, { ...deeds.reclassify, standard: MINOR }, coordinator) },
  },
  'urge finding.urged_recently': {
    refuses: {
      'the reporter, within a day': trying(
        urgedByReporter,
        deeds.urge,
        patroller,
        moment('2025-10-14 10:00') - 1,
      ),
    },
    passes: {
      'the reporter, a day later': trying(urgedByReporter, deeds.urge, patroller, '2025-10-14 10:00'),
      'the coordinator, at once': trying(urgedByReporter, deeds.urge, coordinator),
      'the reporter, just after the coordinator': trying(
        () => follow(inProgress(), [deeds.urge, coordinator]),
        deeds.urge,
        patroller,
      ),
    },
  },
  'reply_supervision finding.not_supervised': {
    refuses: {
      'when nobody supervises': trying(inProgress, deeds.replySupervision, unitManager),
      'when it was taken back': trying(
        () => follow(supervised(), [deeds.cancelSupervision, supervisor]),
        deeds.replySupervision,
        unitManager,
      ),
    },
    passes: { 'when a supervisor does': trying(supervised, deeds.replySupervision, unitManager) },
  },
  'cancel_supervision finding.not_supervised': {
    refuses: { 'when nobody supervises': trying(inProgress, deeds.cancelSupervision, supervisor) },
    passes: { 'when a supervisor does': trying(supervised, deeds.cancelSupervision, supervisor) },
  },

  // Recurrence

  'unlink_recurrence finding.no_recurrence': {
    refuses: {
      'when nothing was fixed there before': trying(reported, deeds.unlinkRecurrence, coordinator),
      'when it was unlinked already': trying(
        () => follow(recurred(), [deeds.unlinkRecurrence, supervisor]),
        deeds.unlinkRecurrence,
        coordinator,
      ),
    },
    passes: { 'when it is linked': trying(recurred, deeds.unlinkRecurrence, coordinator) },
  },

  // Appeal

  'appeal finding.not_overdue': {
    refuses: { 'handed in in time': trying(closedInTime, deeds.appeal, unitManager) },
    passes: { 'handed in late': trying(closedLate, deeds.appeal, unitManager) },
  },
  'appeal finding.appealed_before': {
    refuses: {
      'while one is pending': trying(appealed, deeds.appeal, unitManager),
      'after it was refused': trying(
        () => follow(appealed(), [deeds.refuseAppeal, coordinator]),
        deeds.appeal,
        unitManager,
      ),
      'after it was refused and the finding was reopened and closed again': trying(
        () =>
          follow(
            appealed(),
            [deeds.refuseAppeal, coordinator],
            [deeds.reopen, coordinator],
            [deeds.rectify, handler],
            [deeds.pass, checker],
            [deeds.close, coordinator],
          ),
        deeds.appeal,
        unitManager,
      ),
    },
    passes: {
      'for the first time': trying(closedLate, deeds.appeal, unitManager),
      'again, when reopening overtook the first before it was decided': trying(
        () =>
          follow(
            appealed(),
            [deeds.reopen, coordinator],
            [deeds.rectify, handler],
            [deeds.pass, checker],
            [deeds.close, coordinator],
          ),
        deeds.appeal,
        unitManager,
      ),
    },
  },
  'appeal finding.appeal_window_closed': {
    // Five working days after Wednesday 11:00.
    refuses: {
      'after five working days': trying(
        closedLate,
        deeds.appeal,
        unitManager,
        moment('2025-10-22 11:00') + 1,
      ),
    },
    passes: {
      'on the fifth working day': trying(closedLate, deeds.appeal, unitManager, '2025-10-22 11:00'),
      'after a forced closing, too': trying(
        () => follow(inProgress(), [deeds.forceClose, supervisor, '2025-10-16 09:00']),
        deeds.appeal,
        unitManager,
      ),
    },
  },
  'decide_appeal finding.no_application': {
    refuses: {
      'when nobody appealed': trying(closedLate, deeds.upholdAppeal, coordinator),
      'when it was decided': trying(
        () => follow(appealed(), [deeds.refuseAppeal, coordinator]),
        deeds.upholdAppeal,
        coordinator,
      ),
    },
    passes: { 'when the unit appealed': trying(appealed, deeds.upholdAppeal, coordinator) },
  },
  'decide_appeal finding.appeal_order': {
    refuses: {
      'the supervisor first': trying(appealed, deeds.upholdAppeal, supervisor),
      'a second coordinator': trying(
        () => follow(appealed(), [deeds.upholdAppeal, coordinator]),
        deeds.upholdAppeal,
        member('other', ['coordinator']),
      ),
    },
    passes: {
      'the supervisor second': trying(
        () => follow(appealed(), [deeds.upholdAppeal, coordinator]),
        deeds.upholdAppeal,
        supervisor,
      ),
    },
  },
  'decide_appeal finding.own_proposal': {
    refuses: {
      'the same person twice': trying(
        () => follow(appealed(), [deeds.upholdAppeal, member('both', ['coordinator', 'supervisor'])]),
        deeds.upholdAppeal,
        member('both', ['coordinator', 'supervisor']),
      ),
    },
    passes: {
      'two persons': trying(
        () => follow(appealed(), [deeds.upholdAppeal, member('both', ['coordinator', 'supervisor'])]),
        deeds.upholdAppeal,
        supervisor,
      ),
    },
  },
  'attach finding.evidence_missing': {
    refuses: { nothing: trying(inProgress, { type: 'attach' }, coordinator) },
    passes: { 'a photo': trying(inProgress, deeds.attach, coordinator) },
  },
  'approve_self_handled finding.own_work': {
    refuses: {
      'the coordinator who fixed it': trying(
        () => selfHandled({}, member('both', ['patroller', 'coordinator'])),
        deeds.approveSelfHandled,
        member('both', ['patroller', 'coordinator']),
      ),
    },
    passes: { 'another coordinator': trying(selfHandled, deeds.approveSelfHandled, coordinator) },
  },
}

describe('the conditions are all here', () => {
  const known = Object.entries(FINDING_RULES).flatMap(([type, rule]) =>
    [...(rule.actor ?? []), ...(rule.payload ?? [])].map(([code]) => `${type} ${code}`),
  )

  it('every condition of the rules refuses somewhere and lets pass somewhere', () => {
    expect(known.filter(condition => !(condition in CONDITIONS))).toEqual([])
    for (const [name, { refuses, passes }] of Object.entries(CONDITIONS)) {
      expect([name, Object.keys(refuses).length]).not.toEqual([name, 0])
      expect([name, Object.keys(passes).length]).not.toEqual([name, 0])
    }
  })

  it('nothing here tests a condition that is gone', () => {
    expect(Object.keys(CONDITIONS).filter(condition => !known.includes(condition))).toEqual([])
  })
})

describe.each(Object.entries(CONDITIONS))('%s', (condition, { refuses, passes }) => {
  const code = condition.split(' ')[1]

  it.each(Object.entries(refuses))('refuses: %s', (_, attempted) => {
    expect(outcomeOf(attempted())).toBe(code)
  })

  it.each(Object.entries(passes))('passes: %s', (_, attempted) => {
    expect(outcomeOf(attempted())).toBe('accepted')
  })
})

describe('what the edges are measured by', () => {
  it('due is two working days after the dispatch', () => {
    expect(show(inProgress().context.assignment?.dueAt)).toBe('2025-10-15 09:00')
  })

  it('the unit may return until twice the receive limit, on the working calendar', () => {
    expect(show(dispatched({}, moment('2025-10-10 17:00')).context.assignment?.returnUntil)).toBe(
      '2025-10-11 17:00',
    )
  })

  it('it may appeal for five working days after closing', () => {
    expect(show(closedLate().context.appealUntil)).toBe('2025-10-22 11:00')
    expect(CHINA.days['2025-10-11']).toBe('workday')
  })

  it('a state that never needs a unit is no reason to fail: the machine says so loudly', () => {
    const broken = knows(inProgress, { assignment: null })()
    expect(() => attempt(broken, deeds.applyExtension, coordinator, MONDAY + hour)).not.toThrow()
    expect(() => attempt(broken, { ...deeds.rectify, waive: 'x' }, coordinator, MONDAY + hour)).toThrow(
      'has no assignment',
    )
  })
})
