import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { addDays, day24, dayName, localDay } from '../../../machines/zone.ts'
import { AppError } from '../errors.ts'

/*
 * Days that a rule (RRULE of RFC 5545) names. A rule here speaks of local days only, times of day stand beside it, so
 * it is followed on a calendar without hours, where no clock is ever turned; what a day and a time mean in the
 * community's zone is decided afterwards, once for each slot.
 */

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTH', 'BYMONTHDAY', 'BYSETPOS']
/** Steps the library may take before it gives up on a rule that never comes: a few hundred years of days. */
const MOST_STEPS = 100_000

/** Brings a rule into the form in which it is kept; refuses with `plan.rule_invalid` what names no days. */
export function readRule(text: string, timeZone: string): string {
  const parts = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .map(part => part.split('=') as [string, string | undefined])
  const given = new Map(parts)
  const wellFormed =
    given.size === parts.length &&
    parts.every(([name, value]) => PARTS.includes(name) && value !== undefined && value !== '') &&
    FREQUENCIES.includes(given.get('FREQ') ?? '') &&
    ['INTERVAL', 'COUNT'].every(name => /^[1-9]\d{0,3}$/.test(given.get(name) ?? '1')) &&
    !(given.has('COUNT') && given.has('UNTIL'))
  if (!wellFormed) throw new AppError('plan.rule_invalid')
  const until = given.get('UNTIL')
  if (until !== undefined) given.set('UNTIL', untilOf(until, timeZone))
  const rule = [...given].map(part => part.join('=')).join(';')
  try {
    daysOf({ rule, startDay: '2026-01-01' }, '2026-01-01', '2027-01-01')
  } catch {
    throw new AppError('plan.rule_invalid')
  }
  return rule
}

/* UNTIL is a local day, or an instant in UTC, which then means the local day it lies in. */
function untilOf(until: string, timeZone: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(until)
  if (!match) throw new AppError('plan.rule_invalid')
  const [, year, month, day, hours, minutes, seconds] = match
  const date = `${year}-${month}-${day}`
  const at = Date.parse(`${date}T${hours ?? '00'}:${minutes ?? '00'}:${seconds ?? '00'}Z`)
  if (Number.isNaN(at)) throw new AppError('plan.rule_invalid')
  return (hours === undefined ? date : localDay(at, timeZone)).replaceAll('-', '')
}

/** The local days of a rule from `from` to before `to`, in order. */
export function daysOf(
  { rule, startDay }: { readonly rule: string; readonly startDay: string },
  from: string,
  to: string,
): string[] {
  if (from >= to) return []
  const recurrence = new RRuleTemporal({
    rruleString: rule.replace(/UNTIL=(\d{8})/, 'UNTIL=$1T000000Z'),
    dtstart: Temporal.ZonedDateTime.from(`${startDay}T00:00[UTC]`),
    maxIterations: MOST_STEPS,
    strict: true,
  })
  const last = addDays(to, -1)
  return recurrence
    .between(new Date(`${from}T00:00:00Z`), new Date(`${last}T00:00:00Z`), true)
    .map(date => dayName(Math.floor(date.epochMilliseconds / day24)))
}
