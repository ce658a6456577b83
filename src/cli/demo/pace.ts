import { type Basis, deadline, elapsed, type Limit } from '../../../machines/calendar.ts'
import type { Severity } from '../../../machines/finding/events.ts'
import { CALENDAR, DAY, dayOf, hourOf, MINUTE, on, YEAR_END } from './the-year.ts'

/* How long people take. Whatever is not urgent waits for working hours; what is urgent does not. */

const wholeSeconds = (ms: number): number => Math.round(ms / 1000) * 1000
const FIRST_HOUR = 7.5
const LAST_HOUR = 21.5

/** The moment when so much of the basis' time has gone by. */
export function later(at: number, ms: number, basis: Basis): number {
  return deadline(at, { ms: wholeSeconds(ms), basis }, CALENDAR).dueAt
}

/** The moment when this share of a limit has gone by. */
export const shareOf = (at: number, limit: Limit, share: number): number =>
  later(at, limit.ms * share, limit.basis)

/** The moment when this share of the time until a due moment has gone by; beyond 1 it lies after it. */
export function shareUntil(at: number, dueAt: number, limit: Limit, share: number): number {
  return later(at, elapsed(at, dueAt, limit.basis, CALENDAR) * share, limit.basis)
}

const rooms = new Map<string, number>()

/** Time on the basis that is left of the year. */
export function roomUntilYearEnd(at: number, basis: Basis): number {
  // Forty fates ask the same of each finding.
  const key = `${basis} ${at}`
  const room = rooms.get(key) ?? elapsed(at, YEAR_END, basis, CALENDAR)
  rooms.set(key, room)
  return room
}

/** Nobody rings at a door at three in the morning: such a moment moves to the next morning. */
export function byDay(at: number): number {
  const hour = hourOf(at)
  if (hour >= FIRST_HOUR && hour <= LAST_HOUR) return at
  const minutesPastEight = Math.round(at / MINUTE) % 45
  const morning = hour < FIRST_HOUR ? dayOf(at) : dayOf(at + DAY)
  return on(morning, '8:00') + minutesPastEight * MINUTE
}

/** What the desk and the checkers do: in working hours, but for urgent matters on any day. */
export function deskTime(at: number, severity: Severity, ms: number): number {
  return severity === 'S1' || severity === 'S2' ? byDay(at + wholeSeconds(ms)) : later(at, ms, 'working')
}

/** A moment at `hour` o'clock, so many days later. */
export const daysLater = (at: number, days: number, hour = '9:30'): number => on(dayOf(at + days * DAY), hour)
