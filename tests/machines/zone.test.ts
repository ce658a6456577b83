import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, instantOf, isTimeZone, localDay, weekdayOf } from '../../machines/zone.ts'

const hour = 3_600_000
const minute = 60_000

/** What the wall clock shows, asked of Intl directly: '2025-10-01 08:00:00'. */
function wallClock(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
}

const zone = fc.constantFrom(
  'Asia/Shanghai',
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
)
const instant = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 11, 31) })

describe('the local day', () => {
  it.each([
    ['中国标准时间的零点是新的一天', '2025-09-30T16:00:00Z', 'Asia/Shanghai', '2025-10-01'],
    ['零点前一毫秒还是前一天', '2025-09-30T15:59:59.999Z', 'Asia/Shanghai', '2025-09-30'],
    ['west of Greenwich it is still yesterday', '2025-10-01T03:59:59Z', 'America/New_York', '2025-09-30'],
    ['summer time moves midnight', '2025-07-01T04:00:00Z', 'America/New_York', '2025-07-01'],
    ['China had summer time in 1988', '1988-07-01T15:00:00Z', 'Asia/Shanghai', '1988-07-02'],
    ['before 1970', '1969-12-31T15:59:59Z', 'Asia/Shanghai', '1969-12-31'],
    ['local mean time with odd seconds', '1880-01-01T15:54:17Z', 'Asia/Shanghai', '1880-01-02'],
    ['one second earlier', '1880-01-01T15:54:16Z', 'Asia/Shanghai', '1880-01-01'],
    [
      'a change at one minute past midnight, not on a quarter hour',
      '2011-03-13T03:30:59Z',
      'America/St_Johns',
      '2011-03-13',
    ],
  ])('%s', (_, at, timeZone, day) => {
    expect(localDay(Date.parse(at), timeZone)).toBe(day)
  })

  it('is the day that Intl shows, for any instant in any zone', () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        expect(localDay(at, timeZone)).toBe(wallClock(at, timeZone).slice(0, 10))
      }),
    )
  })

  it('turns at the very second of a change of offset', () => {
    const springForward = Date.parse('2011-03-13T03:31:00Z') // 00:01 becomes 01:01 in St. John's
    const shownBefore = wallClock(springForward - 1, 'America/St_Johns')
    expect(shownBefore).toBe('2011-03-13 00:00:59')
    expect(instantOf('2011-03-13', 61 * minute, 'America/St_Johns')).toBe(springForward)
    expect(instantOf('2011-03-13', minute - 1000, 'America/St_Johns')).toBe(springForward - 1000)
  })

  it('refuses what is no instant and no zone', () => {
    expect(() => localDay(Number.NaN, 'Asia/Shanghai')).toThrow(RangeError)
    expect(() => localDay(Number.POSITIVE_INFINITY, 'Asia/Shanghai')).toThrow(RangeError)
    expect(() => localDay(9e15, 'Asia/Shanghai')).toThrow(RangeError)
    expect(() => localDay(0, 'Asia/Nowhere')).toThrow('unknown time zone: Asia/Nowhere')
  })
})

describe('the instant of a clock time', () => {
  it.each([
    ['Shanghai has one offset', '2025-10-01', 8 * hour, 'Asia/Shanghai', '2025-10-01T00:00:00Z'],
    ['24:00 is the next midnight', '2025-12-31', 24 * hour, 'Asia/Shanghai', '2025-12-31T16:00:00Z'],
    ['the morning after the change', '2025-03-09', 9 * hour, 'America/New_York', '2025-03-09T13:00:00Z'],
    [
      'a skipped time moves forward by the gap',
      '2025-03-09',
      2.5 * hour,
      'America/New_York',
      '2025-03-09T07:30:00Z',
    ],
    [
      'the earlier of a time shown twice',
      '2025-11-02',
      1.5 * hour,
      'America/New_York',
      '2025-11-02T05:30:00Z',
    ],
    ['Berlin, skipped', '2025-03-30', 2 * hour, 'Europe/Berlin', '2025-03-30T01:00:00Z'],
    ['Berlin, twice', '2025-10-26', 2 * hour, 'Europe/Berlin', '2025-10-26T00:00:00Z'],
    ['Berlin, after both', '2025-10-26', 3 * hour, 'Europe/Berlin', '2025-10-26T02:00:00Z'],
    [
      'Lord Howe skips half an hour',
      '2025-10-05',
      2.25 * hour,
      'Australia/Lord_Howe',
      '2025-10-04T15:45:00Z',
    ],
    [
      'Lord Howe repeats half an hour',
      '2025-04-06',
      1.75 * hour,
      'Australia/Lord_Howe',
      '2025-04-05T14:45:00Z',
    ],
    ['a day that never was', '2011-12-30', 10 * hour, 'Pacific/Apia', '2011-12-30T20:00:00Z'],
  ])('%s', (_, day, msOfDay, timeZone, expected) => {
    expect(new Date(instantOf(day, msOfDay, timeZone)).toISOString()).toBe(new Date(expected).toISOString())
  })

  it('shows that time, or lies behind the gap that skipped it', () => {
    const day = fc.integer({ min: 400, max: 40_000 }).map(n => addDays('1970-01-01', n))
    const msOfDay = fc.integer({ min: 0, max: 86_399 }).map(seconds => seconds * 1000)
    fc.assert(
      fc.property(day, msOfDay, zone, (someDay, ms, timeZone) => {
        const at = instantOf(someDay, ms, timeZone)
        const wanted = new Date(Date.parse(`${someDay}T00:00:00Z`) + ms)
          .toISOString()
          .slice(0, 19)
          .replace('T', ' ')
        const shown = wallClock(at, timeZone)
        if (shown !== wanted) {
          expect(shown > wanted).toBe(true)
          expect(wallClock(at - 24 * hour, timeZone) < wanted).toBe(true)
        }
      }),
    )
  })

  it('refuses days and times that do not exist', () => {
    expect(() => instantOf('2025-02-30', 0, 'UTC')).toThrow(RangeError)
    expect(() => instantOf('2025-2-3', 0, 'UTC')).toThrow(RangeError)
    expect(() => instantOf('2025-02-03', -1, 'UTC')).toThrow(RangeError)
    expect(() => instantOf('2025-02-03', 0.5, 'UTC')).toThrow(RangeError)
    expect(() => instantOf('2025-02-03', 24 * hour + 1, 'UTC')).toThrow(RangeError)
  })
})

describe('days', () => {
  it('count over months, leap years and backwards', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
    expect(addDays('2026-01-01', -366)).toBe('2024-12-31')
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError)
    expect(() => addDays('2025-01-01', 0.5)).toThrow(RangeError)
  })

  it('know their weekday, Monday first', () => {
    expect(weekdayOf('2025-10-13')).toBe(1)
    expect(weekdayOf('2025-09-28')).toBe(7)
    expect(weekdayOf('1970-01-01')).toBe(4)
    expect(weekdayOf('1969-12-28')).toBe(7)
  })
})

describe('names of zones', () => {
  it('are those of the IANA data base', () => {
    for (const name of ['Asia/Shanghai', 'Asia/Urumqi', 'UTC', 'Etc/GMT+8'])
      expect(isTimeZone(name)).toBe(true)
  })

  it('are not bare offsets, which some runtimes take and some do not', () => {
    for (const name of ['+08:00', '-0500', '', 'Asia/Beijing City', '北京'])
      expect(isTimeZone(name)).toBe(false)
  })
})
