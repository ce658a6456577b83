import type { Standard } from '../../../machines/finding/events.ts'
import { instantOf, localDay, weekdayOf } from '../../../machines/zone.ts'
import { defaultCalendar } from '../../app/community/default-calendar.ts'
import { defaultCategories, standardOf } from '../../app/community/standards.ts'

/* The frame that every page of the demo looks at: the year 2025 in Suzhou, its working days, its categories. */

export const TIME_ZONE = 'Asia/Shanghai'
export const CALENDAR = defaultCalendar(TIME_ZONE)
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The first and the last millisecond of the year. */
export const YEAR_START = instantOf('2025-01-01', 0, TIME_ZONE)
export const YEAR_END = instantOf('2026-01-01', 0, TIME_ZONE) - 1

/** The instant of a local day and clock time, such as `2025-03-08` and `9:30`. */
export function on(day: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return instantOf(day, hours * HOUR + minutes * MINUTE, TIME_ZONE)
}

/** The local day of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: number): string => localDay(at, TIME_ZONE)
/** 1 for January. */
export const monthOf = (day: string): number => Number(day.slice(5, 7))
/** Hours since local midnight, with their fraction. */
export const hourOf = (at: number): number => (at - on(dayOf(at), '0:00')) / HOUR

/** True on working days, make-up days among them. */
export function isWorkday(day: string): boolean {
  const named = CALENDAR.days[day]
  return named === undefined ? CALENDAR.weekdays.includes(weekdayOf(day)) : named === 'workday'
}
/** True on public holidays, the plain weekends left out. */
export const isHoliday = (day: string): boolean => CALENDAR.days[day] === 'holiday'

/** What the standard says of a leaf category. */
export interface Category extends Standard {
  readonly nameZh: string
  /** The kind of the unit that answers for it. */
  readonly unitKind: string
  readonly onTheSpot: boolean
}

const categories = new Map<string, Category>(
  defaultCategories('').map(row => [
    row.code,
    { ...standardOf(row), nameZh: row.nameZh, unitKind: row.defaultRole, onTheSpot: row.onTheSpot },
  ]),
)

/** A leaf of `categories.json`. */
export function category(code: string): Category {
  const found = categories.get(code)
  if (!found) throw new Error(`categories.json has no leaf ${code}`)
  return found
}
