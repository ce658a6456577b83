import { describe, expect, it } from 'vitest'
import type { FindingEvent, Report, Standard } from '../../machines/finding/events.ts'
import { findingMachine } from '../../machines/finding/machine.ts'
import { type Actor, RULE, TIMER } from '../../machines/people.ts'
import { step } from '../../machines/step.ts'
import {
  applySuspension,
  attempt,
  checker,
  coordinator,
  type Deed,
  day24,
  deeds,
  eventOf,
  handler,
  hour,
  inProgress,
  landing,
  MONDAY,
  minute,
  moment,
  NOTHING,
  ORDINARY,
  patroller,
  rectified,
  reported,
  reportOf,
  type Situation,
  show,
  supervisor,
  URGENT,
  unitManager,
} from './support-finding.ts'
import { createHost, type Host, hostWithUnit } from './support-host.ts'

/*
 * Whatever is late besides the handling: every other stage, an answer to a supervision, the end of a suspension. All
 * begins on Monday 2025-10-13 at 09:00 unless a test says otherwise; a working day is 08–12 and 14–18.
 */

type Turn = readonly [deed: Deed, actor: Actor, at?: string]

const does = (host: Host, ...turns: Turn[]): Host => {
  for (const [deed, actor, at] of turns) {
    if (at !== undefined) host.passTo(moment(at))
    expect([deed.type, host.tries(deed, actor)]).toEqual([deed.type, true])
  }
  return host
}
const reportedTo = (more: Partial<Report> = {}, at = MONDAY): Host => {
  const host = createHost(at)
  host.tries(reportOf({ observedAt: at, ...more }), patroller)
  return host
}
/** What time alone has told so far, and when. */
const toldBy = (host: Host): string[][] =>
  host.taken
    .filter(({ actor }) => actor.system === 'timer')
    .flatMap(({ notices, at }) => notices.map(notice => [notice, show(at)]))
const told = (host: Host, until: string): string[][] => {
  host.passTo(moment(until))
  return toldBy(host)
}
const waitingOf = (host: Host) => [...host.waiting.values()].map(({ name, fireAt }) => [name, show(fireAt)])
const stageWaitingOf = (host: Host) => waitingOf(host).filter(([name]) => name?.startsWith('stage.'))

const fixed = { photoIds: ['photo-after'], note: 'hash' }
const handedIn = (): Host => does(hostWithUnit(), [deeds.rectify, handler])
const passed = (): Host => does(handedIn(), [deeds.pass, checker])

/** A finding in each of the other stages, which began at 09:00. */
const IN_STAGE = {
  triage: () => reportedTo(),
  'triage of what was fixed on the spot': () => reportedTo({ fixed }),
  verify: () => does(reportedTo(), [deeds.requestVerify, coordinator]),
  dispatch: () => does(reportedTo(), [deeds.register, coordinator]),
  receive: () => hostWithUnit({}, false),
  check: handedIn,
  close: passed,
} as const

describe('each stage is warned of at 80 %, overdue at its limit, and goes one level up half a limit later', () => {
  it.each<[keyof typeof IN_STAGE, string, string[]]>([
    ['triage', 'triage', ['2025-10-13 14:12', '2025-10-13 15:00', '2025-10-13 17:00']],
    [
      'triage of what was fixed on the spot',
      'triage',
      ['2025-10-13 14:12', '2025-10-13 15:00', '2025-10-13 17:00'],
    ],
    ['verify', 'verify', ['2025-10-13 17:24', '2025-10-14 09:00', '2025-10-14 15:00']],
    ['dispatch', 'dispatch', ['2025-10-13 10:36', '2025-10-13 11:00', '2025-10-13 12:00']],
    ['receive', 'receive', ['2025-10-13 14:12', '2025-10-13 15:00', '2025-10-13 17:00']],
    ['check', 'check', ['2025-10-13 17:24', '2025-10-14 09:00', '2025-10-14 15:00']],
    ['close', 'close', ['2025-10-13 17:24', '2025-10-14 09:00', '2025-10-14 15:00']],
  ])('%s', (situation, name, [warnedAt = '', overdueAt = '', raisedAt = '']) => {
    const host = IN_STAGE[situation]()
    const work = host.finding.value.work
    const stages = ['in_time', 'late_soon', 'late', 'raised']
    const seen = [host.finding.value]
    for (const at of [warnedAt, overdueAt, raisedAt]) {
      host.passTo(moment(at) - 1)
      seen.push(host.finding.value)
      host.passTo(moment(at))
    }
    expect(seen.map(({ stage }) => stage)).toEqual(['in_time', ...stages.slice(0, 3)])
    expect(host.finding.value.stage).toBe('raised')
    expect(toldBy(host)).toEqual([
      [`${name}.warn`, warnedAt],
      [`${name}.overdue`, overdueAt],
      [`${name}.raised`, raisedAt],
    ])
    expect(host.finding.value.work).toBe(work)
    expect(stageWaitingOf(host)).toEqual([])
  })

  it('an urgent one around the clock: half an hour of triage on a Friday night', () => {
    const host = reportedTo(URGENT, moment('2025-10-17 22:00'))
    expect(told(host, '2025-10-20 09:00')).toEqual([
      ['triage.warn', '2025-10-17 22:24'],
      ['triage.overdue', '2025-10-17 22:30'],
      ['triage.raised', '2025-10-17 22:45'],
    ])
  })

  it('an ordinary one in working time only: four hours of triage over a weekend', () => {
    expect(told(reportedTo({}, moment('2025-10-17 17:00')), '2025-10-24 09:00')).toEqual([
      ['triage.warn', '2025-10-20 10:12'],
      ['triage.overdue', '2025-10-20 11:00'],
      ['triage.raised', '2025-10-20 15:00'],
    ])
  })

  it('and over the National Day holidays', () => {
    expect(told(reportedTo({}, moment('2025-09-30 15:00')), '2025-10-24 09:00')).toEqual([
      ['triage.warn', '2025-10-09 08:12'],
      ['triage.overdue', '2025-10-09 09:00'],
      ['triage.raised', '2025-10-09 11:00'],
    ])
  })

  it('a host that was down tells each of them once when it is back', () => {
    const host = reportedTo()
    host.sleepTo(moment('2025-10-20 09:00'))
    expect(toldBy(host)).toEqual([
      ['triage.warn', '2025-10-20 09:00'],
      ['triage.overdue', '2025-10-20 09:00'],
      ['triage.raised', '2025-10-20 09:00'],
    ])
    expect(host.waiting.size).toBe(0)
  })

  it('the handling is not told of twice: its own clock does that', () => {
    const host = hostWithUnit()
    expect(host.finding.value.stage).toBe('unwatched')
    expect(told(host, '2025-10-15 10:00')).toEqual([
      ['handle.warn', '2025-10-14 15:48'],
      ['handle.due', '2025-10-15 09:00'],
      ['handle.overdue', '2025-10-15 09:00'],
    ])
  })

  it('a finding that waits to be received is late twice over: with the receiving and with the handling', () => {
    expect(told(hostWithUnit({}, false), '2025-10-14 16:00')).toEqual([
      ['receive.warn', '2025-10-13 14:12'],
      ['receive.overdue', '2025-10-13 15:00'],
      ['receive.raised', '2025-10-13 17:00'],
      ['handle.warn', '2025-10-14 15:48'],
    ])
  })
})

describe('a stage that is left is not told of any more', () => {
  it.each<[keyof typeof IN_STAGE, Turn, string[][]]>([
    ['triage', [deeds.register, coordinator], [['stage.warn', '2025-10-14 09:06']]],
    ['triage', [deeds.requestVerify, coordinator], [['stage.warn', '2025-10-14 15:54']]],
    ['verify', [deeds.verified, checker], [['stage.warn', '2025-10-14 10:42']]],
    ['dispatch', [deeds.dispatch, coordinator], [['stage.warn', '2025-10-14 10:42']]],
    ['receive', [deeds.receive, handler], []],
    ['receive', [deeds.return, unitManager], [['stage.warn', '2025-10-14 09:06']]],
    ['check', [deeds.pass, checker], [['stage.warn', '2025-10-14 15:54']]],
    ['check', [deeds.rework, coordinator], []],
    ['triage', [deeds.reject, coordinator], []],
    ['triage', [deeds.withdraw, patroller], []],
    ['verify', [deeds.merge, coordinator], []],
    ['dispatch', [deeds.withdraw, patroller], []],
    ['receive', [deeds.withdraw, patroller], []],
    ['receive', [deeds.forceClose, supervisor], []],
    ['close', [deeds.close, coordinator], []],
    ['triage of what was fixed on the spot', [deeds.approveSelfHandled, coordinator], []],
    [
      'triage of what was fixed on the spot',
      [deeds.rejectSelfHandled, coordinator],
      [['stage.warn', '2025-10-14 10:42']],
    ],
  ])('%s, late, then %j', (situation, [deed, actor], waiting) => {
    const host = IN_STAGE[situation]()
    host.passTo(moment('2025-10-13 17:30'))
    const before = toldBy(host)
    does(host, [deed, actor])
    expect(stageWaitingOf(host)).toEqual(waiting)
    expect(toldBy(host)).toEqual(before)
    expect(host.finding.value.stage).toBe(waiting.length > 0 ? 'in_time' : 'unwatched')
  })

  it('a suspension stops the receiving, and resumed it is in hand', () => {
    const host = does(
      hostWithUnit({}, false),
      [applySuspension(MONDAY + 30 * day24), unitManager],
      [deeds.grantSuspension, supervisor],
    )
    expect(host.finding.value).toEqual({ work: 'suspended', clock: 'paused', stage: 'unwatched' })
    expect(stageWaitingOf(host)).toEqual([])
    does(host, [deeds.resume, coordinator, '2025-10-14 09:00'])
    expect(host.finding.value.stage).toBe('unwatched')
  })

  it('a case that is void owes nothing', () => {
    const host = does(IN_STAGE.dispatch(), [deeds.proposeVoid, coordinator], [deeds.makeVoid, supervisor])
    expect(host.waiting.size).toBe(0)
    expect(host.finding.value.stage).toBe('unwatched')
  })

  it('what was reopened is in hand, and its next hand-in is checked on a limit of its own', () => {
    const host = does(passed(), [deeds.close, coordinator], [deeds.reopen, coordinator, '2025-10-16 09:00'])
    expect(host.finding.value.stage).toBe('unwatched')
    does(host, [deeds.rectify, handler, '2025-10-16 10:00'])
    expect(stageWaitingOf(host)).toEqual([['stage.warn', '2025-10-17 08:24']])
  })
})

describe('a stage that goes on', () => {
  it.each<[string, Deed]>([
    ['could not be checked', deeds.unable],
    ['did not pass', deeds.fail],
  ])('what %s goes on waiting, and nobody is reminded a second time', (_, deed) => {
    const host = handedIn()
    host.passTo(moment('2025-10-14 09:30'))
    const before = toldBy(host)
    does(host, [deed, checker])
    expect(host.finding.value.stage).toBe('late')
    expect(waitingOf(host)).toEqual([['stage.raise', '2025-10-14 15:00']])
    expect(told(host, '2025-10-14 14:59')).toEqual(before)
  })

  it.each<[string, keyof typeof IN_STAGE, readonly Turn[]]>([
    ['a reminder', 'triage', [[deeds.urge, coordinator]]],
    ['a comment', 'triage', [[deeds.comment, coordinator]]],
    ['a handler', 'receive', [[deeds.assignHandler, unitManager]]],
    [
      'an extension',
      'receive',
      [
        [deeds.applyExtension, unitManager],
        [deeds.grantExtension, coordinator],
      ],
    ],
    [
      'a proposal to void it that was refused',
      'dispatch',
      [
        [deeds.proposeVoid, coordinator],
        [deeds.refuseVoid, supervisor],
      ],
    ],
  ])('is not begun anew by %s', (_, situation, turns) => {
    const host = IN_STAGE[situation]()
    host.passTo(moment('2025-10-13 10:40'))
    const before = [host.finding.value.stage, stageWaitingOf(host)]
    does(host, ...turns)
    expect([host.finding.value.stage, stageWaitingOf(host)]).toEqual(before)
  })
})

describe('another category recounts the stage from where it began', () => {
  const reclassified = (host: Host, standard: Standard, at: string, by: Actor): Host =>
    does(host, [{ ...deeds.reclassify, standard } as Deed, by, at])
  const withHours = (hours: number): Standard => {
    const limit = { ms: hours * hour, basis: 'working' } as const
    return {
      ...ORDINARY,
      stageLimits: { ...ORDINARY.stageLimits, triage: limit, receive: limit, check: limit },
    }
  }

  it.each<[keyof typeof IN_STAGE, string, Actor]>([
    ['triage', 'triage', coordinator],
    ['receive', 'receive', supervisor],
    ['check', 'check', supervisor],
  ])('%s: with more time it is in time again', (situation, name, by) => {
    const host = IN_STAGE[situation]()
    reclassified(host, withHours(16), '2025-10-14 10:00', by)
    expect(host.finding.value.stage).toBe('in_time')
    // 80 % of sixteen hours, sixteen, twenty-four, all from Monday 09:00.
    const later = told(host, '2025-10-20 09:00').filter(([kind, at]) =>
      kind?.startsWith(`${name}.`) ? String(at) > '2025-10-14 10:00' : false,
    )
    expect(later).toEqual([
      [`${name}.warn`, '2025-10-14 15:48'],
      [`${name}.overdue`, '2025-10-15 09:00'],
      [`${name}.raised`, '2025-10-16 09:00'],
    ])
  })

  it('with less time it may be late at once: each is told then', () => {
    expect(
      told(reclassified(reportedTo(), URGENT, '2025-10-13 11:00', coordinator), '2025-10-13 11:00'),
    ).toEqual([
      ['triage.warn', '2025-10-13 11:00'],
      ['triage.overdue', '2025-10-13 11:00'],
      ['triage.raised', '2025-10-13 11:00'],
    ])
  })

  it('a finding in hand or suspended has no such stage', () => {
    expect(
      reclassified(hostWithUnit(), withHours(2), '2025-10-13 11:00', supervisor).finding.value.stage,
    ).toBe('unwatched')
    const suspended = does(
      hostWithUnit(),
      [applySuspension(MONDAY + 30 * day24), unitManager],
      [deeds.grantSuspension, supervisor],
    )
    const { value } = reclassified(suspended, withHours(2), '2025-10-13 11:00', supervisor).finding
    expect(value.stage).toBe('unwatched')
  })
})

describe('a supervision has to be answered', () => {
  const supervising = (level: 'normal' | 'yellow' | 'red', host: Host = hostWithUnit()): Host =>
    does(host, [{ ...deeds.supervise, level }, supervisor])
  const unanswered = (host: Host, until = '2025-10-14 15:00'): string[][] =>
    told(host, until).filter(([kind]) => kind === 'supervision.unanswered')

  it.each<['normal' | 'yellow' | 'red', string, string]>([
    ['red', 'four working hours', '2025-10-13 15:00'],
    ['yellow', 'one working day', '2025-10-14 09:00'],
    ['normal', 'two working days', '2025-10-15 09:00'],
  ])('%s: within %s', (level, _, at) => {
    const host = supervising(level)
    expect(host.finding.context.supervision).toMatchObject({ level, replyDueAt: moment(at) })
    host.passTo(moment(at) - 1)
    expect(unanswered(host, show(host.now))).toEqual([])
    expect(unanswered(host, at)).toEqual([['supervision.unanswered', at]])
    expect(host.finding.value.work).toBe('in_progress')
  })

  it.each<[string, readonly Turn[]]>([
    ['answered', [[deeds.replySupervision, unitManager]]],
    ['cancelled', [[deeds.cancelSupervision, supervisor]]],
    ['closed by force', [[deeds.forceClose, supervisor]]],
    [
      'void',
      [
        [deeds.proposeVoid, coordinator],
        [deeds.makeVoid, supervisor],
      ],
    ],
    [
      'closed',
      [
        [deeds.rectify, handler],
        [deeds.pass, checker],
        [deeds.close, coordinator],
      ],
    ],
  ])('nothing is missed once it is %s', (_, turns) => {
    const host = does(supervising('red'), ...turns)
    expect([...host.waiting.keys()]).not.toContain('supervision.unanswered')
    expect(unanswered(host)).toEqual([])
  })

  it.each<[string, Turn]>([
    ['rejected', [deeds.reject, coordinator]],
    ['withdrawn', [deeds.withdraw, patroller]],
    ['merged', [deeds.merge, coordinator]],
  ])('nor when it is %s before any unit had it', (_, turn) => {
    expect(does(supervising('red', reportedTo()), turn).waiting.size).toBe(0)
  })

  it('handing in, returning and suspending do not answer it', () => {
    const going: readonly (readonly Turn[])[] = [
      [[deeds.rectify, handler]],
      [[deeds.return, unitManager]],
      [
        [applySuspension(MONDAY + 30 * day24), unitManager],
        [deeds.grantSuspension, supervisor],
      ],
    ]
    for (const turns of going)
      expect(unanswered(does(supervising('red'), ...turns))).toEqual([
        ['supervision.unanswered', '2025-10-13 15:00'],
      ])
  })

  it('a new one has a time of its own, and the old one is forgotten', () => {
    const host = supervising('red')
    host.passTo(moment('2025-10-13 11:00'))
    expect(unanswered(supervising('red', host))).toEqual([['supervision.unanswered', '2025-10-13 17:00']])
  })

  it('answered late it has been missed once, and is not missed again', () => {
    const host = does(supervising('red'), [deeds.replySupervision, unitManager, '2025-10-13 16:00'])
    expect(unanswered(host)).toEqual([['supervision.unanswered', '2025-10-13 15:00']])
  })

  it('the cards of the clock have to be answered too', () => {
    expect(unanswered(hostWithUnit(), '2025-10-20 09:00')).toEqual([
      // Yellow on Thursday 09:00, red on Friday 09:00.
      ['supervision.unanswered', '2025-10-17 09:00'],
      ['supervision.unanswered', '2025-10-17 15:00'],
    ])
  })

  it('a yellow card that is answered does not answer for the red one', () => {
    const host = does(hostWithUnit(), [deeds.replySupervision, unitManager, '2025-10-16 10:00'])
    expect(unanswered(host, '2025-10-20 09:00')).toEqual([['supervision.unanswered', '2025-10-17 15:00']])
  })

  it('a red one that stands is missed once, though the clock gives its cards after that', () => {
    const host = supervising('red')
    expect(unanswered(host, '2025-10-20 09:00')).toEqual([['supervision.unanswered', '2025-10-13 15:00']])
    expect(host.finding.value.clock).toBe('red')
  })

  it('what was reopened does not owe the old answer', () => {
    const host = does(supervising('red'), [deeds.forceClose, supervisor], [deeds.reopen, coordinator])
    expect([...host.waiting.keys()]).toEqual(['clock.warn'])
  })
})

describe('the end of a suspension is announced', () => {
  const suspended = (at: string, resumeBy: string): Host =>
    does(
      hostWithUnit(),
      [applySuspension(moment(resumeBy)), unitManager, at],
      [deeds.grantSuspension, supervisor],
    )

  it.each([
    ['three days before', '2025-10-13 11:00', '2025-10-20 15:00', '2025-10-17 15:00'],
    ['three days before one of six days', '2025-10-13 09:00', '2025-10-19 09:00', '2025-10-16 09:00'],
    ['halfway through one of two days', '2025-10-13 09:00', '2025-10-15 09:00', '2025-10-14 09:00'],
    ['halfway through one of an hour', '2025-10-13 09:00', '2025-10-13 10:00', '2025-10-13 09:30'],
  ])('%s', (_, at, resumeBy, announcedAt) => {
    const host = suspended(at, resumeBy)
    expect(told(host, resumeBy)).toEqual([
      ['suspension.ending', announcedAt],
      ['resumed', resumeBy],
    ])
    const announced = host.taken.find(({ deed }) => deed.type === 'suspension.ending')
    expect(announced?.after.value).toEqual({ work: 'suspended', clock: 'paused', stage: 'unwatched' })
  })

  it.each<[string, readonly Turn[]]>([
    ['resumed early', [[deeds.resume, unitManager, '2025-10-14 09:00']]],
    ['closed by force', [[deeds.forceClose, supervisor]]],
    [
      'void',
      [
        [deeds.proposeVoid, coordinator],
        [deeds.makeVoid, supervisor],
      ],
    ],
  ])('not any more when it was %s', (_, turns) => {
    const host = does(suspended('2025-10-13 11:00', '2025-10-20 15:00'), ...turns)
    expect([...host.waiting.keys()]).not.toContain('suspension.ending')
    expect(told(host, '2025-10-20 15:00').map(([kind]) => kind)).not.toContain('suspension.ending')
  })

  it('once, also when it goes on for long after the announcement', () => {
    const host = suspended('2025-10-13 11:00', '2026-01-13 11:00')
    does(host, [{ ...deeds.reclassify } as Deed, supervisor, '2026-01-11 09:00'])
    expect(told(host, '2026-01-13 11:00')).toEqual([
      ['suspension.ending', '2026-01-10 11:00'],
      ['resumed', '2026-01-13 11:00'],
    ])
  })
})

describe('the clock of the stage from outside', () => {
  it.each(['stage.start', 'stage.stop'])('%s is a word between the regions: nobody can say it', type => {
    for (const found of [reported(), inProgress(), rectified()])
      for (const actor of [supervisor, RULE, TIMER])
        expect(attempt(found, { type } as unknown as Deed, actor, MONDAY + hour).outcome).toBe('refused')
  })

  it('a mark that comes twice, or where no stage is watched, is refused', () => {
    const warned = landing(attempt(reported(), { type: 'stage.warn' }, TIMER, MONDAY + hour))
    expect(warned.value.stage).toBe('late_soon')
    for (const found of [warned, inProgress(), NOTHING])
      expect(attempt(found, { type: 'stage.warn' }, TIMER, MONDAY + 2 * hour).outcome).toBe('refused')
  })
})

describe('a finding that version 1 brought here', () => {
  /** As version 1 wrote it: the stage came with its due date alone. */
  const asVersion1 = (from: Situation, deed: Deed, actor: Actor, at: number) => {
    const event = eventOf(from, deed, actor, at)
    const { stageWarnAt: _, stageRaiseAt: __, replyDueAt: ___, endingAt: ____, ...plan } = event.plan ?? {}
    const result = step(findingMachine, { value: { ...from.value }, context: from.context }, {
      ...event,
      plan,
    } as FindingEvent)
    if (result.outcome === 'refused') throw new Error('refused')
    return { ...landing(result as never), effects: result.effects }
  }
  const timersOf = ({ effects }: { effects: readonly { type: string }[] }) =>
    effects.filter(({ type }) => type.startsWith('timer.'))
  const report = () => asVersion1(NOTHING, reportOf(), patroller, MONDAY)

  it('is not watched, and nothing waits for it', () => {
    const found = report()
    expect(found.value).toEqual({ work: 'reported', clock: 'idle', stage: 'unwatched' })
    expect(found.context.stage).toEqual({
      name: 'triage',
      startAt: MONDAY,
      dueAt: moment('2025-10-13 15:00'),
    })
    expect(timersOf(found)).toEqual([])
    const supervised = asVersion1(inProgress(), deeds.supervise, supervisor, MONDAY + minute)
    expect(supervised.context.supervision).not.toHaveProperty('replyDueAt')
    expect(timersOf(supervised)).toEqual([])
    expect(timersOf(asVersion1(supervised, deeds.replySupervision, unitManager, MONDAY + hour))).toEqual([])
  })

  it('is watched from the next stage on', () => {
    const registered = attempt(report(), deeds.register, coordinator, MONDAY + hour)
    expect(landing(registered).value.stage).toBe('in_time')
    expect(registered.outcome === 'accepted' && timersOf(registered)).toEqual([
      { type: 'timer.set', name: 'stage.warn', fireAt: moment('2025-10-13 11:36') },
    ])
  })

  it('is suspended without an announcement, and resumed all the same', () => {
    const applied = landing(
      attempt(inProgress(), applySuspension(MONDAY + 10 * day24), unitManager, MONDAY + minute),
    )
    const found = asVersion1(applied, deeds.grantSuspension, supervisor, MONDAY + hour)
    expect(timersOf(found).filter(({ type }) => type === 'timer.set')).toEqual([
      { type: 'timer.set', name: 'resume', fireAt: MONDAY + 10 * day24 },
    ])
    const resumed = attempt(found, deeds.resume, TIMER, MONDAY + 10 * day24)
    expect(resumed.outcome === 'accepted' && timersOf(resumed)).toEqual([
      { type: 'timer.clear', name: 'resume' },
      { type: 'timer.set', name: 'clock.warn', fireAt: expect.any(Number) },
    ])
  })
})
