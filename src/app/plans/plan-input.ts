import type { PlanRow } from '../../../db/stores/plans.ts'
import { parseDuration } from '../../../machines/duration.ts'
import { dayNumber } from '../../../machines/zone.ts'
import type { Community } from '../community/community.ts'
import { parseTimeOfDay } from '../community/time-of-day.ts'
import type { Reader } from '../deps.ts'
import { invalidValue, unknownReference } from '../errors.ts'
import { routeForWalk } from '../rounds/route-for-walk.ts'
import { readRule } from './recurrence.ts'

/** What a plan says, as the contract names it; days and times are local, `window` an ISO 8601 duration. */
export interface PlanContent {
  readonly name?: string
  readonly theme?: string
  readonly routeId?: string | null
  readonly squadId?: string | null
  readonly joint?: boolean
  readonly minMembers?: number
  readonly rule?: string
  readonly startDay?: string
  readonly startTimes?: readonly string[]
  readonly window?: string
  readonly exceptDays?: readonly string[]
  readonly extraDays?: readonly string[]
  readonly onHolidays?: boolean
  readonly onMakeUpDays?: boolean
}

const DAY_MS = 86_400_000
const SHORTEST_WINDOW_MS = 5 * 60_000

/** Checks what a plan says, and gives the columns; what was not given is left out. */
export async function planColumns(
  read: Pick<Reader, 'setup' | 'rounds'>,
  community: Community,
  placePath: string,
  content: PlanContent,
): Promise<Partial<PlanRow>> {
  const { name, theme, routeId, squadId, joint, minMembers, rule, startDay, startTimes } = content
  const communityId = community.row.id
  if (typeof routeId === 'string' && !(await routeForWalk(read, { communityId, path: placePath }, routeId)))
    throw unknownReference('/routeId')
  if (typeof squadId === 'string' && !(await read.setup.findSquad(communityId, squadId))?.active)
    throw unknownReference('/squadId')
  return given({
    name: name?.normalize('NFC').trim(),
    theme,
    routeId,
    squadId,
    joint,
    minMembers,
    rule: rule === undefined ? undefined : readRule(rule, community.row.timeZone),
    startDay: startDay === undefined ? undefined : dayOf('/startDay', startDay),
    startTimes: startTimes === undefined ? undefined : JSON.stringify(timesOf(startTimes)),
    windowMs: content.window === undefined ? undefined : windowOf(content.window),
    exceptDays: daysIn('exceptDays', content.exceptDays),
    extraDays: daysIn('extraDays', content.extraDays),
    onHolidays: content.onHolidays,
    onMakeUpDays: content.onMakeUpDays,
  })
}

const given = (columns: { [Name in keyof PlanRow]?: PlanRow[Name] | undefined }): Partial<PlanRow> =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))

function dayOf(pointer: string, day: string): string {
  try {
    dayNumber(day)
    return day
  } catch {
    throw invalidValue(pointer, 'there is no such day')
  }
}

function daysIn(name: string, days: readonly string[] | undefined): string | undefined {
  if (days === undefined) return undefined
  return JSON.stringify([...new Set(days.map((day, n) => dayOf(`/${name}/${n}`, day)))].sort())
}

function timesOf(times: readonly string[]): string[] {
  for (const [n, time] of times.entries())
    if (parseTimeOfDay(time) >= DAY_MS) throw invalidValue(`/startTimes/${n}`, 'a time of day before 24:00')
  return [...new Set(times)].sort()
}

function windowOf(text: string): number {
  const ms = parseDuration(text, 'continuous', DAY_MS)
  if (ms === null || ms < SHORTEST_WINDOW_MS || ms > DAY_MS)
    throw invalidValue('/window', 'a duration from PT5M to PT24H')
  return ms
}
