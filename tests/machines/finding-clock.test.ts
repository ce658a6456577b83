import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elapsed } from '../../machines/calendar.ts'
import type { Assignment } from '../../machines/finding/context.ts'
import type { Report } from '../../machines/finding/events.ts'
import { FINDING_RULES } from '../../machines/finding/rules.ts'
import type { ClockState, FindingState } from '../../machines/finding/states.ts'
import { type Actor, RULE } from '../../machines/people.ts'
import { createDuties } from './support-duties.ts'
import {
  applySuspension,
  attempt,
  CHINA,
  checker,
  coordinator,
  type Deed,
  day24,
  deeds,
  dispatched,
  findingIn,
  follow,
  handler,
  hour,
  inProgress,
  LONGER,
  landing,
  MONDAY,
  minute,
  moment,
  ORDINARY,
  patroller,
  rectified,
  reported,
  reportOf,
  SHORTER,
  type Situation,
  show,
  supervisor,
  suspended,
  URGENT,
  unitManager,
} from './support-finding.ts'
import { type Host, hostWithUnit, type SetTimer } from './support-host.ts'
import { lives, play } from './support-lives.ts'

const assignmentOf = ({ context }: Situation): Assignment => {
  if (!context.assignment) throw new Error('no unit has it')
  return context.assignment
}
const marksOf = (found: Situation) => {
  const { warnAt, dueAt, yellowAt, redAt } = assignmentOf(found)
  return [warnAt, dueAt, yellowAt, redAt].map(show)
}
const dueOf = (found: Situation) => show(assignmentOf(found).dueAt)

const does = (host: Host, ...turns: (readonly [Deed, Actor, string?])[]): Host => {
  for (const [deed, actor, at] of turns) {
    if (at !== undefined) host.passTo(moment(at))
    expect([deed.type, host.tries(deed, actor)]).toEqual([deed.type, true])
  }
  return host
}
const waitingOf = (host: Host) => [...host.waiting.values()].map(({ name, fireAt }) => [name, show(fireAt)])
const clockOf = (host: Host) => host.finding.value.clock

describe('the marks of the clock', () => {
  it('two working days from Monday 09:00: warned at 80 %, cards half a limit and a whole limit after due', () => {
    expect(marksOf(dispatched())).toEqual([
      '2025-10-14 15:48',
      '2025-10-15 09:00',
      '2025-10-16 09:00',
      '2025-10-17 09:00',
    ])
  })

  it('holidays and weekends stop it', () => {
    expect(marksOf(dispatched({}, moment('2025-09-30 15:00')))).toEqual([
      '2025-10-10 09:48',
      '2025-10-10 15:00',
      '2025-10-11 15:00',
      '2025-10-13 15:00',
    ])
  })

  it('two hours around the clock', () => {
    expect(marksOf(dispatched(URGENT, moment('2025-10-01 22:00')))).toEqual([
      '2025-10-01 23:36',
      '2025-10-02 00:00',
      '2025-10-02 01:00',
      '2025-10-02 02:00',
    ])
  })

  it.each(['S1', 'S2'] as const)(
    '%s: the cards come a day and three days after due at the latest',
    severity => {
      const slow = { severity, limit: { ms: 40 * hour, basis: 'working' as const } }
      expect(marksOf(dispatched(slow))).toEqual([
        '2025-10-17 09:00',
        '2025-10-20 09:00',
        '2025-10-21 09:00',
        '2025-10-23 09:00',
      ])
    },
  )

  it.each(['S3', 'S4'] as const)('%s: the cards follow the limit, however long', severity => {
    const slow = { severity, limit: { ms: 40 * hour, basis: 'working' as const } }
    expect(marksOf(dispatched(slow))).toEqual([
      '2025-10-17 09:00',
      '2025-10-20 09:00',
      '2025-10-22 15:00',
      '2025-10-27 09:00',
    ])
  })

  it('S1 on a short limit: the cards come with the limit when that is sooner', () => {
    const found = assignmentOf(dispatched(URGENT))
    expect(found.yellowAt).toBe(found.dueAt + hour)
    expect(found.redAt).toBe(found.dueAt + 2 * hour)
  })

  it('closing is due a check limit and a close limit after the unit', () => {
    expect(show(assignmentOf(dispatched()).closeDueAt)).toBe('2025-10-17 09:00')
  })

  it('the category may change its limit later: the unit keeps the one it was given', () => {
    expect(assignmentOf(dispatched()).limit).toEqual(ORDINARY.limit)
  })

  it('come in their order, whatever the limit, the moment and the severity', () => {
    const severities = fc.constantFrom('S1', 'S2', 'S3', 'S4')
    const bases = fc.constantFrom('working', 'continuous')
    const limits = fc.integer({ min: 1, max: 400 * 60 }).map(minutes => minutes * minute)
    const starts = fc.integer({ min: 0, max: 365 * 24 * 60 }).map(minutes => MONDAY + minutes * minute)
    fc.assert(
      fc.property(severities, bases, limits, starts, (severity, basis, ms, at) => {
        const found = dispatched({ severity, limit: { ms, basis } }, at)
        const { startAt, warnAt, dueAt, yellowAt, redAt, closeDueAt } = assignmentOf(found)
        expect(startAt).toBe(at)
        expect(elapsed(at, dueAt, basis, CHINA)).toBe(ms)
        expect(elapsed(at, warnAt, basis, CHINA)).toBe(Math.round(ms * 0.8))
        expect(at <= warnAt && warnAt <= dueAt && dueAt <= yellowAt && yellowAt <= redAt).toBe(true)
        expect(closeDueAt).toBeGreaterThanOrEqual(dueAt)
        if (severity === 'S1' || severity === 'S2') {
          expect(yellowAt).toBeLessThanOrEqual(dueAt + 24 * hour)
          expect(redAt).toBeLessThanOrEqual(dueAt + 72 * hour)
        } else {
          expect(elapsed(dueAt, yellowAt, basis, CHINA)).toBe(Math.round(ms / 2))
          expect(elapsed(dueAt, redAt, basis, CHINA)).toBe(ms)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the clock rings', () => {
  it('warned, overdue, yellow, red: each sets the next, each once, and the cards wait for an answer', () => {
    const host = hostWithUnit()
    const seen: [ClockState, string[][]][] = [[clockOf(host), waitingOf(host)]]
    for (let k = 0; k < 4; k++) {
      const [timer] = [...host.waiting.values()]
      host.passTo(timer?.fireAt ?? 0)
      seen.push([clockOf(host), waitingOf(host)])
    }
    expect(seen).toEqual([
      ['running', [['clock.warn', '2025-10-14 15:48']]],
      ['warned', [['clock.overdue', '2025-10-15 09:00']]],
      ['overdue', [['clock.yellow', '2025-10-16 09:00']]],
      [
        'yellow',
        [
          ['supervision.unanswered', '2025-10-17 09:00'],
          ['clock.red', '2025-10-17 09:00'],
        ],
      ],
      ['red', [['supervision.unanswered', '2025-10-17 15:00']]],
    ])
    host.passTo(MONDAY + 400 * day24)
    expect(clockOf(host)).toBe('red')
    expect(host.waiting.size).toBe(0)
  })

  it('a host that was down for a month catches up: every mark once', () => {
    const host = hostWithUnit()
    host.sleepTo(MONDAY + 30 * day24)
    expect(host.taken.slice(-4).map(({ deed }) => deed.type)).toEqual([
      'clock.warn',
      'clock.overdue',
      'clock.yellow',
      'clock.red',
    ])
    expect([...host.waiting.keys()]).toEqual(['supervision.unanswered'])
    expect(show(assignmentOf(host.finding).overdueDueAt)).toBe('2025-10-15 09:00')
  })

  it.each([
    ['dispatched', 'raised'],
    ['in_progress', 'unwatched'],
  ] as const)('overdue never changes the work state: %s', (state, stage) => {
    const host = hostWithUnit({}, state === 'in_progress')
    host.passTo(MONDAY + 400 * day24)
    expect(host.finding.value).toEqual({ work: state, clock: 'red', stage })
  })

  it('overdue marks the unit, yellow and red supervise it', () => {
    const host = hostWithUnit()
    const known = () => [
      assignmentOf(host.finding).wasOverdue,
      host.finding.context.supervision?.level ?? null,
    ]
    host.passTo(moment('2025-10-15 08:59'))
    expect(known()).toEqual([false, null])
    host.passTo(moment('2025-10-15 09:00'))
    expect(known()).toEqual([true, null])
    host.passTo(moment('2025-10-16 09:00'))
    expect(known()).toEqual([true, 'yellow'])
    host.passTo(moment('2025-10-17 09:00'))
    expect(known()).toEqual([true, 'red'])
  })

  it('a red card by a supervisor is not lowered to yellow by the clock', () => {
    const host = does(hostWithUnit(), [{ ...deeds.supervise, level: 'red' }, supervisor])
    host.passTo(moment('2025-10-16 09:00'))
    expect(host.finding.context.supervision).toMatchObject({ level: 'red', by: 'supervisor' })
  })

  it('says to the people what it did', () => {
    const notices = (state: ClockState, type: string) => {
      const found = inProgress()
      const situation = { ...found, value: { ...found.value, clock: state } }
      const result = attempt(situation, { type } as Deed, { ...RULE, system: 'timer' }, MONDAY + day24)
      return result.outcome === 'accepted' && result.effects.filter(effect => effect.type === 'notify')
    }
    expect(notices('running', 'clock.warn')).toEqual([{ type: 'notify', kind: 'handle.warn' }])
    // Whoever has it in hand hears that it is due, whoever sent it that it is overdue.
    expect(notices('warned', 'clock.overdue')).toEqual([
      { type: 'notify', kind: 'handle.due' },
      { type: 'notify', kind: 'handle.overdue' },
    ])
    expect(notices('overdue', 'clock.yellow')).toEqual([{ type: 'notify', kind: 'handle.yellow' }])
    expect(notices('yellow', 'clock.red')).toEqual([{ type: 'notify', kind: 'handle.red' }])
  })
})

describe('handing in', () => {
  it('stops the clock: it rings no more, and only the check is waited for', () => {
    const host = does(hostWithUnit(), [deeds.rectify, handler, '2025-10-13 17:00'])
    expect(clockOf(host)).toBe('stopped')
    // 80 % of a working day from Monday 17:00.
    expect(waitingOf(host)).toEqual([['stage.warn', '2025-10-14 15:24']])
    expect(host.timers.filter(({ name }) => name.startsWith('clock.')).map(({ fate }) => fate)).toEqual([
      'cleared',
    ])
    host.passTo(MONDAY + 400 * day24)
    expect(clockOf(host)).toBe('stopped')
    expect(assignmentOf(host.finding).wasOverdue).toBe(false)
  })

  it('at the moment of due is in time, though the timer rang at that very moment', () => {
    const host = does(hostWithUnit(), [deeds.rectify, handler, '2025-10-15 09:00'])
    expect(host.taken.map(({ deed }) => deed.type)).toContain('clock.overdue')
    expect(assignmentOf(host.finding)).toMatchObject({ wasOverdue: false, overdueDueAt: null })
  })

  it('a millisecond after due is late, even if no timer had fired', () => {
    const late = follow(inProgress(), [deeds.rectify, handler, moment('2025-10-15 09:00') + 1])
    expect(late.value).toEqual({ work: 'rectified', clock: 'stopped', stage: 'in_time' })
    expect(assignmentOf(late)).toMatchObject({
      wasOverdue: true,
      overdueDueAt: moment('2025-10-15 09:00'),
      handledAt: moment('2025-10-15 09:00') + 1,
    })
  })

  it.each<[string, Deed, Actor]>([
    ['a forced closing', deeds.forceClose, supervisor],
    ['another category with more time', { ...deeds.reclassify, standard: LONGER }, supervisor],
  ])('%s after due does not undo the lateness, even if no timer had fired', (_, deed, actor) => {
    const late = follow(inProgress(), [deed, actor, '2025-10-15 10:00'])
    expect(assignmentOf(late)).toMatchObject({
      wasOverdue: true,
      overdueDueAt: moment('2025-10-15 09:00'),
    })
  })

  it('withdrawing it after due does not either', () => {
    const late = follow(dispatched(), [deeds.withdraw, patroller, '2025-10-15 10:00'])
    expect(assignmentOf(late).wasOverdue).toBe(true)
  })

  it.each<[string, () => Situation]>([
    ['suspended', suspended],
    ['handed in', rectified],
  ])('a forced closing long after is not the unit’s lateness when it was %s', (_, found) => {
    const ended = follow(found(), [deeds.forceClose, supervisor, '2025-10-30 10:00'])
    expect(assignmentOf(ended).wasOverdue).toBe(false)
  })
})

describe('extension', () => {
  const extending = (host: Host, amountMs: number, at?: string) =>
    does(
      host,
      [{ ...deeds.applyExtension, amountMs } as Deed, unitManager, at],
      [deeds.grantExtension, coordinator],
    )

  it('two working days more: due 2025-10-15 09:00 becomes 2025-10-17 09:00', () => {
    const host = extending(hostWithUnit(), 16 * hour)
    expect(dueOf(host.finding)).toBe('2025-10-17 09:00')
    expect(host.finding.context.counts.extension).toBe(1)
    expect(host.finding.context.stage).toMatchObject({ name: 'handle', dueAt: moment('2025-10-17 09:00') })
  })

  it('is counted from the current due date, not from now', () => {
    const once = extending(hostWithUnit(), 8 * hour, '2025-10-14 17:00')
    expect(dueOf(once.finding)).toBe('2025-10-16 09:00')
    expect(dueOf(extending(once, 8 * hour, '2025-10-15 17:00').finding)).toBe('2025-10-17 09:00')
  })

  it('warns again at 80 % of the longer budget', () => {
    const host = hostWithUnit()
    host.passTo(moment('2025-10-14 16:00'))
    expect(clockOf(host)).toBe('warned')
    extending(host, 16 * hour)
    expect(clockOf(host)).toBe('running')
    expect(waitingOf(host)).toEqual([['clock.warn', '2025-10-16 10:36']])
  })

  it('does not disturb the work: a finding not yet received stays so, and so does its stage', () => {
    const host = extending(hostWithUnit({}, false), 8 * hour)
    expect(host.finding.value).toEqual({ work: 'dispatched', clock: 'running', stage: 'in_time' })
    expect(host.finding.context.stage?.name).toBe('receive')
  })

  it('the clock never stops while the application waits, and a refusal changes nothing', () => {
    const host = does(hostWithUnit(), [deeds.applyExtension, unitManager])
    const waiting = waitingOf(host)
    does(host, [deeds.refuseExtension, coordinator])
    expect(waitingOf(host)).toEqual(waiting)
    expect(dueOf(host.finding)).toBe('2025-10-15 09:00')
    expect(host.finding.context.counts.extension).toBe(0)
  })

  it('granted at the very moment of due, the unit was never late', () => {
    const host = extending(hostWithUnit(), 16 * hour, '2025-10-15 09:00')
    expect(assignmentOf(host.finding).wasOverdue).toBe(false)
  })
})

describe('suspension', () => {
  const suspendedAt = (at: string, resumeBy: string) =>
    does(
      hostWithUnit(),
      [applySuspension(moment(resumeBy)), unitManager, at],
      [deeds.grantSuspension, supervisor],
    )

  it('keeps the remaining budget: 840 minutes left on 10-13 11:00 are due on 10-22 11:00', () => {
    const host = suspendedAt('2025-10-13 11:00', '2025-12-01 09:00')
    expect(assignmentOf(host.finding).remainingMs).toBe(840 * minute)
    does(host, [deeds.resume, unitManager, '2025-10-20 15:00'])
    expect(dueOf(host.finding)).toBe('2025-10-22 11:00')
    expect(host.finding.value).toEqual({ work: 'in_progress', clock: 'running', stage: 'unwatched' })
    expect(host.finding.context.stage).toMatchObject({ name: 'handle', dueAt: moment('2025-10-22 11:00') })
  })

  it('stops every mark: only the day of resumption waits, and its announcement three days before', () => {
    const host = suspendedAt('2025-10-13 11:00', '2025-10-20 15:00')
    expect(host.finding.value).toEqual({ work: 'suspended', clock: 'paused', stage: 'unwatched' })
    expect(waitingOf(host)).toEqual([
      ['resume', '2025-10-20 15:00'],
      ['suspension.ending', '2025-10-17 15:00'],
    ])
    expect(host.finding.context.stage).toBeNull()
  })

  it('ends by itself on that day, and the clock goes on', () => {
    const host = suspendedAt('2025-10-13 11:00', '2025-10-20 15:00')
    host.passTo(moment('2025-10-20 15:00'))
    expect(host.finding.value).toEqual({ work: 'in_progress', clock: 'running', stage: 'unwatched' })
    // 80 % of fourteen working hours from Monday 15:00.
    expect(waitingOf(host)).toEqual([['clock.warn', '2025-10-22 08:12']])
  })

  it('a host that was down on that day resumes when it is back: time nobody could use is not charged', () => {
    const host = suspendedAt('2025-10-13 11:00', '2025-10-20 15:00')
    host.sleepTo(moment('2025-10-21 15:00'))
    expect(dueOf(host.finding)).toBe('2025-10-23 11:00')
  })

  it('resumed by hand, the timer is gone', () => {
    const host = does(suspendedAt('2025-10-13 11:00', '2025-10-20 15:00'), [
      deeds.resume,
      coordinator,
      '2025-10-14 09:00',
    ])
    expect([...host.waiting.keys()]).toEqual(['clock.warn'])
  })

  it('from before it was received: it comes back as received', () => {
    const host = does(
      hostWithUnit({}, false),
      [applySuspension(MONDAY + 9 * day24), unitManager],
      [deeds.grantSuspension, supervisor],
      [deeds.resume, coordinator],
    )
    expect(host.finding.value.work).toBe('in_progress')
    expect(assignmentOf(host.finding).receivedAt).toBe(MONDAY)
  })

  it('granted at the moment of due it leaves nothing: resumed, it is due at once', () => {
    const host = suspendedAt('2025-10-15 09:00', '2025-10-16 09:00')
    expect(assignmentOf(host.finding)).toMatchObject({ remainingMs: 0, wasOverdue: false })
    host.passTo(moment('2025-10-16 09:01'))
    expect(clockOf(host)).toBe('overdue')
  })

  it('ends with the finding: void, or closed by force, nothing rings', () => {
    for (const ending of [
      [deeds.proposeVoid, coordinator, deeds.makeVoid, supervisor],
      [deeds.supervise, supervisor, deeds.forceClose, supervisor],
    ] as const) {
      const host = suspendedAt('2025-10-13 11:00', '2025-10-20 15:00')
      does(host, [ending[0], ending[1]], [ending[2], ending[3]])
      expect(host.waiting.size).toBe(0)
    }
  })
})

describe('rework', () => {
  const reworked = (handedIn: string, sentBack: string, more: Partial<Report> = {}) =>
    does(
      hostWithUnit(more),
      [deeds.rectify, handler, handedIn],
      [deeds.fail, checker],
      [deeds.rework, coordinator, sentBack],
    )

  it('continues with what was left: fourteen hours', () => {
    const host = reworked('2025-10-13 11:00', '2025-10-16 09:00')
    expect(dueOf(host.finding)).toBe('2025-10-17 17:00')
    expect(host.finding.value).toEqual({ work: 'in_progress', clock: 'running', stage: 'unwatched' })
  })

  it('gives a quarter of the limit when less was left', () => {
    expect(dueOf(reworked('2025-10-14 17:00', '2025-10-16 09:00').finding)).toBe('2025-10-16 15:00')
    expect(dueOf(reworked('2025-10-15 10:00', '2025-10-16 09:00').finding)).toBe('2025-10-16 15:00')
  })

  it('gives an hour at least', () => {
    expect(dueOf(reworked('2025-10-13 10:50', '2025-10-13 12:00', URGENT).finding)).toBe('2025-10-13 13:00')
  })

  it('gives what the community chose', () => {
    const given = (policy: { minReworkShare: number; minReworkMs: number }) =>
      dueOf(
        reworked('2025-10-15 10:00', '2025-10-16 09:00', { policy: { ...reportOf().policy, ...policy } })
          .finding,
      )
    expect(given({ minReworkShare: 0.5, minReworkMs: hour })).toBe('2025-10-17 09:00')
    expect(given({ minReworkShare: 0.1, minReworkMs: 2 * hour })).toBe('2025-10-16 11:00')
  })

  it('a unit that was late stays late, whatever it hands in later', () => {
    const host = reworked('2025-10-15 10:00', '2025-10-16 09:00')
    does(host, [deeds.rectify, handler, '2025-10-16 09:30'])
    expect(assignmentOf(host.finding)).toMatchObject({
      wasOverdue: true,
      overdueDueAt: moment('2025-10-15 09:00'),
      handledAt: moment('2025-10-16 09:30'),
    })
  })

  it('in time first, late the second time: late, since the second due date', () => {
    const host = reworked('2025-10-13 11:00', '2025-10-16 09:00')
    does(host, [deeds.rectify, handler, '2025-10-17 17:30'])
    expect(assignmentOf(host.finding)).toMatchObject({
      wasOverdue: true,
      overdueDueAt: moment('2025-10-17 17:00'),
    })
  })

  it('the check begins anew', () => {
    const host = reworked('2025-10-13 11:00', '2025-10-16 09:00')
    expect(host.finding.context.check).toBeNull()
    expect(assignmentOf(host.finding).handledAt).toBeNull()
    expect(host.finding.context.counts.rework).toBe(1)
  })

  it('the checkers’ time is not charged to the unit', () => {
    const host = does(hostWithUnit(), [deeds.rectify, handler, '2025-10-14 17:00'])
    host.passTo(moment('2025-11-14 17:00'))
    expect(assignmentOf(host.finding).wasOverdue).toBe(false)
  })
})

describe('reopening', () => {
  const closing = (host: Host) => does(host, [deeds.pass, checker], [deeds.close, coordinator])

  it('continues as a rework does, with the same unit', () => {
    const host = closing(does(hostWithUnit(), [deeds.rectify, handler, '2025-10-13 11:00']))
    does(host, [deeds.reopen, coordinator, '2025-10-16 09:00'])
    expect(dueOf(host.finding)).toBe('2025-10-17 17:00')
    expect(host.finding.value).toEqual({ work: 'in_progress', clock: 'running', stage: 'unwatched' })
    expect(host.finding.context).toMatchObject({
      endedAt: null,
      closeKind: null,
      counts: { rework: 1, reopen: 1 },
    })
  })

  it('after a forced closing what was left then is left now, and nobody was late meanwhile', () => {
    const host = does(hostWithUnit(), [deeds.forceClose, supervisor, '2025-10-13 11:00'])
    does(host, [deeds.reopen, coordinator, '2025-10-16 09:00'])
    expect(dueOf(host.finding)).toBe('2025-10-17 17:00')
    expect(assignmentOf(host.finding).wasOverdue).toBe(false)
  })

  it('after a forced closing of a suspended finding nothing is paused any more', () => {
    const host = does(
      hostWithUnit(),
      [applySuspension(MONDAY + 300 * day24), unitManager, '2025-10-13 11:00'],
      [deeds.grantSuspension, supervisor],
      [deeds.forceClose, supervisor, '2025-10-20 11:00'],
      [deeds.reopen, coordinator, '2025-10-20 15:00'],
    )
    expect(dueOf(host.finding)).toBe('2025-10-22 11:00')
    expect(assignmentOf(host.finding)).toMatchObject({
      pausedAt: null,
      remainingMs: null,
      resumeBy: null,
      wasOverdue: false,
      suspendedOnce: true,
    })
  })
})

describe('another category', () => {
  const reclassified = (host: Host, standard: typeof ORDINARY, at?: string) =>
    does(host, [{ ...deeds.reclassify, standard } as Deed, supervisor, at])

  it('counts from the same start with the new limit', () => {
    const host = reclassified(hostWithUnit(), SHORTER, '2025-10-13 11:00')
    expect(dueOf(host.finding)).toBe('2025-10-14 09:00')
    expect(assignmentOf(host.finding).limit).toEqual(SHORTER.limit)
    expect(host.finding.context.standard).toEqual(SHORTER)
    expect(waitingOf(host)).toEqual([['clock.warn', '2025-10-13 17:24']])
  })

  it('may be overdue at once', () => {
    const host = reclassified(hostWithUnit(), SHORTER, '2025-10-14 10:00')
    host.passTo(moment('2025-10-14 10:00'))
    expect(clockOf(host)).toBe('overdue')
    expect(show(assignmentOf(host.finding).overdueDueAt)).toBe('2025-10-14 09:00')
  })

  it('with more time puts the clock back, but not the lateness', () => {
    const host = hostWithUnit()
    host.passTo(moment('2025-10-15 10:00'))
    expect(clockOf(host)).toBe('overdue')
    reclassified(host, LONGER)
    expect(clockOf(host)).toBe('running')
    expect(dueOf(host.finding)).toBe('2025-10-17 09:00')
    expect(assignmentOf(host.finding).wasOverdue).toBe(true)
  })

  it('an extension of the old limit falls with it', () => {
    const host = does(
      hostWithUnit(),
      [deeds.applyExtension, unitManager],
      [deeds.grantExtension, coordinator],
    )
    expect(dueOf(host.finding)).toBe('2025-10-16 09:00')
    expect(dueOf(reclassified(host, LONGER).finding)).toBe('2025-10-17 09:00')
  })

  it('an application that waits falls with it too: it was measured by the old limit', () => {
    const host = does(hostWithUnit(), [deeds.applyExtension, unitManager])
    expect(reclassified(host, SHORTER).finding.context.extension).toBeNull()
  })

  it('does not charge a suspension: the share that was left is left of the new limit', () => {
    const host = does(
      hostWithUnit(),
      [applySuspension(MONDAY + 90 * day24), unitManager, '2025-10-13 11:00'],
      [deeds.grantSuspension, supervisor],
      [deeds.resume, unitManager, '2025-10-20 15:00'],
    )
    // Fourteen of sixteen hours were left: seven of eight from Monday 15:00.
    expect(dueOf(reclassified(host, SHORTER, '2025-10-21 09:00').finding)).toBe('2025-10-21 12:00')
    expect(assignmentOf(host.finding).wasOverdue).toBe(false)
  })

  it('while suspended changes what is left, and nothing rings', () => {
    const host = does(
      hostWithUnit(),
      [applySuspension(MONDAY + 90 * day24), unitManager, '2025-10-13 11:00'],
      [deeds.grantSuspension, supervisor],
    )
    const waiting = waitingOf(host)
    reclassified(host, SHORTER)
    expect(host.finding.value).toEqual({ work: 'suspended', clock: 'paused', stage: 'unwatched' })
    expect(assignmentOf(host.finding).remainingMs).toBe(7 * hour)
    expect(waitingOf(host)).toEqual(waiting)
    expect(dueOf(does(host, [deeds.resume, unitManager, '2025-10-20 15:00']).finding)).toBe(
      '2025-10-21 12:00',
    )
  })

  it('does not take back the least time of a rework', () => {
    const host = does(
      hostWithUnit(),
      [deeds.rectify, handler, '2025-10-15 10:00'],
      [deeds.rework, coordinator, '2025-10-16 09:00'],
    )
    // A quarter of the limit was given: a quarter of the new one.
    expect(dueOf(reclassified(host, LONGER).finding)).toBe('2025-10-17 09:00')
  })

  it('after the hand-in does not judge the unit anew', () => {
    const host = does(hostWithUnit(), [deeds.rectify, handler, '2025-10-14 17:00'])
    const before = assignmentOf(host.finding)
    reclassified(host, { ...SHORTER, severity: 'S4' })
    expect(host.finding.value).toEqual({ work: 'rectified', clock: 'stopped', stage: 'in_time' })
    expect(assignmentOf(host.finding)).toEqual(before)
    expect(host.finding.context).toMatchObject({ severity: 'S4', standard: { categoryCode: '0104' } })
  })

  it('recounts the stage that runs from its own start, not from now', () => {
    const found = follow(reported(), [
      { ...deeds.reclassify, standard: URGENT },
      coordinator,
      '2025-10-13 11:00',
    ])
    expect(found.context.stage).toMatchObject({ name: 'triage', dueAt: moment('2025-10-13 09:30') })
    const sent = follow(dispatched(), [
      { ...deeds.reclassify, standard: URGENT },
      supervisor,
      '2025-10-13 11:00',
    ])
    expect(sent.context.stage).toMatchObject({ name: 'receive', dueAt: moment('2025-10-13 09:30') })
  })

  it('explains itself', () => {
    const why = ({ context }: Situation) => context.why.map(({ k }) => k)
    expect(why(reclassified(hostWithUnit(), SHORTER).finding)).toEqual(['started', 'limit'])
    const again = (...turns: (readonly [Deed, Actor, string?])[]) =>
      why(reclassified(does(hostWithUnit(), ...turns), SHORTER).finding)
    expect(
      again(
        [applySuspension(MONDAY + 90 * day24), unitManager, '2025-10-13 11:00'],
        [deeds.grantSuspension, supervisor],
        [deeds.resume, unitManager, '2025-10-20 15:00'],
      ),
    ).toEqual(['started', 'limit', 'resumed'])
    expect(
      again([deeds.rectify, handler, '2025-10-13 11:00'], [deeds.rework, coordinator, '2025-10-14 11:00']),
    ).toEqual(['started', 'limit', 'rework'])
  })
})

describe('the other stages', () => {
  it.each<[FindingState, string | null]>([
    ['reported', 'triage'],
    ['verifying', 'verify'],
    ['self_handled', 'triage'],
    ['registered', 'dispatch'],
    ['dispatched', 'receive'],
    ['in_progress', 'handle'],
    ['suspended', null],
    ['rectified', 'check'],
    ['closed', null],
    ['rejected', null],
    ['merged', null],
    ['void', null],
  ])('%s runs on the %s limit', (state, name) => {
    const { stage } = findingIn(state as Exclude<FindingState, 'draft'>).context
    expect(stage?.name ?? null).toBe(name)
  })

  it('a passed check waits to be closed, a failed one still to be checked', () => {
    expect(follow(rectified(), [deeds.pass, checker]).context.stage?.name).toBe('close')
    expect(follow(rectified(), [deeds.fail, checker]).context.stage?.name).toBe('check')
  })

  it('a return waits to be dispatched again', () => {
    expect(follow(inProgress(), [deeds.return, unitManager]).context.stage?.name).toBe('dispatch')
  })
})

// Generated lives.

const NEXT_TIMER: Readonly<Record<ClockState, string | null>> = {
  idle: null,
  running: 'clock.warn',
  warned: 'clock.overdue',
  overdue: 'clock.yellow',
  yellow: 'clock.red',
  red: null,
  paused: null,
  stopped: null,
}
const MARK_OF: Readonly<Record<string, (assignment: Assignment) => number>> = {
  'clock.warn': a => a.warnAt,
  'clock.overdue': a => a.dueAt,
  'clock.yellow': a => a.yellowAt,
  'clock.red': a => a.redAt,
  resume: a => a.resumeBy ?? Number.NaN,
}
const CLOCKS_OF: Readonly<Partial<Record<FindingState, readonly ClockState[]>>> = {
  dispatched: ['running', 'warned', 'overdue', 'yellow', 'red'],
  in_progress: ['running', 'warned', 'overdue', 'yellow', 'red'],
  suspended: ['paused'],
  rectified: ['stopped'],
  closed: ['stopped', 'idle'],
}
const OTHER_STAGES: readonly FindingState[] = [
  'reported',
  'verifying',
  'self_handled',
  'registered',
  'dispatched',
  'rectified',
]
const TIMERS = Object.entries(FINDING_RULES).flatMap(([name, { system }]) =>
  system === 'timer' ? [name] : [],
)
const isRunning = ({ value }: Situation) => value.work === 'dispatched' || value.work === 'in_progress'

/** Watches a life: when a due moment went by while the unit had the finding, the unit is late from then on. */
function createWatch() {
  let seenSteps = 0
  let late = false
  const passBy = (found: Situation, at: number) => {
    if (isRunning(found) && at > assignmentOf(found).dueAt) late = true
  }
  return {
    get late() {
      return late
    },
    look(host: Host) {
      for (const { deed, before, after, at } of host.taken.slice(seenSteps)) {
        passBy(before, at)
        if (deed.type === 'dispatch' || deed.type === 'dispatch_final') late = false
        if (after.context.assignment === null) late = false
      }
      seenSteps = host.taken.length
      passBy(host.finding, host.now)
    },
  }
}

describe('over thousands of generated lives', () => {
  it('exactly the timers that are needed wait, at their marks', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(lives, life => {
        const duties = createDuties()
        play(life, host => {
          duties.look(host)
          const { finding, waiting } = host
          const { work, clock, stage } = finding.value
          expect(CLOCKS_OF[work] ?? ['idle']).toContain(clock)
          expect(stage !== 'unwatched').toBe(OTHER_STAGES.includes(work))
          const needed = new Map(duties.waiting(finding))
          for (const name of [NEXT_TIMER[clock], work === 'suspended' ? 'resume' : null])
            if (name !== null) needed.set(name, MARK_OF[name]?.(assignmentOf(finding)) ?? Number.NaN)
          expect([...waiting.keys()].sort()).toEqual([...needed.keys()].sort())
          for (const { name, fireAt, setAt } of waiting.values()) {
            expect([name, fireAt]).toEqual([name, Math.max(setAt, needed.get(name) ?? Number.NaN)])
            met.set(name, (met.get(name) ?? 0) + 1)
          }
        })
      }),
      { numRuns: 600 },
    )
    for (const name of TIMERS) expect([name, (met.get(name) ?? 0) > 50]).toEqual([name, true])
  })

  it('of one stage, one supervision and one suspension each thing is told once', () => {
    fc.assert(
      fc.property(lives, life => {
        const duties = createDuties()
        const host = play(life)
        host.passTo(host.now + 1000 * day24)
        duties.look(host)
        expect(duties.repeated).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('every timer that was set is cleared or rings exactly once, and never in vain', () => {
    const fates = new Map<string, number>()
    fc.assert(
      fc.property(lives, life => {
        const host = play(life)
        host.passTo(host.now + 1000 * day24)
        expect(host.waiting.size).toBe(0)
        for (const { name, fate } of host.timers) {
          expect(['rung', 'cleared', 'replaced']).toContain(fate)
          const what = `${name.split('.')[0]} ${fate}`
          fates.set(what, (fates.get(what) ?? 0) + 1)
        }
        const rung = host.timers.filter(({ fate }) => fate === 'rung').length
        const heard = host.taken.filter(({ actor }) => actor.system === 'timer').length
        expect(heard).toBe(rung)
      }),
      { numRuns: 1000 },
    )
    // The generator gets around: each of these happened, and not once only.
    for (const kind of ['clock', 'stage', 'supervision', 'suspension', 'resume'])
      for (const fate of ['rung', 'cleared'] satisfies SetTimer['fate'][])
        expect([kind, fate, (fates.get(`${kind} ${fate}`) ?? 0) > 10]).toEqual([kind, fate, true])
    for (const kind of ['clock', 'stage', 'supervision'])
      expect([kind, (fates.get(`${kind} replaced`) ?? 0) > 50]).toEqual([kind, true])
  })

  it('a stage, an answer that is missing and a coming end move nothing but the time', () => {
    fc.assert(
      fc.property(lives, life => {
        const { taken } = play(life)
        for (const { deed, before, after, at } of taken) {
          if (!/^(stage|supervision|suspension)\./.test(deed.type)) continue
          expect(after.context).toEqual({ ...before.context, at })
          const { work, clock } = before.value
          expect(after.value).toMatchObject({ work, clock })
          expect(after.value.stage !== before.value.stage).toBe(deed.type.startsWith('stage.'))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('the clock never moves the work, and changes nothing but the mark, the card and the time', () => {
    fc.assert(
      fc.property(lives, life => {
        const { taken } = play(life)
        for (const { deed, before, after } of taken) {
          if (!deed.type.startsWith('clock.')) continue
          expect(after.value.work).toBe(before.value.work)
          const untouched = ({ context }: Situation) => ({
            ...context,
            at: 0,
            supervision: null,
            assignment: { ...context.assignment, wasOverdue: false, overdueDueAt: null },
          })
          expect(untouched(after)).toEqual(untouched(before))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('a unit is late when and only when a due moment went by while it had the finding', () => {
    let lateOnes = 0
    fc.assert(
      fc.property(lives, life => {
        const watch = createWatch()
        play(life, host => {
          watch.look(host)
          const { assignment } = host.finding.context
          if (!assignment) return
          // At the very moment of due both are true: the timer has rung, and a hand-in would still be in time.
          if (isRunning(host.finding) && host.now === assignment.dueAt) return
          // Another category may be due in the past: the timers for it are about to ring.
          if ([...host.waiting.values()].some(({ fireAt }) => fireAt <= host.now)) return
          expect(assignment.wasOverdue).toBe(watch.late)
          expect(assignment.wasOverdue).toBe(assignment.overdueDueAt !== null)
          if (watch.late) lateOnes++
        })
      }),
      { numRuns: 1000 },
    )
    expect(lateOnes).toBeGreaterThan(100)
  })

  it('a pause and a hand-in keep the budget: what is given back is never less than what was left', () => {
    let pauses = 0
    fc.assert(
      fc.property(lives, life => {
        const { taken } = play(life)
        for (const { deed, before, after, at } of taken) {
          if (deed.type !== 'resume' && deed.type !== 'rework' && deed.type !== 'reopen') continue
          const was = assignmentOf(before)
          const is = assignmentOf(after)
          const left =
            was.remainingMs ??
            elapsed(was.handledAt ?? before.context.endedAt ?? at, was.dueAt, was.limit.basis, CHINA)
          const given = elapsed(at, is.dueAt, is.limit.basis, CHINA)
          const least = deed.type === 'resume' ? 0 : Math.max(hour, Math.round(was.limit.ms / 4))
          expect(given).toBe(Math.max(left, least))
          expect(is).toMatchObject({ pausedAt: null, remainingMs: null, resumeBy: null, handledAt: null })
          pauses++
        }
      }),
      { numRuns: 1000 },
    )
    expect(pauses).toBeGreaterThan(100)
  })
})

describe('the clock from outside', () => {
  it.each(['clock.start', 'clock.pause', 'clock.stop', 'clock.clear'])(
    '%s is a word between the regions: nobody can say it',
    type => {
      for (const found of [inProgress(), rectified(), suspended()])
        for (const actor of [supervisor, RULE, { ...RULE, system: 'timer' as const }])
          expect(attempt(found, { type } as unknown as Deed, actor, MONDAY + hour).outcome).toBe('refused')
    },
  )

  it('a mark that comes twice is refused the second time', () => {
    const timer = { ...RULE, system: 'timer' as const }
    const warned = landing(attempt(inProgress(), { type: 'clock.warn' }, timer, MONDAY + day24))
    expect(attempt(warned, { type: 'clock.warn' }, timer, MONDAY + day24).outcome).toBe('refused')
  })
})
