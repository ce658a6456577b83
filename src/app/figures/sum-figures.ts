import type { CountBy, Totals } from '../../../db/stores/rollups.ts'
import { FINDING_COUNTERS, PATROL_COUNTERS } from '../../../machines/counters.ts'
import type { Reader } from '../deps.ts'
import { eachCount } from './each-count.ts'
import type { FiguresPeriod } from './figures-period.ts'
import type { FiguresScope } from './figures-scope.ts'

export const COUNTERS = [...FINDING_COUNTERS, ...PATROL_COUNTERS] as const
export type Sums = { -readonly [Name in keyof Totals]: number }

export const noSums = (): Sums => Object.fromEntries(COUNTERS.map(name => [name, 0])) as Sums

/**
 * What falls into a period within a scope. Kept parts cost one statement each, which reads a row a day; the others
 * are counted from their findings and patrols, a page at a time.
 */
export async function sumFigures(
  read: Reader,
  scope: FiguresScope,
  period: FiguresPeriod,
  countBy: CountBy,
): Promise<Totals> {
  const sums = noSums()
  for (const part of scope.parts) {
    if (part.keptAs === null)
      await eachCount(read, scope, part, period, countBy, name => {
        sums[name] += 1
      })
    else {
      const { from, to } = period
      const key = { communityId: scope.communityId, scopeId: part.keptAs, from, to }
      const totals = await read.rollups.sum(key, countBy)
      for (const name of COUNTERS) sums[name] += totals[name]
    }
  }
  return sums
}
