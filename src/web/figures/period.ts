export const PERIODS = ['thisYear', 'thisMonth', 'lastMonth', 'lastYear'] as const
export type PeriodName = (typeof PERIODS)[number]

const day = (year: number, month: number): string =>
  new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)

/** First day of a period, and the first day after it. */
export function periodOf(name: PeriodName, today: Date): { from: string; to: string } {
  const year = today.getFullYear() - (name === 'lastYear' ? 1 : 0)
  if (name === 'thisYear' || name === 'lastYear') return { from: day(year, 0), to: day(year + 1, 0) }
  const month = today.getMonth() - (name === 'lastMonth' ? 1 : 0)
  return { from: day(year, month), to: day(year, month + 1) }
}

/** The last day of a period, of which the interface names the first day after it. */
export const dayBefore = (day: string): string =>
  new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
