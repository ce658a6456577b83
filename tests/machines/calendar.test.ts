import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Basis,
  checkCalendar,
  deadline,
  elapsed,
  endOfWorkingDay,
  type WorkingCalendar,
} from '../../machines/calendar.ts'
import { addDays, instantOf } from '../../machines/zone.ts'
import holidays from '../../src/app/community/holidays-cn.json' with { type: 'json' }

const minute = 60_000
const hour = 60 * minute
const day24 = 24 * hour

const china: WorkingCalendar = {
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
const workingDay = china.dayMs

/** An instant written in the wall time of Shanghai, and back. */
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
const show = (instant: number) => new Date(instant + 8 * hour).toISOString().slice(0, 16).replace('T', ' ')

const due = (start: string, ms: number, basis: Basis = 'working') =>
  show(deadline(at(start), { ms, basis }, china).dueAt)
const why = (start: string, ms: number, calendar = china) =>
  deadline(at(start), { ms, basis: 'working' }, calendar).why.slice(1)

describe('worked examples (domain.md 9.1)', () => {
  it.each<[string, string, number, Basis, string]>([
    ['紧急工作时跨过傍晚', '2025-09-26 17:30', 2 * hour, 'continuous', '2025-09-26 19:30'],
    ['调休周日 09-28 上班', '2025-09-26 16:00', 4 * hour, 'working', '2025-09-28 10:00'],
    ['国庆中秋 8 工作时', '2025-09-30 15:00', 8 * hour, 'working', '2025-10-09 15:00'],
    ['国庆中秋 2 工作日', '2025-09-30 15:00', 2 * workingDay, 'working', '2025-10-10 15:00'],
    ['调休周六 10-11 上班', '2025-10-09 09:00', 3 * workingDay, 'working', '2025-10-13 09:00'],
    ['午休时开始,到下班为止', '2025-10-13 12:30', 4 * hour, 'working', '2025-10-13 18:00'],
    ['下班时刻开始', '2025-10-13 18:00', 4 * hour, 'working', '2025-10-14 12:00'],
    ['整整一个工作日', '2025-10-13 08:00', 8 * hour, 'working', '2025-10-13 18:00'],
    ['紧急工作时不管节假日', '2025-09-30 20:00', 24 * hour, 'continuous', '2025-10-01 20:00'],
    ['2026 春节前周六 02-14 上班', '2026-02-13 15:00', 8 * hour, 'working', '2026-02-14 15:00'],
    ['2026 春节 16 工作时', '2026-02-13 15:00', 16 * hour, 'working', '2026-02-24 15:00'],
    ['2026 国庆 40 工作时', '2026-09-30 10:00', 40 * hour, 'working', '2026-10-13 10:00'],
  ])('%s: %s + %i ms', (_, start, ms, basis, expected) => {
    expect(due(start, ms, basis)).toBe(expected)
  })

  it('第 3 个工作日结束时 (end_of_day)', () => {
    expect(show(endOfWorkingDay(at('2025-09-30 15:00'), 3, china))).toBe('2025-10-11 18:00')
  })

  it('已用工作时间 690 分钟', () => {
    expect(elapsed(at('2025-09-26 16:00'), at('2025-09-29 09:30'), 'working', china)).toBe(690 * minute)
  })

  it('挂起后按剩余时间续算', () => {
    const dueAt = at(due('2025-10-13 09:00', 2 * workingDay))
    expect(show(dueAt)).toBe('2025-10-15 09:00')
    const left = elapsed(at('2025-10-13 11:00'), dueAt, 'working', china)
    expect(left).toBe(840 * minute)
    expect(due('2025-10-20 15:00', left)).toBe('2025-10-22 11:00')
  })

  it('延期从当前截止时间起算', () => {
    expect(due('2025-10-15 09:00', 2 * workingDay)).toBe('2025-10-17 09:00')
  })
})

describe('the edges of a slot', () => {
  it('finishing at the due instant is on time: the last millisecond still counts', () => {
    const dueAt = at(due('2025-10-13 08:00', 8 * hour))
    expect(elapsed(at('2025-10-13 08:00'), dueAt, 'working', china)).toBe(8 * hour)
    expect(elapsed(at('2025-10-13 08:00'), dueAt + 1, 'working', china)).toBe(8 * hour)
  })

  it('one millisecond more than the day is due one millisecond into the next', () => {
    const { dueAt } = deadline(at('2025-10-13 08:00'), { ms: 8 * hour + 1, basis: 'working' }, china)
    expect(dueAt).toBe(at('2025-10-14 08:00') + 1)
  })

  it('no time at all is due at once inside a slot and at its end, else when work begins', () => {
    expect(due('2025-10-13 09:00', 0)).toBe('2025-10-13 09:00')
    expect(due('2025-10-13 18:00', 0)).toBe('2025-10-13 18:00')
    expect(due('2025-10-13 19:00', 0)).toBe('2025-10-14 08:00')
    expect(due('2025-10-01 09:00', 0)).toBe('2025-10-09 08:00')
  })

  it('nothing elapses backwards, in the lunch break or on a holiday', () => {
    expect(elapsed(at('2025-10-13 10:00'), at('2025-10-13 09:00'), 'working', china)).toBe(0)
    expect(elapsed(at('2025-10-13 10:00'), at('2025-10-13 09:00'), 'continuous', china)).toBe(0)
    expect(elapsed(at('2025-10-13 12:00'), at('2025-10-13 14:00'), 'working', china)).toBe(0)
    expect(elapsed(at('2025-10-01 00:00'), at('2025-10-09 08:00'), 'working', china)).toBe(0)
  })

  it('a calendar may have one slot, three, or the whole day', () => {
    const three = {
      ...china,
      slots: [
        [0, hour],
        [9 * hour, 10 * hour],
        [23 * hour, day24],
      ] as [number, number][],
    }
    const span = { ms: 3 * hour, basis: 'working' } as const
    expect(show(deadline(at('2025-10-13 09:30'), span, three).dueAt)).toBe('2025-10-14 09:30')
    const roundTheClock = {
      ...china,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      slots: [[0, day24]] as [number, number][],
      days: {},
    }
    expect(show(deadline(at('2025-10-13 09:30'), span, roundTheClock).dueAt)).toBe('2025-10-13 12:30')
    expect(elapsed(at('2025-10-01 00:00'), at('2025-10-31 00:00'), 'working', roundTheClock)).toBe(30 * day24)
  })

  it('the end of the first following working day never is the same day, even before work', () => {
    expect(show(endOfWorkingDay(at('2025-10-13 07:00'), 1, china))).toBe('2025-10-14 18:00')
    expect(show(endOfWorkingDay(at('2025-10-04 12:00'), 1, china))).toBe('2025-10-09 18:00')
  })
})

describe('why a deadline is when it is', () => {
  it('always begins with the limit, and round the clock says no more', () => {
    const limit = { ms: 2 * hour, basis: 'continuous' } as const
    expect(deadline(at('2027-10-01 09:00'), limit, china).why).toEqual([{ k: 'limit', ...limit }])
  })

  it('says nothing more when nothing came between', () => {
    expect(why('2025-10-13 09:00', 2 * workingDay)).toEqual([])
  })

  it('names holidays once, from the first lost working day to the last, weekends between included', () => {
    expect(why('2025-09-30 15:00', 8 * hour)).toEqual([
      { k: 'holidays', from: '2025-10-01', to: '2025-10-08' },
    ])
    expect(why('2026-02-14 15:00', 8 * hour)).toEqual([
      { k: 'makeup', day: '2026-02-14' },
      { k: 'holidays', from: '2026-02-16', to: '2026-02-23' },
    ])
  })

  it('says when the clock only started later', () => {
    expect(why('2025-10-03 20:00', hour)).toEqual([
      { k: 'start_moved', to: at('2025-10-09 08:00') },
      { k: 'holidays', from: '2025-10-03', to: '2025-10-08' },
    ])
    expect(why('2025-10-13 18:00', hour)).toEqual([{ k: 'start_moved', to: at('2025-10-14 08:00') }])
  })

  it('does not name weekends, nor holidays that fall on one', () => {
    expect(why('2026-10-09 17:00', 9 * hour)).toEqual([{ k: 'makeup', day: '2026-10-10' }])
    expect(why('2025-05-30 17:00', 2 * hour)).toEqual([
      { k: 'holidays', from: '2025-06-02', to: '2025-06-02' },
    ])
  })

  it('names a make-up day only when it was used', () => {
    expect(why('2025-09-26 16:00', 4 * hour)).toEqual([{ k: 'makeup', day: '2025-09-28' }])
    expect(why('2025-09-26 16:00', 2 * hour)).toEqual([])
    expect(why('2025-09-28 18:30', 2 * hour)).toEqual([{ k: 'start_moved', to: at('2025-09-29 08:00') }])
  })

  it('does not call a regular weekday a make-up day', () => {
    const confirmed: WorkingCalendar = { ...china, days: { '2025-10-13': 'workday' } }
    expect(why('2025-10-13 09:00', hour, confirmed)).toEqual([])
  })

  it('says which years have no holiday data, counts them by the week and refuses nothing', () => {
    expect(why('2027-09-30 17:00', 2 * hour)).toEqual([{ k: 'uncovered', year: 2027 }])
    expect(due('2027-09-30 17:00', 2 * hour)).toBe('2027-10-01 09:00')
    expect(why('2026-12-31 17:00', 2 * hour)).toEqual([{ k: 'uncovered', year: 2027 }])
    expect(why('2026-12-31 16:00', 2 * hour)).toEqual([])
  })

  it('lets a community name its own days in a year without data', () => {
    const own: WorkingCalendar = { ...china, days: { ...china.days, '2027-10-01': 'holiday' } }
    expect(why('2027-09-30 17:00', 2 * hour, own)).toEqual([
      { k: 'uncovered', year: 2027 },
      { k: 'holidays', from: '2027-10-01', to: '2027-10-01' },
    ])
  })

  it('stays short, and counts what it leaves out', () => {
    const year = why('2025-01-05 10:00', 365 * workingDay)
    expect(year).toHaveLength(19)
    expect(year.at(-1)).toEqual({ k: 'more', count: 2 })
  })
})

describe('where the clock is changed', () => {
  const everyDay = (timeZone: string, from: number, to: number): WorkingCalendar => ({
    ...china,
    timeZone,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    slots: [[from, to]],
    days: {},
  })
  const workedOn = (day: string, calendar: WorkingCalendar) =>
    elapsed(
      instantOf(day, 0, calendar.timeZone),
      instantOf(day, day24, calendar.timeZone),
      'working',
      calendar,
    )

  it.each([
    ['New York in spring', 'America/New_York', '2025-03-09', 5 * hour],
    ['New York in autumn', 'America/New_York', '2025-11-02', 7 * hour],
    ['Berlin in spring', 'Europe/Berlin', '2025-03-30', 5 * hour],
    ['Berlin in autumn', 'Europe/Berlin', '2025-10-26', 7 * hour],
    ['Lord Howe in spring', 'Australia/Lord_Howe', '2025-10-05', 5.5 * hour],
    ['Lord Howe in autumn', 'Australia/Lord_Howe', '2025-04-06', 6.5 * hour],
    ['Apia on the day that was skipped', 'Pacific/Apia', '2011-12-30', 0],
    ['Apia on the day after', 'Pacific/Apia', '2011-12-31', 6 * hour],
  ])('a night shift from 0:00 to 6:00 has as many hours as really pass: %s', (_, timeZone, day, expected) => {
    expect(workedOn(day, everyDay(timeZone, 0, 6 * hour))).toBe(expected)
  })

  it.each([
    ['America/New_York', '2025-03-07', '2025-03-10'],
    ['Europe/Berlin', '2025-03-28', '2025-03-31'],
    ['Australia/Lord_Howe', '2025-10-03', '2025-10-06'],
  ])('a working day stays a working day across the change in %s', (timeZone, friday, monday) => {
    const office: WorkingCalendar = { ...china, timeZone, slots: [[9 * hour, 17 * hour]], days: {} }
    const start = instantOf(friday, 16 * hour, timeZone)
    const { dueAt } = deadline(start, { ms: 2 * hour, basis: 'working' }, office)
    expect(dueAt).toBe(instantOf(monday, 10 * hour, timeZone))
  })

  it('round the clock nothing is lost or counted twice, even where 00:01 was turned back to 23:01', () => {
    const calendar = everyDay('America/St_Johns', 0, day24)
    const turn = Date.parse('2010-11-07T02:31:00Z')
    for (let to = turn - 3 * hour; to <= turn + 30 * hour; to += 10 * minute + 1) {
      expect(elapsed(turn - 7 * day24, to, 'working', calendar)).toBe(to - (turn - 7 * day24))
      expect(deadline(to, { ms: 5 * day24, basis: 'working' }, calendar).dueAt).toBe(to + 5 * day24)
    }
  })

  it('slots that begin in the gap do not overlap behind it', () => {
    const calendar: WorkingCalendar = {
      ...everyDay('America/New_York', 0, 1),
      slots: [
        [2 * hour, 2.75 * hour],
        [3 * hour, 5 * hour],
      ],
    }
    expect(workedOn('2025-03-09', calendar)).toBe(2 * hour)
  })
})

/** Calendars of every shape: zones, weekdays, one to four slots, random days off and on. */
const anyCalendar: fc.Arbitrary<WorkingCalendar> = fc
  .record({
    timeZone: fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
    ),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    borders: fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 8 }),
    days: fc.dictionary(
      fc.integer({ min: 0, max: 1000 }).map(n => addDays('2025-01-01', n)),
      fc.constantFrom('holiday' as const, 'workday' as const),
    ),
    coveredYears: fc.subarray([2025, 2026, 2027]),
  })
  .map(({ borders, ...rest }) => {
    const sorted = [...borders].sort((a, b) => a - b).map(quarter => quarter * 15 * minute)
    const slots: [number, number][] = []
    for (let i = 0; i + 1 < sorted.length; i += 2) slots.push([sorted[i] ?? 0, sorted[i + 1] ?? 0])
    return { version: 'any', dayMs: 8 * hour, slots, ...rest }
  })

const anyInstant = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 11, 31) }),
  // Around the changes of the clock, where mistakes live.
  fc
    .tuple(
      fc.constantFrom(
        '2025-03-09T07',
        '2025-11-02T06',
        '2025-03-30T01',
        '2025-10-26T01',
        '2025-10-04T15',
        '2025-04-05T15',
      ),
      fc.integer({ min: -2 * day24, max: 2 * day24 }),
    )
    .map(([change, distance]) => Date.parse(`${change}:00:00Z`) + distance),
)
const anyBasis = fc.constantFrom<Basis>('working', 'continuous')
const anySpan = fc.integer({ min: 0, max: 60 * hour })

describe('on any calendar', () => {
  it('elapsed time is the inverse of the deadline', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anySpan, anyBasis, (calendar, start, ms, basis) => {
        const { dueAt } = deadline(start, { ms, basis }, calendar)
        expect(elapsed(start, dueAt, basis, calendar)).toBe(ms)
      }),
      { numRuns: 1000 },
    )
  })

  it('the deadline of the time elapsed is the last worked instant up to now', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        fc.integer({ min: 0, max: 20 * day24 }),
        (calendar, start, distance) => {
          const now = start + distance
          const ms = elapsed(start, now, 'working', calendar)
          fc.pre(ms > 0)
          const { dueAt } = deadline(start, { ms, basis: 'working' }, calendar)
          expect(dueAt).toBeLessThanOrEqual(now)
          expect(elapsed(dueAt, now, 'working', calendar)).toBe(0)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('spans add up at any point between, so pauses do too', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        fc.tuple(anyInstant, anyInstant, anyInstant),
        anyBasis,
        (calendar, instants, basis) => {
          const [from, between, to] = [...instants].sort((a, b) => a - b) as [number, number, number]
          expect(elapsed(from, between, basis, calendar) + elapsed(between, to, basis, calendar)).toBe(
            elapsed(from, to, basis, calendar),
          )
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('two limits after each other end where their sum ends', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anySpan, anySpan, (calendar, start, one, two) => {
        const half = deadline(start, { ms: one, basis: 'working' }, calendar).dueAt
        expect(deadline(half, { ms: two, basis: 'working' }, calendar).dueAt).toBe(
          deadline(start, { ms: one + two, basis: 'working' }, calendar).dueAt,
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('a later start or a larger limit is never due earlier', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        anySpan,
        fc.nat(3 * day24),
        fc.nat(20 * hour),
        (calendar, start, ms, later, more) => {
          const { dueAt } = deadline(start, { ms, basis: 'working' }, calendar)
          expect(deadline(start + later, { ms, basis: 'working' }, calendar).dueAt).toBeGreaterThanOrEqual(
            dueAt,
          )
          expect(deadline(start, { ms: ms + more, basis: 'working' }, calendar).dueAt).toBeGreaterThanOrEqual(
            dueAt,
          )
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('a deadline lies in a slot or at its end: the millisecond before it was worked', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anySpan, (calendar, start, span) => {
        const { dueAt } = deadline(start, { ms: span + 1, basis: 'working' }, calendar)
        expect(elapsed(dueAt - 1, dueAt, 'working', calendar)).toBe(1)
      }),
      { numRuns: 1000 },
    )
  })

  it('elapsed time is what counting minute by minute on the wall clock gives', () => {
    const daytime = [
      [6 * hour, 11.5 * hour],
      [13 * hour, 22 * hour],
    ] as [number, number][]
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.nat(4 * 24 * 60), (shape, instant, minutes) => {
        const calendar = { ...shape, slots: daytime }
        const from = Math.floor(instant / minute) * minute
        expect(elapsed(from, from + minutes * minute, 'working', calendar)).toBe(
          countMinutes(from, minutes, calendar) * minute,
        )
      }),
      { numRuns: 50 },
    )
  })
})

/** The slow way, on Intl alone: which minutes show a time inside a slot of a day that is worked? */
function countMinutes(from: number, minutes: number, calendar: WorkingCalendar): number {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: calendar.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  let count = 0
  for (let i = 0; i < minutes; i++) {
    const [day = '', time = ''] = clock.format(from + i * minute).split(' ')
    const msOfDay = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
    const kind = calendar.days[day]
    const worked = kind === 'workday' || (kind === undefined && calendar.weekdays.includes(weekday))
    if (worked && calendar.slots.some(([opens, closes]) => msOfDay >= opens && msOfDay < closes)) count += 1
  }
  return count
}

describe('what cannot be counted', () => {
  const limit = { ms: hour, basis: 'working' } as const

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5])('a start or a limit of %d is refused', bad => {
    for (const basis of ['working', 'continuous'] as const) {
      expect(() => deadline(bad, { ms: hour, basis }, china)).toThrow(RangeError)
      expect(() => deadline(at('2025-10-13 09:00'), { ms: bad, basis }, china)).toThrow(RangeError)
      expect(() => elapsed(bad, at('2025-10-13 09:00'), basis, china)).toThrow(RangeError)
      expect(() => elapsed(at('2025-10-13 09:00'), bad, basis, china)).toThrow(RangeError)
    }
    expect(() => endOfWorkingDay(bad, 1, china)).toThrow(RangeError)
    expect(() => endOfWorkingDay(at('2025-10-13 09:00'), bad, china)).toThrow(RangeError)
  })

  it('a limit that would take more than a century ends the search', () => {
    expect(() => deadline(at('2025-10-13 09:00'), { ms: 1e15, basis: 'working' }, china)).toThrow(/century/)
    expect(() => endOfWorkingDay(at('2025-10-13 09:00'), 1e6, china)).toThrow(/century/)
    expect(() => elapsed(0, Date.UTC(2200, 0, 1), 'working', china)).toThrow(/century/)
    expect(() => deadline(0, { ms: 1e15, basis: 'continuous' }, china)).toThrow(/9999/)
  })

  it('a calendar in which every day is taken away ends the search', () => {
    const days: Record<string, 'holiday'> = {}
    for (let day = '2025-01-01'; day < '2126-01-01'; day = addDays(day, 1)) days[day] = 'holiday'
    expect(() => deadline(at('2025-10-13 09:00'), limit, { ...china, days })).toThrow(/century/)
  })

  it('a calendar with problems is refused, not counted with', () => {
    expect(() => deadline(at('2025-10-13 09:00'), limit, { ...china, weekdays: [] })).toThrow(
      /no_working_time/,
    )
    expect(() => elapsed(0, 1, 'working', { ...china, timeZone: 'Asia/Nowhere' })).toThrow(
      /time_zone_unknown/,
    )
  })
})

describe('checking a calendar', () => {
  it('finds nothing wrong with the one of China', () => {
    expect(checkCalendar(china)).toEqual([])
    expect(checkCalendar(JSON.parse(JSON.stringify(china)))).toEqual([])
  })

  it('lets slots touch', () => {
    expect(
      checkCalendar({
        ...china,
        slots: [
          [8 * hour, 12 * hour],
          [12 * hour, 18 * hour],
        ],
      }),
    ).toEqual([])
  })

  it.each<[string, string[], unknown]>([
    ['nothing', ['not_a_calendar'], null],
    ['a list', ['not_a_calendar'], []],
    ['no version', ['version_missing'], { ...china, version: '' }],
    ['an unknown zone', ['time_zone_unknown'], { ...china, timeZone: '+08:00' }],
    ['an eighth day of the week', ['weekdays_invalid'], { ...china, weekdays: [1, 8] }],
    ['a weekday twice', ['weekdays_invalid'], { ...china, weekdays: [1, 1] }],
    ['no weekday', ['no_working_time'], { ...china, weekdays: [] }],
    ['no slot', ['no_working_time'], { ...china, slots: [] }],
    ['an empty slot', ['slot_empty'], { ...china, slots: [[8 * hour, 8 * hour]] }],
    ['a slot that ends before it begins', ['slot_empty'], { ...china, slots: [[18 * hour, 8 * hour]] }],
    [
      'overlapping slots',
      ['slots_overlap'],
      {
        ...china,
        slots: [
          [8 * hour, 12 * hour],
          [11 * hour, 18 * hour],
        ],
      },
    ],
    [
      'slots out of order',
      ['slots_overlap'],
      {
        ...china,
        slots: [
          [14 * hour, 18 * hour],
          [8 * hour, 12 * hour],
        ],
      },
    ],
    ['a slot beyond midnight', ['slots_invalid'], { ...china, slots: [[22 * hour, 30 * hour]] }],
    ['a slot in text', ['slots_invalid'], { ...china, slots: [['08:00', '12:00']] }],
    ['a day of no hours', ['day_ms_invalid'], { ...china, dayMs: 0 }],
    ['a day that is none', ['days_invalid'], { ...china, days: { '2025-02-30': 'holiday' } }],
    ['a kind of day that is none', ['days_invalid'], { ...china, days: { '2025-02-03': 'half' } }],
    ['years in text', ['covered_years_invalid'], { ...china, coveredYears: ['2025'] }],
    ['several at once', ['version_missing', 'time_zone_unknown'], { ...china, version: 1, timeZone: 8 }],
  ])('%s: %s', (_, problems, calendar) => {
    expect(checkCalendar(calendar)).toEqual(problems)
  })
})
