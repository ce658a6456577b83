import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FINDING_COUNTERS, type FindingCounter } from '../../machines/counters.ts'
import { cohortDay, factsOf, returnsOf, scopesOf } from '../../machines/finding/figures.ts'
import type { FindingState } from '../../machines/finding/states.ts'
import { type Rate, rate } from '../../machines/rates.ts'
import {
  applySuspension,
  CLEANING,
  checker,
  coordinator,
  day24,
  deeds,
  findingIn,
  follow,
  handler,
  inProgress,
  knowing,
  LONGER,
  MONDAY,
  moment,
  NOTHING,
  PROPERTY,
  patroller,
  reported,
  type Situation,
  selfHandled,
  supervisor,
  type Turn,
  unitManager,
} from './support-finding.ts'
import { hostWithUnit } from './support-host.ts'
import { lives, play } from './support-lives.ts'

/*
 * What a finding adds to the figures, by domain.md 9.2. Reported on Monday the 13th, due on Wednesday the 15th at
 * 09:00, to be closed by Friday the 17th at 09:00.
 */

const MON = '2025-10-13'
const TUE = '2025-10-14'
const WED = '2025-10-15'
const THU = '2025-10-16'
const FRI = '2025-10-17'

const factsIn = ({ context, value }: Situation) => Object.fromEntries(factsOf(context, value.work))

type Counted = Partial<Record<FindingCounter, string>>
const registeredOnMonday: Counted = { reported: MON, found: MON, triaged: MON, valid: MON, registered: MON }
const dispatchedOnMonday: Counted = { ...registeredOnMonday, dispatched: MON }
const without = (counted: Counted, ...names: FindingCounter[]): Counted =>
  Object.fromEntries(Object.entries(counted).filter(([name]) => !names.includes(name as FindingCounter)))

const at = (deed: Turn[0], actor: Turn[1], when: string): Turn => [deed, actor, when]
const handIn = (when: string): Turn => at(deeds.rectify, handler, when)
const closing = (when: string): Turn[] => [at(deeds.pass, checker, when), at(deeds.close, coordinator, when)]

/** Reported on Monday, where something of the same category was fixed this long before. */
const seenAfter = (ms: number) => reported({ earlierFix: { of: 'earlier', closedAt: MONDAY - ms } })
const lateOnWednesday = () => follow(inProgress(), handIn(`${WED} 10:00`))
const closedLate = () => follow(lateOnWednesday(), ...closing(`${THU} 10:00`))
const overdue = (): Situation => {
  const host = hostWithUnit()
  host.passTo(moment(`${THU} 18:00`))
  return host.finding
}

const TABLE: readonly (readonly [fact: string, found: () => Situation, counted: Counted])[] = [
  ['nothing is counted before it is reported', () => NOTHING, {}],
  ['reported', reported, { reported: MON, found: MON }],
  ['being verified', () => findingIn('verifying'), { reported: MON, found: MON }],
  ['registered: triaged and valid', () => findingIn('registered'), registeredOnMonday],
  ['dispatched', inProgress, dispatchedOnMonday],
  [
    'seen again 30 days after it was fixed there: recurred on the day it is registered',
    () => follow(seenAfter(30 * day24), at(deeds.register, coordinator, `${TUE} 09:00`)),
    { ...without(registeredOnMonday), triaged: TUE, registered: TUE, recurred: TUE },
  ],
  ['not yet registered: not yet recurred', () => seenAfter(day24), { reported: MON, found: MON }],
  [
    'seen again later than that: the fix held',
    () => follow(seenAfter(30 * day24 + 1), [deeds.register, coordinator]),
    registeredOnMonday,
  ],
  [
    'the desk says that it is something else: not recurred',
    () => follow(seenAfter(day24), [deeds.register, coordinator], [deeds.unlinkRecurrence, coordinator]),
    registeredOnMonday,
  ],
  [
    'of another category after all, where nothing was fixed before: not recurred',
    () =>
      follow(
        seenAfter(day24),
        [deeds.register, coordinator],
        [{ ...deeds.reclassify, standard: LONGER }, coordinator],
      ),
    registeredOnMonday,
  ],
  [
    'recurred, and found to be nothing: not recurred',
    () =>
      follow(
        seenAfter(day24),
        [deeds.register, coordinator],
        [deeds.proposeVoid, coordinator],
        at(deeds.makeVoid, supervisor, `${TUE} 09:00`),
      ),
    { registered: MON, void: TUE },
  ],
  [
    'valid on the report day, however late it is registered',
    () => follow(reported(), at(deeds.register, coordinator, `${WED} 09:00`)),
    { reported: MON, found: MON, triaged: WED, valid: MON, registered: WED },
  ],

  // Ends that are none

  [
    'rejected: taken off found',
    () => follow(reported(), at(deeds.reject, coordinator, `${TUE} 09:00`)),
    { reported: MON, triaged: TUE, rejected: TUE },
  ],
  [
    'withdrawn at once: likewise',
    () => follow(reported(), at(deeds.withdraw, patroller, `${TUE} 09:00`)),
    { reported: MON, triaged: TUE, rejected: TUE },
  ],
  [
    'withdrawn after it was dispatched: it was valid, but nothing was found',
    () => follow(findingIn('dispatched'), at(deeds.withdraw, patroller, `${TUE} 09:00`)),
    { ...without(dispatchedOnMonday, 'found'), rejected: TUE },
  ],
  [
    'merged: in reported, triaged and merged only',
    () => follow(reported(), at(deeds.merge, coordinator, `${TUE} 09:00`)),
    { reported: MON, triaged: TUE, merged: TUE },
  ],
  [
    'merged after it was registered: likewise, and triaged when it was registered',
    () => follow(findingIn('registered'), at(deeds.merge, coordinator, `${TUE} 09:00`)),
    { reported: MON, triaged: MON, merged: TUE },
  ],
  [
    'void: in void and registered only',
    () =>
      follow(
        findingIn('registered'),
        [deeds.proposeVoid, coordinator],
        at(deeds.makeVoid, supervisor, `${TUE} 09:00`),
      ),
    { registered: MON, void: TUE },
  ],
  [
    'void after it was overdue: likewise',
    () => follow(overdue(), [deeds.proposeVoid, coordinator], at(deeds.makeVoid, supervisor, `${FRI} 09:00`)),
    { registered: MON, void: FRI },
  ],

  // Fixed on the spot

  ['fixed on the spot, not yet approved: found', selfHandled, { reported: MON, found: MON }],
  [
    'fixed on the spot and approved: found and rectified, in no count of handling or closing',
    () => follow(selfHandled(), at(deeds.approveSelfHandled, coordinator, `${TUE} 09:00`)),
    { reported: MON, found: MON, valid: MON, selfHandled: TUE, rectified: TUE },
  ],
  [
    'fixed on the spot and not believed: reported like any other',
    () => follow(selfHandled(), at(deeds.rejectSelfHandled, coordinator, `${TUE} 09:00`)),
    { reported: MON, found: MON },
  ],
  [
    'fixed on the spot and closed by force: no fix was accepted',
    () => follow(selfHandled(), at(deeds.forceClose, supervisor, `${TUE} 09:00`)),
    { reported: MON, found: MON, closed: TUE, closedForced: TUE },
  ],

  // Handling

  [
    'overdue on the day it was due, not on the day somebody looked',
    overdue,
    { ...dispatchedOnMonday, overdue: WED },
  ],
  [
    'suspended: nothing is added',
    () =>
      follow(
        inProgress(),
        [applySuspension(moment('2025-12-01 09:00')), unitManager],
        at(deeds.grantSuspension, supervisor, `${TUE} 09:00`),
      ),
    dispatchedOnMonday,
  ],
  [
    'handed in in time',
    () => follow(inProgress(), handIn(`${TUE} 10:00`)),
    { ...dispatchedOnMonday, handled: TUE, handledInTime: TUE },
  ],
  [
    'handed in at the moment of due',
    () => follow(inProgress(), handIn(`${WED} 09:00`)),
    { ...dispatchedOnMonday, handled: WED, handledInTime: WED },
  ],
  [
    'handed in late, though no timer had fired',
    lateOnWednesday,
    { ...dispatchedOnMonday, handled: WED, overdue: WED },
  ],
  [
    'sent back: not handled any more',
    () => follow(inProgress(), handIn(`${TUE} 10:00`), at(deeds.rework, coordinator, `${WED} 08:00`)),
    dispatchedOnMonday,
  ],
  [
    'late, sent back and handed in in time the second time: late still',
    () => follow(lateOnWednesday(), at(deeds.rework, coordinator, `${THU} 08:00`), handIn(`${THU} 09:00`)),
    { ...dispatchedOnMonday, handled: THU, overdue: WED },
  ],
  [
    'given back: dispatched all the same',
    () => follow(inProgress(), at(deeds.return, unitManager, `${TUE} 09:00`)),
    { ...dispatchedOnMonday },
  ],
  [
    'dispatched again: the first time counts',
    () =>
      follow(
        inProgress(),
        at(deeds.return, unitManager, `${TUE} 09:00`),
        at({ ...deeds.dispatch, route: CLEANING }, coordinator, `${WED} 09:00`),
      ),
    { ...dispatchedOnMonday },
  ],

  // Closing

  [
    'closed in time',
    () => follow(inProgress(), handIn(`${TUE} 10:00`), ...closing(`${WED} 10:00`)),
    {
      ...dispatchedOnMonday,
      handled: TUE,
      handledInTime: TUE,
      closed: WED,
      closedInTime: WED,
      rectified: WED,
    },
  ],
  [
    'closed at the last moment of the checkers’ time',
    () => follow(inProgress(), handIn(`${TUE} 10:00`), ...closing(`${FRI} 09:00`)),
    {
      ...dispatchedOnMonday,
      handled: TUE,
      handledInTime: TUE,
      closed: FRI,
      closedInTime: FRI,
      rectified: FRI,
    },
  ],
  [
    'the unit was in time, the checkers were not',
    () => follow(inProgress(), handIn(`${TUE} 10:00`), ...closing(`${FRI} 09:01`)),
    { ...dispatchedOnMonday, handled: TUE, handledInTime: TUE, closed: FRI, rectified: FRI },
  ],
  [
    'the unit was late, however fast it was closed',
    closedLate,
    { ...dispatchedOnMonday, handled: WED, overdue: WED, closed: THU, rectified: THU },
  ],
  [
    'the appeal was upheld: the fact stays, the figures forgive it',
    () =>
      follow(
        closedLate(),
        [deeds.appeal, unitManager],
        [deeds.upholdAppeal, coordinator],
        [deeds.upholdAppeal, supervisor],
      ),
    {
      ...dispatchedOnMonday,
      handled: WED,
      handledInTime: WED,
      overdue: WED,
      closed: THU,
      closedInTime: THU,
      rectified: THU,
    },
  ],
  [
    'the appeal was upheld once only: nothing is forgiven yet',
    () => follow(closedLate(), [deeds.appeal, unitManager], [deeds.upholdAppeal, coordinator]),
    { ...dispatchedOnMonday, handled: WED, overdue: WED, closed: THU, rectified: THU },
  ],
  [
    'forgiven to the unit, but closed too late by the checkers',
    () =>
      follow(
        follow(lateOnWednesday(), ...closing(`${FRI} 10:00`)),
        [deeds.appeal, unitManager],
        [deeds.upholdAppeal, coordinator],
        [deeds.upholdAppeal, supervisor],
      ),
    {
      ...dispatchedOnMonday,
      handled: WED,
      handledInTime: WED,
      overdue: WED,
      closed: FRI,
      rectified: FRI,
    },
  ],
  [
    'closed after a rework',
    () =>
      follow(
        inProgress(),
        handIn(`${TUE} 08:00`),
        at(deeds.rework, coordinator, `${TUE} 09:00`),
        handIn(`${TUE} 10:00`),
        ...closing(`${TUE} 11:00`),
      ),
    {
      ...dispatchedOnMonday,
      handled: TUE,
      handledInTime: TUE,
      closed: TUE,
      closedInTime: TUE,
      closedReworked: TUE,
      rectified: TUE,
    },
  ],
  [
    'closed after an extension: in time by the longer limit',
    () =>
      follow(
        inProgress(),
        [deeds.applyExtension, unitManager],
        [deeds.grantExtension, coordinator],
        handIn(`${WED} 15:00`),
        ...closing(`${THU} 10:00`),
      ),
    {
      ...dispatchedOnMonday,
      handled: WED,
      handledInTime: WED,
      closed: THU,
      closedInTime: THU,
      closedExtended: THU,
      rectified: THU,
    },
  ],
  [
    'closed by force: closed, but neither rectified nor in time',
    () => follow(inProgress(), at(deeds.forceClose, supervisor, `${TUE} 09:00`)),
    { ...dispatchedOnMonday, closed: TUE, closedForced: TUE },
  ],
  [
    'closed by force before anybody had it',
    () => follow(reported(), at(deeds.forceClose, supervisor, `${TUE} 09:00`)),
    { reported: MON, found: MON, closed: TUE, closedForced: TUE },
  ],
  [
    'closed by force after due, before any timer had fired: overdue on the due day',
    () => follow(inProgress(), at(deeds.forceClose, supervisor, `${THU} 09:00`)),
    { ...dispatchedOnMonday, overdue: WED, closed: THU, closedForced: THU },
  ],
  [
    'closed by force after the hand-in: handled all the same',
    () => follow(inProgress(), handIn(`${TUE} 10:00`), at(deeds.forceClose, supervisor, `${WED} 09:00`)),
    { ...dispatchedOnMonday, handled: TUE, handledInTime: TUE, closed: WED, closedForced: WED },
  ],
  [
    'reopened: the earlier close is superseded',
    () =>
      follow(
        inProgress(),
        handIn(`${TUE} 10:00`),
        ...closing(`${WED} 10:00`),
        at(deeds.reopen, coordinator, `${THU} 09:00`),
      ),
    dispatchedOnMonday,
  ],
]

describe('what each finding counts as', () => {
  it.each(TABLE)('%s', (_, found, counted) => {
    expect(factsIn(found())).toEqual(counted)
  })

  it('every counter is counted somewhere in this table', () => {
    const named = new Set(TABLE.flatMap(([, , counted]) => Object.keys(counted)))
    // Returns are counted one by one, apart from the rest.
    expect(FINDING_COUNTERS.filter(counter => !named.has(counter))).toEqual(['returned'])
  })
})

describe('the day is the community’s own', () => {
  const justReported = (when: string, timeZone: string) => reported({ timeZone }, patroller, Date.parse(when))

  it.each([
    ['2025-10-13T23:30:00+08:00', 'Asia/Shanghai', '2025-10-13'],
    ['2025-10-14T00:30:00+08:00', 'Asia/Shanghai', '2025-10-14'],
    ['2025-10-13T23:30:00+08:00', 'Asia/Tokyo', '2025-10-14'],
    ['2025-10-13T23:30:00+08:00', 'UTC', '2025-10-13'],
    ['2025-10-14T07:30:00+08:00', 'UTC', '2025-10-13'],
    ['2025-12-31T23:30:00+08:00', 'Asia/Shanghai', '2025-12-31'],
    ['2025-12-31T23:30:00+08:00', 'America/Los_Angeles', '2025-12-31'],
    ['2026-01-01T00:30:00+08:00', 'America/Los_Angeles', '2025-12-31'],
  ])('%s in %s is %s', (when, timeZone, day) => {
    const found = justReported(when, timeZone)
    expect(factsIn(found)).toEqual({ reported: day, found: day })
    expect(cohortDay(found.context)).toBe(day)
  })

  it('closed at half past eleven in the evening: closed that day', () => {
    const found = follow(inProgress(), handIn(`${TUE} 10:00`), ...closing(`${TUE} 23:30`))
    expect(factsIn(found)).toMatchObject({ closed: TUE, rectified: TUE })
  })
})

describe('whose figures it counts in', () => {
  it('those of its places, and of the unit that has it', () => {
    expect(scopesOf(reported().context)).toEqual(['community', 'estate', 'building-3'])
    expect(scopesOf(inProgress().context)).toEqual(['community', 'estate', 'building-3', 'unit-property'])
  })

  it('a unit that returned it is out of it', () => {
    const returned = follow(inProgress(), [deeds.return, unitManager])
    expect(scopesOf(returned.context)).toEqual(['community', 'estate', 'building-3'])
  })
})

describe('a return', () => {
  it('counts each time, for the unit that gave it back, and not at all once the finding is void', () => {
    const once = follow(inProgress(), at(deeds.return, unitManager, `${TUE} 09:00`))
    expect(returnsOf(once.context, once.value.work)).toEqual([{ day: TUE, unitId: PROPERTY.unitId }])
    expect(factsIn(once)).not.toHaveProperty('returned')
    expect(returnsOf(once.context, 'void')).toEqual([])
    expect(returnsOf(once.context, 'merged')).toEqual([])
  })
})

// Sums over generated lives.

type Totals = Map<string, number>
const addTo = (totals: Totals, { context, value }: Situation, sign: 1 | -1): void => {
  for (const scope of scopesOf(context)) {
    for (const [counter, day] of factsOf(context, value.work)) {
      const key = `${scope} ${counter} ${day}`
      const sum = (totals.get(key) ?? 0) + sign
      if (sum === 0) totals.delete(key)
      else totals.set(key, sum)
    }
  }
}

describe('over generated lives', () => {
  it('what the steps add and take off is what the finding counts as at the end', () => {
    fc.assert(
      fc.property(fc.array(lives, { minLength: 1, maxLength: 3 }), together => {
        const booked: Totals = new Map()
        const counted: Totals = new Map()
        for (const life of together) {
          const { taken, finding } = play(life)
          for (const { before, after } of taken) {
            addTo(booked, before, -1)
            addTo(booked, after, 1)
            for (const sum of booked.values()) expect(sum).toBeGreaterThan(0)
          }
          addTo(counted, finding, 1)
        }
        expect(booked).toEqual(counted)
      }),
      { numRuns: 150 },
    )
  })

  it('the counts keep together: no part is greater than its whole', () => {
    const parts: readonly (readonly [part: FindingCounter, whole: FindingCounter])[] = [
      ['valid', 'reported'],
      ['found', 'reported'],
      ['rejected', 'triaged'],
      ['merged', 'triaged'],
      ['handledInTime', 'handled'],
      ['handled', 'dispatched'],
      ['closedInTime', 'closed'],
      ['closedInTime', 'handledInTime'],
      ['closedInTime', 'rectified'],
      ['closedReworked', 'closed'],
      ['closedExtended', 'closed'],
      ['closedForced', 'closed'],
      ['rectified', 'found'],
      ['selfHandled', 'rectified'],
      ['overdue', 'dispatched'],
      ['dispatched', 'registered'],
    ]
    const never: readonly (readonly [FindingCounter, FindingCounter])[] = [
      ['closedForced', 'rectified'],
      ['selfHandled', 'closed'],
      ['found', 'rejected'],
      ['found', 'merged'],
      ['found', 'void'],
      ['closedForced', 'closedInTime'],
    ]
    fc.assert(
      fc.property(lives, life => {
        for (const { after } of play(life).taken) {
          const facts = factsOf(after.context, after.value.work)
          for (const [part, whole] of parts)
            if (facts.has(part)) expect([part, facts.has(whole)]).toEqual([part, true])
          for (const [one, other] of never)
            expect([one, other, facts.has(one) && facts.has(other)]).toEqual([one, other, false])
          for (const counter of facts.keys()) expect(FINDING_COUNTERS).toContain(counter)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('an overdue day, once booked, is never taken off while the same unit has it, but for void and merged', () => {
    fc.assert(
      fc.property(lives, life => {
        for (const { deed, before, after, at: when } of play(life).taken) {
          const was = factsOf(before.context, before.value.work).get('overdue')
          const is = factsOf(after.context, after.value.work).get('overdue')
          // In the very millisecond of due the timer may ring and the unit may still be in time.
          const atDue = when === before.context.assignment?.dueAt
          if (was === undefined || deed.type === 'return' || after.value.work === 'void' || atDue) continue
          expect(is).toBe(was)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('every state counts by its own', () => {
  it.each<[Exclude<FindingState, 'draft'>, FindingCounter | null]>([
    ['rejected', 'rejected'],
    ['merged', 'merged'],
    ['void', 'void'],
    ['closed', 'closed'],
  ])('%s books %s on the day it ended', (state, counter) => {
    const found = findingIn(state)
    const ended = knowing(found, { endedAt: moment(`${FRI} 12:00`) })
    expect(factsIn(ended)).toMatchObject({ [counter ?? '']: FRI })
  })
})

// Rates.

describe('rates', () => {
  /** The public bulletins of domain.md 9.4, all of them re-computed there. */
  const PUBLISHED: readonly (readonly [
    source: string,
    numerator: number,
    denominator: number,
    value: number,
  ])[] = [
    ['Zhengzhou, 立案 of 受理', 51229, 51571, 99.34],
    ['Zhengzhou, 派遣 of 立案', 49151, 51229, 95.94],
    ['Zhengzhou, 结案 of 应结案', 43523, 52434, 83.01],
    ['Zhengzhou, 按期结案 of 应结案', 40394, 52434, 77.04],
    ['Zhengzhou, 返工 of 应结案', 276, 52434, 0.53],
    ['Zhengzhou, 延期 of 应结案', 104, 52434, 0.2],
    ['routine cases, 立案', 16570, 16754, 98.9],
    ['routine cases, 派遣', 14673, 16570, 88.55],
    ['routine cases, 结案', 10225, 18086, 56.54],
    ['routine cases, 按期结案', 8765, 18086, 48.46],
    ['routine cases, 返工: 1.51498…', 274, 18086, 1.51],
    ['routine cases, 延期', 101, 18086, 0.56],
    ['金水, 结案', 1912, 1935, 98.81],
    ['金水, 按期', 1855, 1935, 95.87],
    ['管城, 结案', 936, 953, 98.22],
    ['二七, 结案', 806, 848, 95.05],
    ['二七, 按期', 699, 848, 82.43],
    ['郑东, 结案', 596, 736, 80.98],
    ['郑东, 按期', 372, 736, 50.54],
    ['Tianmen, 结案', 911, 972, 93.72],
    ['Tianmen, 按期', 737, 972, 75.82],
    ['Tianmen, events', 902, 956, 94.35],
    ['Tianmen, parts', 9, 16, 56.25],
    ['宿州, 处置', 6507, 6523, 99.75],
    ['长浜社区, 整改率', 345, 392, 88.01],
  ]

  it.each(PUBLISHED)('%s: %i / %i = %f %%', (_, numerator, denominator, value) => {
    expect(rate(numerator, denominator)).toEqual<Rate>({ numerator, denominator, value })
  })

  it('with nothing to divide by there is no rate: not 0, not 100', () => {
    expect(rate(0, 0)).toEqual({ numerator: 0, denominator: 0, value: null })
  })

  it.each([
    [0, 7, 0],
    [7, 7, 100],
    [1, 3, 33.33],
    [2, 3, 66.67],
    // Exactly half a hundredth: up, where floating numbers would fall either way.
    [1, 800, 0.13],
    [3, 800, 0.38],
    [201, 20_000, 1.01],
    [1, 20_000, 0.01],
    [1, 20_001, 0],
    [99_995, 100_000, 100],
    [99_994, 100_000, 99.99],
    // A change may be negative (complaints down 45 %); half goes up there as well.
    [-45, 100, -45],
    [-1, 800, -0.12],
    [-3, 800, -0.37],
    [-1, 3, -33.33],
    [12, 8, 150],
  ])('%i of %i is %f %%', (numerator, denominator, value) => {
    expect(rate(numerator, denominator).value).toBe(value)
  })

  it('is nearest to the truth, and the greater of two that are equally near', () => {
    const counts = fc.bigInt({ min: 0n, max: 10_000_000n })
    fc.assert(
      fc.property(counts, counts, (numerator, offset) => {
        const denominator = offset + 1n
        const { value } = rate(Number(numerator), Number(denominator))
        const hundredths = BigInt(Math.round((value ?? 0) * 100))
        // |n / d - h / 10000| is at most half a ten-thousandth, and never half of one too low.
        const excess = 2n * (numerator * 10_000n - hundredths * denominator)
        expect(excess < denominator && excess >= -denominator).toBe(true)
        expect(value).toBe(Number((Number(hundredths) / 100).toFixed(2)))
      }),
    )
  })

  it.each([
    [0.5, 1],
    [1, 0.5],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
    [1, -1],
    [2 ** 53, 2 ** 53],
  ])('%f of %f is not a rate of whole numbers', (numerator, denominator) => {
    expect(() => rate(numerator, denominator)).toThrow(RangeError)
  })
})
