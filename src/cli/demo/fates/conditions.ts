import { later, roomUntilYearEnd } from '../pace.ts'
import { HOUR, on, YEAR_END } from '../the-year.ts'
import type { Candidate } from './fate.ts'

/* What a fate can ask of a finding. */

/** Limits used up by the end of the year: 1 is due, 1.5 brings the yellow card, 2 the red one. */
export function used({ at, category: { limit } }: Candidate): number {
  return roomUntilYearEnd(at, limit.basis) / limit.ms
}

/** Working hours between the report and the end of the year. */
export const workingHours = ({ at }: Candidate): number => roomUntilYearEnd(at, 'working') / HOUR
/** S1 and S2 do not wait for working hours. */
export const urgent = ({ category: { severity } }: Candidate): boolean =>
  severity === 'S1' || severity === 'S2'
export const calm = (candidate: Candidate): boolean => !urgent(candidate)
/** Reported on this day or later. */
export const since = (day: string, time = '0:00') => {
  const from = on(day, time)
  return ({ at }: Candidate): boolean => at >= from
}
/** Reported before this day. */
export const before = (day: string) => {
  const to = on(day, '0:00')
  return ({ at }: Candidate): boolean => at < to
}
export const isOf = (...codes: string[]) => {
  return ({ categoryCode }: Candidate): boolean => codes.includes(categoryCode)
}
export const fromResident = ({ source }: Candidate): boolean => source === 'resident'
export const notFromResident = ({ source }: Candidate): boolean => source !== 'resident'
/** With at least so many working hours to rectify it. */
export const limitOf =
  (hours: number) =>
  ({ category: { limit } }: Candidate): boolean =>
    limit.basis === 'working' && limit.ms >= hours * HOUR
/** All of them hold. */
export const all =
  (...conditions: ((candidate: Candidate) => boolean)[]) =>
  (candidate: Candidate): boolean =>
    conditions.every(holds => holds(candidate))

/** Repairs that wait for money, a contractor, a season or a court. */
export const SUSPENDABLE = ['0110', '0206', '0305', '0402', '0403', '0405', '0501', '0406', '0304']
/** Early enough for a long story to end well. */
export const complicated = before('2025-11-10')

/** What is seen to in the ordinary way takes its limit, a check, the desk, and nights and weekends in between. */
export function hasTime(candidate: Candidate): boolean {
  const { at, category, source } = candidate
  const desk = source === 'resident' ? 30 * HOUR : 0
  const spare = urgent(candidate) ? 30 * HOUR : 8 * HOUR
  const { basis, ms } = category.limit
  const needed = ms + category.stageLimits.check.ms + category.stageLimits.close.ms + spare + desk
  return later(at, needed, basis) < YEAR_END
}
