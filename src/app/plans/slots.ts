import type { PlanRow } from '../../../db/stores/plans.ts'
import type { WorkingCalendar } from '../../../machines/calendar.ts'
import { addDays, instantOf, localDay, weekdayOf } from '../../../machines/zone.ts'
import { parseTimeOfDay } from '../community/time-of-day.ts'
import { daysOf } from './recurrence.ts'

/** One walk of a plan: its local slot (YYYY-MM-DDTHH:MM), and its window in milliseconds since 1970. */
export interface Slot {
  readonly slot: string
  readonly windowStart: number
  readonly windowEnd: number
}

/** What of a plan decides when it is walked. */
export type Timing = Pick<
  PlanRow,
  'rule' | 'startDay' | 'startTimes' | 'windowMs' | 'exceptDays' | 'extraDays' | 'onHolidays' | 'onMakeUpDays'
>

/**
 * The slots of a plan whose window opens within [from, to), milliseconds since 1970, in order. Each local day and time
 * is one slot: a time that the clock skips is moved to after the gap, of one that it shows twice the first is meant.
 */
export function slotsBetween(timing: Timing, calendar: WorkingCalendar, from: number, to: number): Slot[] {
  const { timeZone } = calendar
  const times = JSON.parse(timing.startTimes) as string[]
  // A day more at either end: a slot that is moved over midnight belongs to the day that names it.
  const days = daysWalked(
    timing,
    calendar,
    addDays(localDay(from, timeZone), -1),
    addDays(localDay(to, timeZone), 2),
  )
  return days
    .flatMap(day =>
      times.map(time => {
        const windowStart = instantOf(day, parseTimeOfDay(time), timeZone)
        return { slot: `${day}T${time}`, windowStart, windowEnd: windowStart + timing.windowMs }
      }),
    )
    .filter(({ windowStart }) => windowStart >= from && windowStart < to)
    .sort((a, b) => a.windowStart - b.windowStart || a.slot.localeCompare(b.slot))
}

/* The rule's days, less exceptions and holidays, more extra days and make-up working days (调休). */
function daysWalked(timing: Timing, calendar: WorkingCalendar, from: string, to: string): string[] {
  const except = new Set(JSON.parse(timing.exceptDays) as string[])
  const extra = (JSON.parse(timing.extraDays) as string[]).filter(day => from <= day && day < to)
  const holiday = (day: string): boolean => !timing.onHolidays && calendar.days[day] === 'holiday'
  const ruled = daysOf(timing, from, to).filter(day => !holiday(day))
  const madeUp = timing.onMakeUpDays ? makeUpDays(timing, calendar, from, to) : []
  return [...new Set([...ruled, ...madeUp, ...extra])].filter(day => !except.has(day)).sort()
}

function makeUpDays(
  { startDay, rule }: Timing,
  calendar: WorkingCalendar,
  from: string,
  to: string,
): string[] {
  const last = /UNTIL=(\d{4})(\d\d)(\d\d)/.exec(rule)?.slice(1).join('-') ?? '9999-12-31'
  return Object.entries(calendar.days).flatMap(([day, kind]) =>
    kind === 'workday' &&
    !calendar.weekdays.includes(weekdayOf(day)) &&
    day >= startDay &&
    day <= last &&
    from <= day &&
    day < to
      ? [day]
      : [],
  )
}
