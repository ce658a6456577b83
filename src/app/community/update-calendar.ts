import {
  type CalendarProblem,
  checkCalendar,
  type Limit,
  type WorkingCalendar,
} from '../../../machines/calendar.ts'
import { type Caller, requireRole } from '../caller.ts'
import type { Clock, Reader, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { type Community, communityOfRow } from './community.ts'
import { getCommunityInScope } from './find-in-scope.ts'
import { endsWithinACentury } from './limit-ends.ts'
import { SEVERITIES, stageLimitsOf } from './standards.ts'
import { formatTimeOfDay, parseTimeOfDay } from './time-of-day.ts'

type DayKind = 'holiday' | 'workday'

/** A working calendar as it is sent out and replaced. */
export interface CalendarFields {
  /** Regular working weekdays, 1 = Monday … 7 = Sunday. */
  readonly weekdays: readonly number[]
  /** Working hours of a working day, such as `["08:00", "12:00"]`. */
  readonly slots: readonly (readonly [string, string])[]
  /** What `P1D` means on the working basis. */
  readonly hoursPerDay: number
  readonly days: Readonly<Record<string, DayKind>>
  /** Years whose public holidays are known. */
  readonly coveredYears: readonly number[]
}

/** Parts of a calendar to change; of `days` only those named, and `null` takes an override away. */
export type CalendarChanges = Partial<Omit<CalendarFields, 'days'>> & {
  readonly days?: Readonly<Record<string, DayKind | null>>
}

export interface CalendarView extends CalendarFields {
  readonly timeZone: string
  /** Names this edition of the calendar; deadlines remember which one they were counted by. */
  readonly calendarVersion: string
  readonly version: number
}

const HOUR_MS = 3_600_000

/** Shows a community's working calendar to its members. */
export async function getCalendar(read: Reader, caller: Caller, communityId: string): Promise<CalendarView> {
  return calendarView(await getCommunityInScope(read, caller, communityId))
}

/**
 * Changes the working calendar, wholly or in part. Deadlines already set stay where they are. A calendar that
 * cannot be counted with is refused with `calendar.invalid`: one that contradicts itself, or that has so
 * little working time that the community's limits would not end within a century.
 */
export async function updateCalendar(
  { clock }: { clock: Clock },
  tx: Writer,
  caller: Caller,
  communityId: string,
  edit: { readonly whole: CalendarFields } | { readonly parts: CalendarChanges },
  expected: number | null,
): Promise<CalendarView> {
  const community = await getCommunityInScope(tx, caller, communityId)
  const { row } = community
  expectVersion(row, expected, 'community.version_conflict', calendarView(community))
  requireRole(caller, ['admin'])

  const calendar = 'whole' in edit ? replaced(community, edit.whole) : changed(community, edit.parts)
  const problems = checkCalendar(calendar)
  if (problems.length > 0) throw invalid(problems)
  const categories = await tx.setup.listCategories(communityId)
  const limits = [
    ...SEVERITIES.flatMap(severity => Object.values(stageLimitsOf(severity))),
    ...categories.map((c): Limit => ({ ms: c.limitMs, basis: c.limitBasis as Limit['basis'] })),
  ]
  if (!limits.every(limit => endsWithinACentury(limit, calendar, clock.now())))
    throw invalid(['too_little_working_time'])

  const text = JSON.stringify(calendar)
  if (!(await tx.setup.updateCommunity(communityId, row.version, { calendar: text })))
    throw new AppError('community.version_conflict', { current: calendarView(community) })
  return calendarView(communityOfRow({ ...row, calendar: text, version: row.version + 1 }))
}

function replaced({ row, calendar }: Community, whole: CalendarFields): WorkingCalendar {
  const [origin] = calendar.version.split('+')
  return {
    version: `${origin}+${row.version + 1}`,
    timeZone: row.timeZone,
    weekdays: [...whole.weekdays].sort((a, b) => a - b),
    slots: whole.slots.map(([opens, closes]) => [parseTimeOfDay(opens), parseTimeOfDay(closes)] as const),
    dayMs: Math.round(whole.hoursPerDay * HOUR_MS),
    days: Object.fromEntries(Object.entries(whole.days).sort(([a], [b]) => (a < b ? -1 : 1))),
    coveredYears: [...whole.coveredYears].sort((a, b) => a - b),
  }
}

function changed(community: Community, { days = {}, ...parts }: CalendarChanges): WorkingCalendar {
  const { timeZone: _, calendarVersion: __, version: ___, ...before } = calendarView(community)
  const overrides = Object.entries({ ...before.days, ...days }).filter(
    (entry): entry is [string, DayKind] => entry[1] !== null,
  )
  return replaced(community, { ...before, ...parts, days: Object.fromEntries(overrides) })
}

const PROBLEMS: Readonly<
  Record<CalendarProblem | 'too_little_working_time', readonly [pointer: string, words: string]>
> = {
  not_a_calendar: ['', '不是工作日历 (not a calendar)'],
  version_missing: ['', '缺少版本 (no version)'],
  time_zone_unknown: ['/timeZone', '时区无法识别 (unknown time zone)'],
  weekdays_invalid: ['/weekdays', '工作日须为 1 至 7,且不重复 (weekdays are 1 to 7, each once)'],
  slots_invalid: ['/slots', '时段须为 00:00 至 24:00 (slots lie between 00:00 and 24:00)'],
  slot_empty: ['/slots', '时段的结束须晚于开始 (a slot ends after it begins)'],
  slots_overlap: ['/slots', '时段须按先后排列,且不重叠 (slots follow one another without overlapping)'],
  no_working_time: ['', '至少要有一个工作日和一个时段 (at least one weekday and one slot)'],
  day_ms_invalid: [
    '/hoursPerDay',
    '每日工时须大于 0,且不超过 24 (hours per day are more than 0 and at most 24)',
  ],
  days_invalid: ['/days', '日期须真实存在 (every day has to exist)'],
  covered_years_invalid: ['/coveredYears', '年份须为 1 至 9999 (years are 1 to 9999)'],
  too_little_working_time: [
    '/slots',
    '工作时间太少,办理时限无法到期 (too little working time: limits would not end within a century)',
  ],
}

function invalid(problems: readonly (keyof typeof PROBLEMS)[]): AppError {
  return new AppError('calendar.invalid', {
    values: { problems: problems.map(problem => PROBLEMS[problem][1]).join('; ') },
    errors: problems.map(code => ({ pointer: PROBLEMS[code][0], code, detail: PROBLEMS[code][1] })),
  })
}

function calendarView({ row, calendar }: Community): CalendarView {
  return {
    timeZone: calendar.timeZone,
    weekdays: calendar.weekdays,
    slots: calendar.slots.map(
      ([opens, closes]) => [formatTimeOfDay(opens), formatTimeOfDay(closes)] as const,
    ),
    hoursPerDay: calendar.dayMs / HOUR_MS,
    days: calendar.days,
    coveredYears: calendar.coveredYears,
    calendarVersion: calendar.version,
    version: row.version,
  }
}
