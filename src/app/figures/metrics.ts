import type { Overdue } from '../../../db/stores/findings.ts'
import type { Totals } from '../../../db/stores/rollups.ts'
import type { Rate } from '../../../machines/rates.ts'
import { ratesOf } from './rates-of.ts'
import { COUNTERS, noSums } from './sum-figures.ts'

export const NOTHING_OVERDUE: Overdue = { handling: 0, closing: 0, closingExtended: 0 }

type RateName = keyof ReturnType<typeof ratesOf>

/** Rates that time alone changes: what is overdue is part of what they divide by. */
const LATE: readonly string[] = [
  'overdueOpen',
  'overdueUnclosed',
  'disposalRate',
  'intimeDisposalRate',
  'closingRate',
  'intimeClosingRate',
  'reworkRate',
  'extensionRate',
]

/** Everything of a summary that can be followed over time or split up. */
export const METRICS = [
  ...COUNTERS,
  'overdueOpen',
  'overdueUnclosed',
  ...(Object.keys(ratesOf(noSums(), NOTHING_OVERDUE)) as RateName[]),
] as const
export type Metric = (typeof METRICS)[number]

/** Whether a metric asks what is overdue. */
export const asksOverdue = (metric: Metric): boolean => LATE.includes(metric)

/** The value of a metric: a number, or a rate with what it is made of. */
export function figureOf(metric: Metric, totals: Totals, overdue: Overdue): number | Rate {
  const all: Readonly<Record<string, number | Rate>> = {
    ...totals,
    overdueOpen: overdue.handling,
    overdueUnclosed: overdue.closing,
    ...ratesOf(totals, overdue),
  }
  return all[metric] as number | Rate
}
