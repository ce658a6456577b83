import type { CountBy } from '../../../db/stores/rollups.ts'
import type { Rate } from '../../../machines/rates.ts'
import { addDays, dayNumber, instantOf, weekdayOf } from '../../../machines/zone.ts'
import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import { eachCount } from './each-count.ts'
import { type FiguresPeriod, periodOf } from './figures-period.ts'
import { type FiguresScope, getFiguresScope } from './figures-scope.ts'
import { asksOverdue, figureOf, type Metric, NOTHING_OVERDUE } from './metrics.ts'
import { COUNTERS, noSums, type Sums } from './sum-figures.ts'

export const STEPS = ['day', 'week', 'month'] as const
type SeriesStep = (typeof STEPS)[number]

export interface SeriesQuery {
  readonly metric: Metric
  readonly by: SeriesStep
  readonly placeId?: string
  readonly from?: string
  readonly to?: string
  readonly countBy: CountBy
}

/** Points of a series at most, and of one that has to look up at each what was overdue then. */
const MOST_POINTS = 800
const MOST_OVERDUE_POINTS = 120

interface Point {
  readonly from: string
  readonly to: string
  readonly sums: Sums
}

/**
 * A metric over time in the caller's scope, a point a day, week (from Monday) or month; the first and the last may be
 * cut by the period. Each point is what the summary of its days says. Costs one statement a place of the caller's
 * scope that totals are kept for, and for what is overdue three or four more a point.
 */
export async function series(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  { metric, by, placeId, from, to, countBy }: SeriesQuery,
) {
  if (caller.communityId === null) throw new AppError('community.not_found')
  const { row } = await getCommunity(read, caller.communityId)
  const now = clock.now()
  const period = periodOf({ from, to }, now, row.timeZone)
  const points = pointsOf(period, by, asksOverdue(metric) ? MOST_OVERDUE_POINTS : MOST_POINTS)
  const scope = await getFiguresScope(read, caller, placeId)
  await fill(read, scope, period, countBy, points)
  const items: { from: string; to: string; value: number | Rate }[] = []
  for (const point of points) {
    const overdue = asksOverdue(metric)
      ? await overdueOf(read, scope, point, countBy, now, row.timeZone)
      : NOTHING_OVERDUE
    items.push({ from: point.from, to: point.to, value: figureOf(metric, point.sums, overdue) })
  }
  return { metric, by, placeId: scope.placeId, from: period.from, to: period.to, countBy, items }
}

function pointsOf(period: FiguresPeriod, by: SeriesStep, most: number): Point[] {
  const points: Point[] = []
  for (let from = period.from; from < period.to; ) {
    if (points.length === most)
      throw invalidValue('/from', `at most ${most} points: choose longer steps or a shorter period`)
    const to = [nextStep(from, by), period.to].sort()[0] ?? period.to
    points.push({ from, to, sums: noSums() })
    from = to
  }
  return points
}

function nextStep(day: string, by: SeriesStep): string {
  if (by === 'day') return addDays(day, 1)
  // Days to the next Monday; a Monday is a whole week away from it.
  if (by === 'week') return addDays(day, 7 - ((weekdayOf(day) + 6) % 7))
  const [year = 0, month = 0] = day.split('-').map(Number)
  const next = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}-01`
}

async function fill(
  read: Reader,
  scope: FiguresScope,
  period: FiguresPeriod,
  countBy: CountBy,
  points: readonly Point[],
): Promise<void> {
  const [first] = points
  if (!first) return
  const pointByDay: Point[] = points.flatMap(point =>
    Array<Point>(dayNumber(point.to) - dayNumber(point.from)).fill(point),
  )
  const start = dayNumber(first.from)
  const at = (day: string): Sums | undefined => pointByDay[dayNumber(day) - start]?.sums
  for (const part of scope.parts) {
    if (part.keptAs === null)
      await eachCount(read, scope, part, period, countBy, (name, day) => {
        const sums = at(day)
        if (sums) sums[name] += 1
      })
    else {
      const { from, to } = period
      const key = { communityId: scope.communityId, scopeId: part.keptAs, from, to }
      for (const { day, ...counted } of await read.rollups.daily(key, countBy)) {
        const sums = at(day)
        if (sums) for (const name of COUNTERS) sums[name] += counted[name]
      }
    }
  }
}

/** What the summary of a point's days calls overdue. */
async function overdueOf(
  read: Reader,
  { communityId, visible }: FiguresScope,
  point: Point,
  countBy: CountBy,
  now: number,
  timeZone: string,
) {
  const start = instantOf(point.from, 0, timeZone)
  const end = instantOf(point.to, 0, timeZone)
  // Nothing is late yet on days that are to come.
  if (start > now) return NOTHING_OVERDUE
  return countBy === 'cohort'
    ? await read.findings.overdueAt(communityId, visible, { reportedFrom: start, reportedTo: end }, now, now)
    : await read.findings.overdueAt(communityId, visible, {}, Math.min(now, end), now)
}
