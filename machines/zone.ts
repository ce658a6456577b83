/**
 * Local days and clock times in a named time zone, on nothing but `Intl`.
 *
 * Instants are whole milliseconds since 1970-01-01T00:00Z, local days are 'YYYY-MM-DD', a clock time is the
 * number of milliseconds the wall clock shows since midnight. Zones are IANA names. Years 1 to 9999; anything
 * else, and anything malformed, throws a RangeError.
 *
 * Why there is a cache: asking `Intl` costs about a microsecond, and every step asks for the local day
 * several times. A zone keeps one offset almost all year, so we remember the offset of windows of three days:
 * asked once at either edge, and when the edges differ, the moment of change is found by bisection. Three
 * days, because no zone on record has ever changed twice within them (the shortest: Africa/Freetown, 1939,
 * four days). A change is found to the second, so zones that change at 00:01 are right too.
 */

const second = 1000
const minute = 60 * second
const hour = 60 * minute
export const day24 = 24 * hour

const windowLength = 3 * day24
const windowsKept = 4096
const zonesKept = 256
const dayNamesKept = 8192

const firstDayNumber = -719_162 // 0001-01-01
const lastDayNumber = 2_932_896 // 9999-12-31

/** One change of offset inside a window. Offsets are milliseconds to add to UTC. */
interface Change {
  at: number
  before: number
  after: number
}

interface Zone {
  format: Intl.DateTimeFormat
  windows: Map<number, number | Change>
}

const zones = new Map<string, Zone>()
const dayNames = new Map<number, string>()

/** The local day 'YYYY-MM-DD' in which the instant lies. */
export function localDay(at: number, timeZone: string): string {
  return dayName(localDayNumber(at, timeZone))
}

/**
 * The local day of an instant as a count of days since 1970-01-01: days as numbers, for whoever walks over
 * many.
 */
export function localDayNumber(at: number, timeZone: string): number {
  return Math.floor((at + offsetAt(at, timeZone)) / day24)
}

/**
 * The instant at which the wall clock of the zone shows `msOfDay` (0 to 24 h; 24 h is the next midnight) on
 * that day. A time that the clock skips moves forward by the length of the gap; of a time shown twice, the
 * earlier is meant (RFC 5545, 3.3.5, and `disambiguation: 'compatible'` of Temporal).
 */
export function instantOf(day: string, msOfDay: number, timeZone: string): number {
  return instantOnDay(dayNumber(day), msOfDay, timeZone)
}

/** `instantOf` for a numbered day. */
export function instantOnDay(number: number, msOfDay: number, timeZone: string): number {
  if (!(Number.isInteger(msOfDay) && msOfDay >= 0 && msOfDay <= day24)) {
    throw new RangeError(`not a time of day in whole milliseconds: ${msOfDay}`)
  }
  const wall = number * day24 + msOfDay
  // No offset reaches a day, so these two probes lie on either side of any change that could matter.
  const before = offsetAt(wall - day24, timeZone)
  const after = offsetAt(wall + day24, timeZone)
  if (before === after) return wall - before
  const candidates = [wall - before, wall - after].sort((a, b) => a - b)
  const shown = candidates.find(at => at + offsetAt(at, timeZone) === wall)
  return shown ?? wall - before
}

/**
 * Whether the zone keeps one offset all through this day (and its neighbours), so that plain arithmetic is
 * right.
 */
export function hasSteadyOffset(number: number, timeZone: string): boolean {
  const midnight = number * day24
  return offsetAt(midnight - day24, timeZone) === offsetAt(midnight + 2 * day24, timeZone)
}

/** The day `n` days later (earlier when negative). */
export function addDays(day: string, n: number): string {
  return dayName(dayNumber(day) + n)
}

/** ISO 8601 day of the week: 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: string): number {
  return weekdayOfNumber(dayNumber(day))
}

/** `weekdayOf` for a numbered day. */
export function weekdayOfNumber(number: number): number {
  const sinceAMonday = (number + 3) % 7 // 1970-01-01 was a Thursday
  return (sinceAMonday < 0 ? sinceAMonday + 7 : sinceAMonday) + 1
}

/** Days since 1970-01-01 of a day written 'YYYY-MM-DD'. RangeError when there is no such day. */
export function dayNumber(day: string): number {
  const number = Date.parse(`${day}T00:00:00Z`) / day24
  // Date.parse turns 02-30 into March, so the day has to come back as it went in.
  if (!(number >= firstDayNumber && number <= lastDayNumber) || dayName(number) !== day) {
    throw new RangeError(`not a day of the form YYYY-MM-DD: ${day}`)
  }
  return number
}

/** 'YYYY-MM-DD' of a numbered day. */
export function dayName(number: number): string {
  const known = dayNames.get(number)
  if (known !== undefined) return known
  if (!(Number.isInteger(number) && number >= firstDayNumber && number <= lastDayNumber)) {
    throw new RangeError(`not a day of the years 1 to 9999: ${number}`)
  }
  const name = new Date(number * day24).toISOString().slice(0, 10)
  if (dayNames.size >= dayNamesKept) dayNames.clear()
  dayNames.set(number, name)
  return name
}

/**
 * Whether `name` is an IANA zone that this runtime knows. Bare offsets ('+08:00') are refused even where
 * `Intl` takes them: older runtimes do not, and a stored calendar must mean the same everywhere.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  if (zones.has(name)) return true
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function offsetAt(at: number, timeZone: string): number {
  const zone = zones.get(timeZone) ?? openZone(timeZone)
  const index = Math.floor(at / windowLength)
  const offset = zone.windows.get(index) ?? openWindow(zone, index)
  if (typeof offset === 'number') return offset
  return at < offset.at ? offset.before : offset.after
}

function openZone(timeZone: string): Zone {
  if (!isTimeZone(timeZone)) throw new RangeError(`unknown time zone: ${timeZone}`)
  const zone: Zone = {
    format: new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
    windows: new Map(),
  }
  // Every table here is simply emptied when full: it hardly ever happens, and refilling costs microseconds.
  if (zones.size >= zonesKept) zones.clear()
  zones.set(timeZone, zone)
  return zone
}

function openWindow(zone: Zone, index: number): number | Change {
  const from = index * windowLength
  const before = askOffset(zone, from)
  const after = askOffset(zone, from + windowLength)
  const offset = before === after ? before : findChange(zone, from, before, after)
  if (zone.windows.size >= windowsKept) zone.windows.clear()
  zone.windows.set(index, offset)
  return offset
}

function findChange(zone: Zone, from: number, before: number, after: number): Change {
  let unchanged = from
  let changed = from + windowLength
  while (changed - unchanged > second) {
    const middle = Math.floor((unchanged + changed) / 2 / second) * second
    if (askOffset(zone, middle) === before) unchanged = middle
    else changed = middle
  }
  return { at: changed, before, after }
}

/**
 * `longOffset` ends in 'GMT+08:00', in 'GMT+08:05:43' for local mean time, and in a bare 'GMT' on some
 * runtimes.
 */
function askOffset(zone: Zone, at: number): number {
  const text = zone.format.format(at)
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text)
  if (match === null) throw new RangeError(`this runtime writes an offset that cannot be read: ${text}`)
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
  const size = Number(hours) * hour + Number(minutes) * minute + Number(seconds) * second
  return sign === '-' ? -size : size
}
