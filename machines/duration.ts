import type { Basis } from './calendar.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day24 = 24 * hour

const weeksDaysAndTime =
  /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,3}))?S)?)?$/

/**
 * Milliseconds of an ISO 8601 duration: weeks, days, hours, minutes, seconds; seconds with up to three
 * decimals.
 *
 * On the working basis a day is `dayMs` (the calendar's hours per day) and a week is five such days, whatever
 * weekdays the calendar has; on the continuous basis a day is 24 hours and a week seven of them. Hours and
 * below are the same on both: `PT24H` working is 24 working hours, three days of eight.
 *
 * `null` when malformed: signs, lower case, finer than a millisecond, beyond exact integers, and years and
 * months, because they have no fixed length.
 */
export function parseDuration(text: string, basis: Basis, dayMs: number): number | null {
  const match = weeksDaysAndTime.exec(text)
  if (match === null) return null
  const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const dayLength = basis === 'working' ? dayMs : day24
  const daysOfWeek = basis === 'working' ? 5 : 7
  const ms =
    (Number(weeks) * daysOfWeek + Number(days)) * dayLength +
    Number(hours) * hour +
    Number(minutes) * minute +
    Number(seconds) * second +
    Number(fraction.padEnd(3, '0'))
  return Number.isSafeInteger(ms) ? ms : null
}

/**
 * The one form in which durations leave the system: hours, minutes and seconds, the parts that are zero left
 * out (`PT24H`, `PT1H30M`, `PT0.5S`, `PT0S`). Never days, so the text means the same on either basis and
 * `parseDuration` gives the number back. RangeError unless `ms` is a whole number that is not negative.
 */
export function formatDuration(ms: number): string {
  if (!(Number.isSafeInteger(ms) && ms >= 0)) {
    throw new RangeError(`not a duration in whole milliseconds: ${ms}`)
  }
  if (ms === 0) return 'PT0S'
  const hours = Math.floor(ms / hour)
  const minutes = Math.floor((ms % hour) / minute)
  const seconds = (ms % minute) / second // at most 59.999: printed exactly, never in exponent form
  const parts = [
    [hours, 'H'],
    [minutes, 'M'],
    [seconds, 'S'],
  ] as const
  return `PT${parts.map(([value, unit]) => (value > 0 ? `${value}${unit}` : '')).join('')}`
}
