import { describe, expect, it } from 'vitest'
import type { Assignment } from '../../machines/finding/context.ts'
import type { FindingEventType } from '../../machines/finding/events.ts'
import { eventsOf } from '../../machines/finding/machine.ts'
import { actingRole, allowedOf, FINDING_RULES, refusalOf } from '../../machines/finding/rules.ts'
import { isOpen, STORED_FINDING_STATES } from '../../machines/finding/states.ts'
import { type Actor, type Affiliation, ROLES, type Role, RULE, TIMER } from '../../machines/people.ts'
import {
  applySuspension,
  attempt,
  CLEANING,
  checker,
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
  inProgress,
  knowing,
  landing,
  MINOR,
  MONDAY,
  member,
  minute,
  NOTHING,
  PROPERTY,
  patroller,
  REPERTOIRE,
  rectified,
  reported,
  reportOf,
  resident,
  type Situation,
  selfHandled,
  supervisor,
  suspended,
  take,
  unitManager,
} from './support-finding.ts'

/*
 * Who may do what: the matrix of domain.md 8.4, written from the document. A cell says
 *   –     never
 *   A     may
 *   unit  on findings of the own unit only
 *   own   when they reported it
 *   both  on findings of the own unit, and on what they reported
 */
type Cell = '–' | 'A' | 'unit' | 'own' | 'both'
type Row = readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]

//                  resident patroller handler manager coordinator supervisor admin auditor
const REPORT: Row = ['A', 'A', 'A', 'A', 'A', 'A', '–', '–']
const CHECK: Row = ['–', 'A', '–', '–', 'A', 'A', '–', '–']
const DESK: Row = ['–', '–', '–', '–', 'A', 'A', '–', '–']
const HANDLE: Row = ['–', '–', 'unit', 'unit', '–', '–', '–', '–']
const MANAGE: Row = ['–', '–', '–', 'unit', '–', '–', '–', '–']
const SUPERVISE: Row = ['–', '–', '–', '–', '–', 'A', '–', '–']
const RESUME: Row = ['–', '–', '–', 'unit', 'A', 'A', '–', '–']
const ASK: Row = ['own', 'own', '–', '–', 'A', 'A', '–', '–']
const TELL: Row = ['own', 'own', 'both', 'both', 'A', 'A', '–', '–']
// F9 and the label of 8.4 agree: whoever reported it.
const WITHDRAW: Row = ['own', 'own', 'own', 'own', 'own', 'own', '–', '–']
const NOBODY: Row = ['–', '–', '–', '–', '–', '–', '–', '–']

interface Case {
  readonly event: FindingEventType
  readonly row: Row
  readonly from: () => Situation
  readonly deed: Deed
  readonly when?: string
}

/** The same finding for everybody: it is only looked at, never changed. */
function once(from: () => Situation): () => Situation {
  let found: Situation | undefined
  return () => {
    found ??= from()
    return found
  }
}

const given = (
  event: FindingEventType,
  row: Row,
  from: () => Situation,
  deed: Deed,
  when?: string,
): Case => ({
  event,
  row,
  from: once(from),
  deed,
  ...(when ? { when } : {}),
})

const registered = () => findingIn('registered')
const returned = () => follow(inProgress(), [deeds.return, unitManager])
const applied = (deed: Deed) => () => follow(inProgress(), [deed, unitManager])
const voidProposed = () => follow(inProgress(), [deeds.proposeVoid, member('proposer', ['coordinator'])])
const supervised = () => follow(inProgress(), [deeds.supervise, supervisor])
/** Closed after an overdue hand-in, so that the unit may appeal. */
const closedLate = () =>
  follow(
    inProgress(),
    [deeds.rectify, handler, '2025-10-20 09:00'],
    [deeds.pass, checker],
    [deeds.close, coordinator],
  )
const appealed = () => follow(closedLate(), [deeds.appeal, unitManager])
const firstUpheld = () => follow(appealed(), [deeds.upholdAppeal, member('first', ['coordinator'])])
const recurred = () =>
  take(NOTHING, reportOf({ earlierFix: { of: 'earlier', closedAt: MONDAY - day24 } }), patroller, MONDAY)
const passed = () => follow(rectified(), [deeds.pass, checker])
const verifying = () => follow(reported(), [{ type: 'request_verify' }, coordinator])

const CASES: readonly Case[] = [
  given('report', REPORT, () => NOTHING, reportOf({ policy: { ...reportOf().policy, beforePhoto: false } })),
  given('verify_result', CHECK, verifying, deeds.verified),
  given('check', CHECK, rectified, deeds.pass),
  given('register', DESK, reported, deeds.register),
  given('reject', DESK, reported, deeds.reject),
  given('request_verify', DESK, reported, { type: 'request_verify' }),
  given('merge', DESK, reported, deeds.merge),
  given('dispatch', DESK, registered, deeds.dispatch),
  given('rework', DESK, rectified, deeds.rework),
  given('close', DESK, passed, deeds.close),
  given('decide_extension', DESK, applied(deeds.applyExtension), deeds.grantExtension),
  given('approve_self_handled', DESK, selfHandled, deeds.approveSelfHandled),
  given('reject_self_handled', DESK, selfHandled, deeds.rejectSelfHandled),
  given('reclassify', DESK, reported, deeds.reclassify, 'just reported'),
  given('reclassify', DESK, () => findingIn('verifying'), deeds.reclassify, 'being verified'),
  given('reclassify', DESK, registered, deeds.reclassify, 'registered'),
  given('reclassify', SUPERVISE, dispatched, deeds.reclassify, 'dispatched'),
  given('reclassify', SUPERVISE, inProgress, deeds.reclassify, 'in progress'),
  given('reclassify', SUPERVISE, suspended, deeds.reclassify, 'suspended'),
  given('reclassify', SUPERVISE, rectified, deeds.reclassify, 'handed in'),
  given('receive', HANDLE, dispatched, deeds.receive),
  given('rectify', HANDLE, inProgress, deeds.rectify),
  given('assign_handler', MANAGE, inProgress, deeds.assignHandler),
  given('return', MANAGE, inProgress, deeds.return),
  given('apply_extension', MANAGE, inProgress, deeds.applyExtension),
  given('apply_suspension', MANAGE, inProgress, applySuspension(MONDAY + day24)),
  given('reply_supervision', MANAGE, supervised, deeds.replySupervision),
  given('appeal', MANAGE, closedLate, deeds.appeal),
  given('decide_suspension', SUPERVISE, applied(applySuspension(MONDAY + day24)), deeds.grantSuspension),
  given('decide_void', SUPERVISE, voidProposed, deeds.makeVoid),
  given('force_close', SUPERVISE, inProgress, deeds.forceClose),
  given('dispatch_final', SUPERVISE, returned, deeds.dispatchFinal),
  given('supervise', SUPERVISE, inProgress, deeds.supervise),
  given('cancel_supervision', SUPERVISE, supervised, deeds.cancelSupervision),
  given('propose_void', DESK, inProgress, deeds.proposeVoid),
  given('reopen', DESK, closed, deeds.reopen),
  given('resume', RESUME, suspended, deeds.resume),
  given('unlink_recurrence', DESK, recurred, deeds.unlinkRecurrence),
  given('urge', ASK, inProgress, deeds.urge),
  given('callback', ASK, closed, deeds.callback),
  given('comment', TELL, inProgress, deeds.comment, 'with a unit'),
  given('comment', TELL, reported, deeds.comment, 'before any unit has it'),
  given('attach', TELL, inProgress, deeds.attach),
  given('withdraw', WITHDRAW, reported, deeds.withdraw),
  given('clock.warn', NOBODY, inProgress, { type: 'clock.warn' }),
  given('clock.overdue', NOBODY, inProgress, { type: 'clock.overdue' }),
  given('clock.yellow', NOBODY, inProgress, { type: 'clock.yellow' }),
  given('clock.red', NOBODY, inProgress, { type: 'clock.red' }),
  given('stage.warn', NOBODY, reported, { type: 'stage.warn' }),
  given('stage.overdue', NOBODY, reported, { type: 'stage.overdue' }),
  given('stage.raise', NOBODY, reported, { type: 'stage.raise' }),
  given('supervision.unanswered', NOBODY, supervised, { type: 'supervision.unanswered' }),
  given('suspension.ending', NOBODY, suspended, { type: 'suspension.ending' }),
]

const UNITS = ['own', 'other', 'none'] as const
const AFFILIATIONS = ['property', 'resident'] as const satisfies readonly Affiliation[]

/** Somebody with one role, of the unit that has the finding or another, the reporter or not. */
interface Somebody {
  readonly role: Role
  readonly unit: (typeof UNITS)[number]
  readonly affiliation: (typeof AFFILIATIONS)[number]
  readonly reporter: boolean
}
const EVERYBODY: readonly Somebody[] = ROLES.flatMap(role =>
  UNITS.flatMap(unit =>
    AFFILIATIONS.flatMap(affiliation =>
      [true, false].map(reporter => ({ role, unit, affiliation, reporter })),
    ),
  ),
)

const actorOf = ({ role, unit, affiliation, reporter }: Somebody): Actor => {
  const unitId = { own: PROPERTY.unitId, other: CLEANING.unitId, none: null }[unit]
  return member(reporter ? 'reporter' : 'somebody', [role], { unitId, affiliation })
}

/** What the matrix says, and the separation of duties (8.1) where somebody who may otherwise is too near. */
function expected({ event, row, from }: Case, who: Somebody): string {
  const cell = row[ROLES.indexOf(who.role)]
  const withOwnUnit = who.unit === 'own' && from().context.assignment !== null
  const may =
    cell === 'A' ||
    ((cell === 'unit' || cell === 'both') && withOwnUnit) ||
    ((cell === 'own' || cell === 'both') && who.reporter)
  if (!may) return 'role'
  if (event === 'verify_result' && who.reporter) return 'finding.own_report'
  if (event === 'approve_self_handled' && who.reporter) return 'finding.own_work'
  if (event === 'check' && (who.unit === 'own' || who.affiliation === 'property'))
    return 'finding.same_organisation'
  return 'accepted'
}

function happens({ from, deed, event }: Case, who: Somebody): string {
  const start = from()
  const { id, ...reporter } = start.context.reporter
  const situation =
    event === 'report'
      ? start
      : knowing(start, {
          reporter: { ...reporter, id: 'reporter', role: who.reporter ? who.role : 'patroller' },
        })
  const at = Math.max(start.context.at, MONDAY) + minute
  const actor = actorOf(who)
  const refusal = refusalOf(situation.context, situation.value.work, eventOf(situation, deed, actor, at))
  const { outcome } = attempt(situation, deed, actor, at)
  expect(outcome === 'accepted').toBe(refusal === null)
  if (refusal === null) return 'accepted'
  return refusal.kind === 'role' ? 'role' : refusal.code
}

describe('the permission matrix (domain.md 8.4)', () => {
  it('has a row for every event; decide_appeal has its own below', () => {
    const covered = new Set<string>([...CASES.map(({ event }) => event), 'decide_appeal'])
    expect([...covered].sort()).toEqual(Object.keys(FINDING_RULES).sort())
  })

  describe.each(CASES.map(each => ({ ...each, title: `${each.event} ${each.when ?? ''}`.trim() })))(
    '$title',
    each => {
      it.each(ROLES)('%s', role => {
        for (const who of EVERYBODY.filter(one => one.role === role))
          expect([who, happens(each, who)]).toEqual([who, expected(each, who)])
      })
    },
  )
})

describe('who may on behalf of the unit', () => {
  const onBehalf: Deed = { ...deeds.rectify, waive: 'hash' }
  const cell = given('rectify', ['–', '–', 'unit', 'unit', 'A', 'A', '–', '–'], inProgress, onBehalf)

  it.each(ROLES)('%s, with a reason', role => {
    for (const who of EVERYBODY.filter(one => one.role === role))
      expect([who, happens(cell, who)]).toEqual([who, expected(cell, who)])
  })

  it('a coordinator is told that a reason is needed, a handler is not', () => {
    const requires = (actor: Actor) => {
      const { context } = inProgress()
      const [first] = allowedOf(['rectify'], context, 'in_progress', { actor, at: context.at })
      return first?.requires
    }
    expect(requires(coordinator)).toEqual(['photoIds', 'note', 'waive'])
    expect(requires(handler)).toEqual(['photoIds', 'note'])
  })
})

describe('admin and auditor can do nothing', () => {
  const reporterWas = (role: Role): Situation[] =>
    STORED_FINDING_STATES.map(state => {
      const found = findingIn(state as Parameters<typeof findingIn>[0])
      return knowing(found, { reporter: { ...found.context.reporter, id: 'watcher', role } })
    })

  it.each(['admin', 'auditor'] as const)('%s, even of what they once reported as a resident', role => {
    const watcher = member('watcher', [role], { unitId: PROPERTY.unitId, affiliation: 'property' })
    for (const situation of reporterWas('resident')) {
      const { context, value } = situation
      const at = context.at + minute
      expect(allowedOf(eventsOf(value.work), context, value.work, { actor: watcher, at })).toEqual([])
      for (const { deed } of REPERTOIRE) {
        const event = eventOf(situation, deed(at), watcher, at)
        expect(refusalOf(context, value.work, event)?.kind).toBe('role')
      }
    }
  })

  it('an auditor who is also a resident may what a resident may', () => {
    const both = member('patroller', ['auditor', 'resident'])
    expect(take(reported(), deeds.withdraw, both, MONDAY + minute).value.work).toBe('rejected')
  })
})

describe('the reporter', () => {
  it('may withdraw where no role of theirs holds: a report may be made anywhere', () => {
    const stranger = member('patroller', [])
    expect(take(reported(), deeds.withdraw, stranger, MONDAY + minute).value.work).toBe('rejected')
  })

  it('without an account is nobody: a nameless actor is not the nameless reporter', () => {
    const nameless = reported({ source: 'open311' }, member('x', ['resident'], { id: null }))
    const actor = member('x', ['resident'], { id: null })
    expect(attempt(nameless, deeds.withdraw, actor, MONDAY + minute).outcome).toBe('refused')
  })

  it('is remembered in the role in which they could report', () => {
    const chief = member('chief', ['admin', 'coordinator', 'patroller'])
    expect(reported({}, chief).context.reporter.role).toBe('patroller')
  })

  it('of a unit may comment on what they reported, but a reminder is for residents and patrollers', () => {
    const cleaner = member('cleaner', ['handler'], { unitId: CLEANING.unitId })
    const found = reported({ source: 'unit' }, cleaner)
    expect(attempt(found, deeds.comment, cleaner, MONDAY + minute).outcome).toBe('accepted')
    expect(attempt(found, deeds.urge, cleaner, MONDAY + minute).outcome).toBe('refused')
  })

  it('who is a resident as well as a handler may urge', () => {
    const both = member('both', ['handler', 'resident'], { unitId: CLEANING.unitId })
    const found = reported({ source: 'unit' }, both)
    expect(attempt(found, deeds.urge, both, MONDAY + minute).outcome).toBe('accepted')
  })
})

describe('the system', () => {
  it('the rule registers, dispatches, sends back, closes and reopens; nothing else', () => {
    const may = Object.keys(FINDING_RULES).filter(
      type => actingRole(type as FindingEventType, reported().context, 'reported', RULE, true) !== null,
    )
    expect(may.sort()).toEqual(['close', 'dispatch', 'register', 'reopen', 'rework'])
  })

  it('time rings the clocks, announces and ends a suspension, and misses an answer; nothing else', () => {
    const may = Object.keys(FINDING_RULES).filter(
      type => actingRole(type as FindingEventType, reported().context, 'reported', TIMER, true) !== null,
    )
    expect(may.sort()).toEqual([
      'clock.overdue',
      'clock.red',
      'clock.warn',
      'clock.yellow',
      'resume',
      'stage.overdue',
      'stage.raise',
      'stage.warn',
      'supervision.unanswered',
      'suspension.ending',
    ])
  })
})

describe('separation of duties', () => {
  it('a reporter never verifies their own report (F6)', () => {
    const asked = follow(reported(), [{ type: 'request_verify' }, coordinator])
    expect(attempt(asked, deeds.verified, patroller, MONDAY + 2 * minute).outcome).toBe('refused')
    expect(attempt(asked, deeds.verified, checker, MONDAY + 2 * minute).outcome).toBe('accepted')
  })

  it('the reporter is not named as the verifier (F5)', () => {
    const own: Deed = { type: 'request_verify', verifierId: 'patroller' }
    expect(attempt(reported(), own, coordinator, MONDAY + minute).outcome).toBe('refused')
  })

  it('nobody approves their own fix on the spot (F3)', () => {
    const both = member('both', ['patroller', 'coordinator'])
    expect(attempt(selfHandled({}, both), deeds.approveSelfHandled, both, MONDAY + minute).outcome).toBe(
      'refused',
    )
  })

  it('the finder may check again', () => {
    const found = rectified()
    expect(attempt(found, deeds.pass, patroller, found.context.at + minute).outcome).toBe('accepted')
  })

  describe('the person who fixed it', () => {
    const versatile = member('versatile', ['handler', 'patroller', 'coordinator'], {
      unitId: PROPERTY.unitId,
    })
    // Since then they have left the unit, so only the person counts.
    const moved = member('versatile', ['patroller', 'coordinator'])
    const found = follow(inProgress(), [deeds.rectify, versatile])
    const at = found.context.at + minute

    it('cannot check it', () => {
      expect(refusalOf(found.context, 'rectified', eventOf(found, deeds.pass, moved, at))?.code).toBe(
        'finding.own_work',
      )
      expect(attempt(found, deeds.pass, moved, at).outcome).toBe('refused')
    })

    it('cannot close it', () => {
      const checked = follow(found, [deeds.pass, checker])
      expect(attempt(checked, deeds.close, moved, at + minute).outcome).toBe('refused')
      expect(attempt(checked, deeds.close, coordinator, at + minute).outcome).toBe('accepted')
    })

    it('cannot check or close it when the manager handed it in for them', () => {
      const handedIn = follow(
        inProgress(),
        [{ type: 'assign_handler', handlerId: 'versatile', handlerUnitId: PROPERTY.unitId }, unitManager],
        [deeds.rectify, unitManager],
      )
      expect(attempt(handedIn, deeds.pass, moved, handedIn.context.at + minute).outcome).toBe('refused')
      const checked = follow(handedIn, [deeds.pass, checker])
      expect(attempt(checked, deeds.close, moved, checked.context.at + minute).outcome).toBe('refused')
    })
  })

  describe('the organisation that fixed it', () => {
    const found = rectified()
    const at = found.context.at + minute
    const code = (actor: Actor, from = found) =>
      refusalOf(from.context, from.value.work, eventOf(from, deeds.pass, actor, at))?.code

    it('cannot check it: a patroller of the same unit', () => {
      const colleague = member('colleague', ['patroller'], { unitId: PROPERTY.unitId, affiliation: 'other' })
      expect(code(colleague)).toBe('finding.same_organisation')
    })

    it('cannot check it: a patroller who is of the property firm, when the property unit did it', () => {
      expect(code(member('guard', ['patroller'], { affiliation: 'property' }))).toBe(
        'finding.same_organisation',
      )
    })

    it('a coordinator of that unit cannot either', () => {
      expect(code(member('chief', ['coordinator'], { unitId: PROPERTY.unitId }))).toBe(
        'finding.same_organisation',
      )
    })

    it('people of another unit can', () => {
      expect(
        code(member('neighbour', ['patroller'], { unitId: CLEANING.unitId, affiliation: 'police' })),
      ).toBe(undefined)
    })

    it('cannot check it when somebody of another unit did it on behalf', () => {
      const helper = member('helper', ['coordinator'], { unitId: CLEANING.unitId, affiliation: 'community' })
      const helped = follow(inProgress(), [{ ...deeds.rectify, waive: 'hash' }, helper])
      const colleague = member('colleague', ['patroller'], { unitId: CLEANING.unitId })
      expect(code(colleague, helped)).toBe('finding.same_organisation')
      expect(code(checker, helped)).toBe(undefined)
    })
  })

  it('void takes two people, even when one holds both roles', () => {
    const both = member('both', ['coordinator', 'supervisor'])
    const proposed = follow(inProgress(), [deeds.proposeVoid, both])
    expect(attempt(proposed, deeds.makeVoid, both, proposed.context.at + minute).outcome).toBe('refused')
    expect(attempt(proposed, deeds.makeVoid, supervisor, proposed.context.at + minute).outcome).toBe(
      'accepted',
    )
  })

  describe('an appeal takes two people in order', () => {
    const code = (from: Situation, actor: Actor, deed: Deed = deeds.upholdAppeal) =>
      refusalOf(from.context, 'closed', eventOf(from, deed, actor, from.context.at + minute))?.code

    it.each(ROLES)('first a coordinator: %s', role => {
      const who = member('somebody', [role], { unitId: PROPERTY.unitId })
      const told =
        role === 'coordinator' ? undefined : role === 'supervisor' ? 'finding.appeal_order' : 'role'
      expect(code(appealed(), who)).toBe(told === 'role' ? 'finding.role_forbidden' : told)
    })

    it.each(ROLES)('then a supervisor: %s', role => {
      const who = member('somebody', [role], { unitId: PROPERTY.unitId })
      const told =
        role === 'supervisor' ? undefined : role === 'coordinator' ? 'finding.appeal_order' : 'role'
      expect(code(firstUpheld(), who)).toBe(told === 'role' ? 'finding.role_forbidden' : told)
    })

    it('never the same person twice', () => {
      const both = member('first', ['coordinator', 'supervisor'])
      expect(code(appealed(), both)).toBe(undefined)
      expect(code(firstUpheld(), both)).toBe('finding.own_proposal')
    })

    it('is forgiven only when both uphold it, and the fact stays', () => {
      const exempt = ({ context }: Situation) => (context.assignment as Assignment).exempt
      expect(exempt(firstUpheld())).toBe(false)
      const upheld = follow(firstUpheld(), [deeds.upholdAppeal, supervisor])
      expect(exempt(upheld)).toBe(true)
      expect(upheld.context.assignment?.wasOverdue).toBe(true)
      expect(exempt(follow(firstUpheld(), [deeds.refuseAppeal, supervisor]))).toBe(false)
      expect(follow(appealed(), [deeds.refuseAppeal, coordinator]).context.appeal?.state).toBe('refused')
    })
  })
})

describe('a community too small for four eyes', () => {
  const small = { ...reportOf().policy, independentCheck: false }
  const factotum = member('factotum', ['coordinator', 'handler'], {
    unitId: PROPERTY.unitId,
    affiliation: 'property',
  })
  const doneBy = (standard: typeof MINOR, policy = small) =>
    follow(inProgress({ ...standard, policy }), [deeds.rectify, factotum])
  const checks = (from: Situation, actor = factotum) =>
    attempt(from, deeds.pass, actor, from.context.at + minute)

  it('lets the coordinator check their own S4 by photo, and the record says so', () => {
    const result = checks(doneBy(MINOR))
    expect(result.outcome).toBe('accepted')
    expect(landing(result).context.flags).toEqual(['checked_by_photo'])
  })

  it('likewise when the coordinator fixed it on behalf of the unit', () => {
    const onBehalf = follow(inProgress({ ...MINOR, policy: small }), [
      { ...deeds.rectify, waive: 'hash' },
      coordinator,
    ])
    expect(landing(checks(onBehalf, coordinator)).context.flags).toEqual(['checked_by_photo'])
  })

  it('says nothing when somebody independent checks', () => {
    expect(landing(checks(doneBy(MINOR), checker)).context.flags).toEqual([])
    expect(landing(checks(doneBy(MINOR), coordinator)).context.flags).toEqual([])
  })

  it('says it once, however often it is checked', () => {
    const twice = follow(doneBy(MINOR), [deeds.unable, factotum], [deeds.pass, factotum])
    expect(twice.context.flags).toEqual(['checked_by_photo'])
  })

  it('keeps what else was flagged in the same step', () => {
    const reusing: Deed = { ...deeds.fail, photoReused: true }
    expect(follow(doneBy(MINOR), [reusing, factotum]).context.flags).toEqual([
      'photo_reused',
      'checked_by_photo',
    ])
  })

  it('does not extend to S3, nor to a patroller of the unit, nor to a supervisor', () => {
    expect(checks(doneBy({ ...MINOR, severity: 'S3' })).outcome).toBe('refused')
    const colleague = member('colleague', ['patroller'], { unitId: PROPERTY.unitId })
    expect(checks(doneBy(MINOR), colleague).outcome).toBe('refused')
    const chief = member('chief', ['supervisor'], { unitId: PROPERTY.unitId })
    expect(checks(doneBy(MINOR), chief).outcome).toBe('refused')
  })

  it('elsewhere four eyes it is', () => {
    expect(checks(doneBy(MINOR, reportOf().policy)).outcome).toBe('refused')
  })

  it('the one who fixed it still does not close it', () => {
    const checked = landing(checks(doneBy(MINOR)))
    expect(attempt(checked, deeds.close, factotum, checked.context.at + minute).outcome).toBe('refused')
    expect(attempt(checked, deeds.close, RULE, checked.context.at + minute).outcome).toBe('accepted')
  })
})

describe('what is offered is what may be done', () => {
  const people = [resident, patroller, checker, handler, unitManager, coordinator, supervisor]

  it.each(STORED_FINDING_STATES)('%s: whatever is not offered is refused, even with a reason', state => {
    const found = findingIn(state as Parameters<typeof findingIn>[0])
    const { context } = found
    const at = context.at + minute
    for (const actor of people) {
      const offered = allowedOf(eventsOf(state), context, state, { actor, at }).map(({ type }) => type)
      for (const { deed } of REPERTOIRE) {
        const asked: Deed = { ...deed(at), waive: 'hash' }
        if (!offered.includes(asked.type)) expect(attempt(found, asked, actor, at).outcome).toBe('refused')
      }
    }
  })

  it('nothing is offered for what has ended, but for what 8.1 names', () => {
    const offered = (state: 'closed' | 'rejected' | 'merged' | 'void', actor: Actor) => {
      const { context } = findingIn(state)
      return allowedOf(eventsOf(state), context, state, { actor, at: context.at + minute }).map(a => a.type)
    }
    expect(offered('closed', coordinator)).toEqual(['reopen', 'callback'])
    for (const state of ['rejected', 'merged', 'void'] as const) {
      expect(isOpen(state)).toBe(false)
      expect(offered(state, supervisor)).toEqual([])
    }
  })
})
