import type { WorkingCalendar } from '../../../machines/calendar.ts'
import document from './categories.json' with { type: 'json' }
import holidays from './holidays-cn.json' with { type: 'json' }
import { parseTimeOfDay } from './time-of-day.ts'

export const DEFAULT_TIME_ZONE = 'Asia/Shanghai'

/**
 * The zones of mainland China with their older names. The State Council's notices hold there; Hong Kong and
 * Macau have public holidays of their own.
 */
const MAINLAND = new Set([
  'asia/shanghai',
  'asia/urumqi',
  'asia/chongqing',
  'asia/chungking',
  'asia/harbin',
  'asia/kashgar',
  'prc',
])

const HOUR_MS = 3_600_000
const { weekdays, slots, hours_per_day: hoursPerDay } = document.work_calendar_default

/**
 * The calendar a new community begins with: Monday to Friday, 08:00 to 12:00 and 14:00 to 18:00, eight hours
 * a day. In mainland China with the public holidays and make-up days (调休) published so far. Anywhere else no
 * holidays are known: `coveredYears` is empty, and every deadline and the readiness report say so (domain.md,
 * Decision 13).
 */
export function defaultCalendar(timeZone: string): WorkingCalendar {
  const chinese = MAINLAND.has(timeZone.toLowerCase())
  return {
    version: chinese ? holidays.version : 'no-holidays',
    timeZone,
    weekdays,
    slots: slots.map(([opens = '', closes = '']) => [parseTimeOfDay(opens), parseTimeOfDay(closes)] as const),
    dayMs: hoursPerDay * HOUR_MS,
    days: chinese ? (holidays.days as WorkingCalendar['days']) : {},
    coveredYears: chinese ? holidays.coveredYears : [],
  }
}
