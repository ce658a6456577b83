import {
  day24,
  dayName,
  dayNumber,
  hasSteadyOffset,
  instantOnDay,
  isTimeZone,
  localDayNumber,
  weekdayOfNumber,
} from './zone.ts'

/**
 * Deadlines and elapsed time on the working calendar (domain.md 9.1). Pure: holidays and make-up days (调休)
 * are data handed in, instants and spans are whole milliseconds, and anything else throws a RangeError.
 */

/**
 * `continuous` (紧急工作时, 自然日) runs round the clock; `working` (工作时, 工作日) only inside the slots of working days.
 */
export type Basis = 'working' | 'continuous'

/** A budget of milliseconds on its basis. */
export interface Limit {
  ms: number
  basis: Basis
}

/**
 * When a community works. A calendar is a value: it is checked once per object and must not be changed
 * afterwards; an edit makes a new calendar with a new `version`.
 */
export interface WorkingCalendar {
  version: string
  /** IANA name, e.g. 'Asia/Shanghai'. */
  timeZone: string
  /** Regular working weekdays, 1 = Monday … 7 = Sunday. */
  weekdays: readonly number[]
  /**
   * Working hours in ms since local midnight, [from, to), ascending and disjoint, the same on every working
   * day.
   */
  slots: readonly (readonly [number, number])[]
  /**
   * Hours per day in ms: what `P1D` means on the working basis. A convention of its own, not the sum of the
   * slots.
   */
  dayMs: number
  /** Overrides by local day 'YYYY-MM-DD': a 'workday' may fall on a weekend (调休). */
  days: Readonly<Record<string, 'holiday' | 'workday'>>
  /** Years whose public holidays are known; other years count by weekdays and slots, and `why` says so. */
  coveredYears: readonly number[]
}

/**
 * Why a deadline is when it is, as facts that a view puts into words: `limit` the budget · `start_moved` the
 * clock only started at the next slot · `uncovered` no holidays are known for that year · `holidays` regular
 * working days that did not count, first to last · `makeup` a day off that was worked · `more` so many
 * further facts were left out.
 */
export type Reason =
  | { k: 'limit'; ms: number; basis: Basis }
  | { k: 'start_moved'; to: number }
  | { k: 'uncovered'; year: number }
  | { k: 'holidays'; from: string; to: string }
  | { k: 'makeup'; day: string }
  | { k: 'more'; count: number }

/** What `checkCalendar` can find wrong. */
export type CalendarProblem =
  | 'not_a_calendar'
  | 'version_missing'
  | 'time_zone_unknown'
  | 'weekdays_invalid'
  | 'slots_invalid'
  | 'slot_empty'
  | 'slots_overlap'
  | 'no_working_time'
  | 'day_ms_invalid'
  | 'days_invalid'
  | 'covered_years_invalid'

/** No deadline and no elapsed time reaches further than a century; this bounds every walk over days. */
const horizonDays = 36_525

/** `why` is stored with every assignment, so it stays short. */
const reasonsKept = 20

const lastInstant = Date.UTC(9999, 11, 31)

/**
 * When a limit that starts at `start` is used up. Finishing at `dueAt` is still on time.
 *
 * Working basis: a start outside a slot moves to the next slot's start; a last minute that ends exactly with
 * a slot is due at the end of that slot, not at the start of the next. `elapsed(start, dueAt)` is always
 * `limit.ms` again.
 *
 * RangeError for a start or limit that is not a whole number ≥ 0, for a calendar with problems, and when the
 * limit does not end within a century.
 */
export function deadline(
  start: number,
  limit: Limit,
  calendar: WorkingCalendar,
): { dueAt: number; why: Reason[] } {
  assertInstant(start, 'start')
  assertSpan(limit.ms)
  const reason: Reason = { k: 'limit', ms: limit.ms, basis: limit.basis }
  if (limit.basis === 'working') {
    const { dueAt, why } = consume(start, limit.ms, compile(calendar))
    return { dueAt, why: shorten([reason, ...why]) }
  }
  const dueAt = start + limit.ms
  if (dueAt > lastInstant) throw new RangeError(`a limit of ${limit.ms} ms ends after the year 9999`)
  return { dueAt, why: [reason] }
}

/**
 * Milliseconds between two instants on the basis, by the same rules as `deadline`; 0 when `to` is not after
 * `from`. Spans add up at any point between, so pauses can be subtracted. RangeError as for `deadline`.
 */
export function elapsed(from: number, to: number, basis: Basis, calendar: WorkingCalendar): number {
  assertInstant(from, 'from')
  assertInstant(to, 'to')
  if (to <= from) return 0
  if (basis === 'continuous') return to - from
  const hours = compile(calendar)
  const first = localDayNumber(from, hours.timeZone)
  const last = localDayNumber(to, hours.timeZone)
  if (last - first > horizonDays)
    throw new RangeError('elapsed working time is counted over a century at most')
  let sum = 0
  // One day more at either end: where the clock is turned around midnight, a day's hours may touch its
  // neighbour.
  for (let day = first - 1; day <= last + 1; day++) {
    if (!isWorked(kindOf(day, hours))) continue
    if (day > first + 1 && day < last - 1) {
      sum += workingTimeOn(day, hours)
      continue
    }
    for (const [opens, closes] of stretchesOn(day, hours)) {
      sum += Math.max(0, Math.min(closes, to) - Math.max(opens, from))
    }
  }
  return sum
}

/**
 * The end of the last slot of the `n`-th working day after the day of `start` (the `end_of_day` option of
 * 9.1): the day itself never counts, whatever the hour. RangeError unless `n` is a whole number ≥ 1, and as
 * for `deadline`.
 */
export function endOfWorkingDay(start: number, n: number, calendar: WorkingCalendar): number {
  assertInstant(start, 'start')
  if (!(Number.isSafeInteger(n) && n >= 1))
    throw new RangeError(`not a number of following working days: ${n}`)
  const hours = compile(calendar)
  const first = localDayNumber(start, hours.timeZone)
  let left = n
  for (let day = first + 1; day <= first + horizonDays; day++) {
    if (!isWorked(kindOf(day, hours))) continue
    const closes = stretchesOn(day, hours).at(-1)?.[1]
    if (closes === undefined) continue
    left -= 1
    if (left === 0) return closes
  }
  throw new RangeError(`${n} working days do not end within a century on calendar ${calendar.version}`)
}

/**
 * What is wrong with a calendar that came from outside, as codes, each at most once; empty when it can be
 * counted with. A calendar needs at least one weekday and one slot, so that every search for working time
 * ends.
 */
export function checkCalendar(value: unknown): CalendarProblem[] {
  if (!isRecord(value)) return ['not_a_calendar']
  const problems: CalendarProblem[] = []
  const { version, timeZone, weekdays, slots, dayMs, days, coveredYears } = value
  if (typeof version !== 'string' || version === '') problems.push('version_missing')
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) problems.push('time_zone_unknown')

  const weekdaysAreKnown =
    Array.isArray(weekdays) &&
    weekdays.every(weekday => isWholeBetween(weekday, 1, 7)) &&
    new Set(weekdays).size === weekdays.length
  if (!weekdaysAreKnown) problems.push('weekdays_invalid')

  if (!Array.isArray(slots) || !slots.every(isSlot)) problems.push('slots_invalid')
  else problems.push(...checkSlots(slots))

  const nothingIsWorked = (list: unknown) => Array.isArray(list) && list.length === 0
  if (nothingIsWorked(weekdays) || nothingIsWorked(slots)) problems.push('no_working_time')

  if (!isWholeBetween(dayMs, 1, day24)) problems.push('day_ms_invalid')
  if (!isRecord(days) || !Object.entries(days).every(isOverride)) problems.push('days_invalid')
  const yearsAreKnown =
    Array.isArray(coveredYears) && coveredYears.every(year => isWholeBetween(year, 1, 9999))
  if (!yearsAreKnown) problems.push('covered_years_invalid')
  return problems
}

/** A calendar made ready for counting: days as numbers, so that a year is walked in microseconds. */
interface WorkingHours {
  timeZone: string
  slots: readonly (readonly [number, number])[]
  /** Working time of a day on which the clock is not changed. */
  timePerDay: number
  weekdays: ReadonlySet<number>
  overrides: ReadonlyMap<number, 'holiday' | 'workday'>
  coveredYears: ReadonlySet<number>
}

const compiled = new WeakMap<WorkingCalendar, WorkingHours>()

function compile(calendar: WorkingCalendar): WorkingHours {
  const known = compiled.get(calendar)
  if (known !== undefined) return known
  const problems = checkCalendar(calendar)
  if (problems.length > 0) throw new RangeError(`a working calendar with problems: ${problems.join(', ')}`)
  const hours: WorkingHours = {
    timeZone: calendar.timeZone,
    slots: calendar.slots,
    timePerDay: calendar.slots.reduce((sum, [opens, closes]) => sum + closes - opens, 0),
    weekdays: new Set(calendar.weekdays),
    overrides: new Map(Object.entries(calendar.days).map(([day, kind]) => [dayNumber(day), kind])),
    coveredYears: new Set(calendar.coveredYears),
  }
  compiled.set(calendar, hours)
  return hours
}

/** Walks forward from `start`, taking the budget out of the working time of each day. */
function consume(start: number, ms: number, hours: WorkingHours): { dueAt: number; why: Reason[] } {
  const first = localDayNumber(start, hours.timeZone)
  const dated: Reason[] = []
  let holidays: { k: 'holidays'; from: string; to: string } | undefined
  let startedAt: number | undefined
  let left = ms

  const worked = (day: number, kind: DayKind) => {
    holidays = undefined
    if (kind === 'makeup') dated.push({ k: 'makeup', day: dayName(day) })
  }
  const notWorked = (day: number) => {
    const name = dayName(day)
    if (holidays === undefined) {
      holidays = { k: 'holidays', from: name, to: name }
      dated.push(holidays)
    } else {
      holidays.to = name
    }
  }

  // The day before may reach into this one where the clock is turned around midnight.
  for (let day = first - 1; day <= first + horizonDays; day++) {
    const kind = kindOf(day, hours)
    if (!isWorked(kind)) {
      if (kind === 'holiday' && day >= first) notWorked(day)
      continue
    }
    if (startedAt !== undefined && day > first + 1) {
      const time = workingTimeOn(day, hours)
      if (left > time) {
        left -= time
        worked(day, kind)
        continue
      }
    }
    let entered = false
    for (const [opens, closes] of stretchesOn(day, hours)) {
      const from = Math.max(opens, start)
      if (from > closes || (from === closes && left > 0)) continue
      if (!entered) worked(day, kind)
      entered = true
      startedAt ??= from
      if (left <= closes - from) {
        const dueAt = from + left
        const moved: Reason[] = startedAt > start ? [{ k: 'start_moved', to: startedAt }] : []
        return { dueAt, why: [...moved, ...uncoveredYears(first, day, hours), ...dated] }
      }
      left -= closes - from
    }
  }
  throw new RangeError(`a limit of ${ms} ms of working time does not end within a century`)
}

type DayKind = 'regular' | 'makeup' | 'holiday' | 'rest'

/** A holiday on a day that is off anyway is 'rest', a workday on a regular working day is 'regular'. */
function kindOf(day: number, hours: WorkingHours): DayKind {
  const regular = hours.weekdays.has(weekdayOfNumber(day))
  switch (hours.overrides.get(day)) {
    case 'holiday':
      return regular ? 'holiday' : 'rest'
    case 'workday':
      return regular ? 'regular' : 'makeup'
    default:
      return regular ? 'regular' : 'rest'
  }
}

function isWorked(kind: DayKind): boolean {
  return kind === 'regular' || kind === 'makeup'
}

/**
 * The slots of a day as instants, ascending and disjoint, empty ones left out. They never leave the day's two
 * midnights: on a day that the zone skipped altogether (Pacific/Apia, 2011-12-30) nothing is worked, and a
 * slot that begins inside a gap of the clock cannot run into the next.
 */
function stretchesOn(day: number, hours: WorkingHours): [number, number][] {
  const { slots, timeZone } = hours
  if (hasSteadyOffset(day, timeZone)) {
    const midnight = instantOnDay(day, 0, timeZone)
    return slots.map(([opens, closes]) => [midnight + opens, midnight + closes])
  }
  const nextMidnight = instantOnDay(day, day24, timeZone)
  let free = instantOnDay(day, 0, timeZone)
  const stretches: [number, number][] = []
  for (const slot of slots) {
    const opens = Math.max(free, instantOnDay(day, slot[0], timeZone))
    const closes = Math.min(nextMidnight, instantOnDay(day, slot[1], timeZone))
    if (closes <= opens) continue
    stretches.push([opens, closes])
    free = closes
  }
  return stretches
}

function workingTimeOn(day: number, hours: WorkingHours): number {
  if (hasSteadyOffset(day, hours.timeZone)) return hours.timePerDay
  return stretchesOn(day, hours).reduce((sum, [opens, closes]) => sum + closes - opens, 0)
}

function uncoveredYears(first: number, last: number, hours: WorkingHours): Reason[] {
  const reasons: Reason[] = []
  const lastYear = yearOf(last)
  for (let year = yearOf(first); year <= lastYear; year++) {
    if (!hours.coveredYears.has(year)) reasons.push({ k: 'uncovered', year })
  }
  return reasons
}

function yearOf(day: number): number {
  return Number(dayName(day).slice(0, 4))
}

function shorten(why: Reason[]): Reason[] {
  if (why.length <= reasonsKept) return why
  const kept = why.slice(0, reasonsKept - 1)
  return [...kept, { k: 'more', count: why.length - kept.length }]
}

function assertInstant(at: number, name: string): void {
  if (!(Number.isSafeInteger(at) && at >= 0 && at <= lastInstant)) {
    throw new RangeError(`${name} is not an instant in whole milliseconds since 1970: ${at}`)
  }
}

function assertSpan(ms: number): void {
  if (!(Number.isSafeInteger(ms) && ms >= 0)) {
    throw new RangeError(`a limit is a whole number of milliseconds, not negative: ${ms}`)
  }
}

function checkSlots(slots: [number, number][]): CalendarProblem[] {
  const problems: CalendarProblem[] = []
  if (slots.some(([opens, closes]) => closes <= opens)) problems.push('slot_empty')
  const overlaps = slots.some(([opens], index) => opens < (slots[index - 1]?.[1] ?? 0))
  if (overlaps) problems.push('slots_overlap')
  return problems
}

function isSlot(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(time => isWholeBetween(time, 0, day24))
}

function isOverride([day, kind]: [string, unknown]): boolean {
  return isDay(day) && (kind === 'holiday' || kind === 'workday')
}

function isDay(day: string): boolean {
  try {
    dayNumber(day)
    return true
  } catch {
    return false
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWholeBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}
