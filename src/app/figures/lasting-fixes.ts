import { type Rate, rate } from '../../../machines/rates.ts'
import { instantOf, localDay } from '../../../machines/zone.ts'
import type { Reader } from '../deps.ts'
import type { FiguresPeriod } from './figures-period.ts'
import type { FiguresScope } from './figures-scope.ts'
import { sumFigures } from './sum-figures.ts'

const DAY = 86_400_000

/** What is asked: whose figures, over which days, and which time it is. */
interface Asked {
  readonly scope: FiguresScope
  readonly period: FiguresPeriod
  /** Milliseconds since 1970. */
  readonly now: number
  readonly timeZone: string
}

/**
 * 整改保持率: of the fixes accepted in a period, how many held: nothing was found at the same place in the same category
 * within so many days. Only those count that have been watched for as many whole days, so nothing that was fixed
 * yesterday stands for success, and what comes back lowers the figure of the period in which it was fixed. By the day
 * of closing, however the rest is counted. A finding without a place cannot be seen to come back; it counts as held.
 */
export async function lastingFixes(read: Reader, asked: Asked, days: number): Promise<Rate> {
  const { scope, period, now, timeZone } = asked
  const watched = localDay(now - days * DAY, timeZone)
  const [to = watched] = [watched, period.to].sort()
  if (to <= period.from) return rate(0, 0)
  const end = instantOf(to, 0, timeZone)
  const { rectified } = await sumFigures(read, scope, { ...period, to, end }, 'event')
  const moments = { from: period.start, to: end }
  const { communityId, visible } = scope
  const broken = await read.findings.countBrokenFixes(communityId, visible, moments, days * DAY)
  return rate(rectified - broken, rectified)
}
