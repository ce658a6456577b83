import { addDays, dayNumber, instantOf, localDay } from '../../../machines/zone.ts'
import { invalidValue } from '../errors.ts'

/** A stretch of local days, `from` inclusive, `to` exclusive, and the instants at which they begin. */
export interface FiguresPeriod {
  readonly from: string
  readonly to: string
  /** Milliseconds since 1970. */
  readonly start: number
  readonly end: number
}

const newYear = (day: string, later = 0): string =>
  `${String(Math.min(9999, Number(day.slice(0, 4)) + later)).padStart(4, '0')}-01-01`

/**
 * The period that is asked for, in the community's days; the current calendar year by default. With only one end
 * given the other is the new year on its side: of the year that ends with `to`, or after `from` and today.
 */
export function periodOf(
  asked: { readonly from?: string; readonly to?: string },
  now: number,
  timeZone: string,
): FiguresPeriod {
  const today = localDay(now, timeZone)
  if (asked.from !== undefined) requireDay(asked.from, '/from')
  if (asked.to !== undefined) requireDay(asked.to, '/to')
  const from = asked.from ?? newYear(asked.to === undefined ? today : lastDayBefore(asked.to))
  const latest = [today, from].sort()[1] ?? today
  const to = asked.to ?? newYear(latest, 1)
  if (from > to) throw invalidValue('/to', 'not before from')
  return { from, to, start: instantOf(from, 0, timeZone), end: instantOf(to, 0, timeZone) }
}

const FIRST_DAY = '0001-01-01'
const lastDayBefore = (day: string): string => (day === FIRST_DAY ? day : addDays(day, -1))

function requireDay(day: string, pointer: string): void {
  try {
    dayNumber(day)
  } catch {
    throw invalidValue(pointer, 'no such day; days are written YYYY-MM-DD')
  }
}
