import { instantOnDay, localDayNumber } from '../../../machines/zone.ts'
import { parseTimeOfDay } from '../community/time-of-day.ts'

/** When a member wants to hear: local times of day, HH:MM. */
export interface Hours {
  /** Nothing is told from here … */
  readonly quietFrom: string | null
  /** … to here, which may lie across midnight. */
  readonly quietTo: string | null
  /** Everything once a day at this time; `null` as it happens. */
  readonly digestAt: string | null
}

/**
 * The moment at which a notice of `now` may leave: at once when urgent, else at the next digest, and not within quiet
 * hours but at their end. Reckoned on the clock of the zone, so that a night in which it is set lasts as long as it does.
 */
export function whenToTell(
  now: number,
  timeZone: string,
  { quietFrom, quietTo, digestAt }: Hours,
  urgent: boolean,
): number {
  if (urgent) return now
  const at = digestAt === null ? now : nextAt(now, timeZone, parseTimeOfDay(digestAt))
  if (quietFrom === null || quietTo === null) return at
  return endOfQuiet(at, timeZone, parseTimeOfDay(quietFrom), parseTimeOfDay(quietTo)) ?? at
}

/** The first moment from now on at which the clock shows a time. */
function nextAt(now: number, timeZone: string, time: number): number {
  const today = localDayNumber(now, timeZone)
  const thisOne = instantOnDay(today, time, timeZone)
  return thisOne >= now ? thisOne : instantOnDay(today + 1, time, timeZone)
}

/** The end of the quiet hours that a moment lies in, which may have begun the evening before. */
function endOfQuiet(at: number, timeZone: string, from: number, to: number): number | null {
  const today = localDayNumber(at, timeZone)
  for (const day of [today - 1, today]) {
    const begin = instantOnDay(day, from, timeZone)
    const end = instantOnDay(from < to ? day : day + 1, to, timeZone)
    if (begin <= at && at < end) return end
  }
  return null
}
