import { deadline, type Limit, type WorkingCalendar } from '../../../machines/calendar.ts'

/**
 * Whether a calendar has working time enough for a limit: nothing is counted further than a century. Asked
 * with twice the limit, because a red card comes one limit after the deadline, and a unit may return work
 * within two.
 */
export function endsWithinACentury({ ms, basis }: Limit, calendar: WorkingCalendar, now: number): boolean {
  try {
    deadline(now, { ms: 2 * ms, basis }, calendar)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
