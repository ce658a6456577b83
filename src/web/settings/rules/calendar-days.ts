/** What a community's calendar says, as far as single days go. */
export interface DayRules {
  readonly weekdays: readonly number[]
  readonly days: Readonly<Record<string, 'holiday' | 'workday'>>
}

export interface Day {
  /** Local day, YYYY-MM-DD. */
  readonly name: string
  readonly date: number
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number
}

const twoDigits = (n: number): string => String(n).padStart(2, '0')

/** The days of a month, which is counted from 1. */
export function daysOfMonth(year: number, month: number): Day[] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return Array.from({ length }, (_, at) => {
    const weekday = new Date(Date.UTC(year, month - 1, at + 1)).getUTCDay()
    return {
      name: `${year}-${twoDigits(month)}-${twoDigits(at + 1)}`,
      date: at + 1,
      weekday: weekday === 0 ? 7 : weekday,
    }
  })
}

/** What holds on a day: its own entry, or what its weekday says. */
export function kindOf(day: Day, { weekdays, days }: DayRules): 'work' | 'off' | 'holiday' | 'makeUp' {
  const usual = weekdays.includes(day.weekday)
  const own = days[day.name]
  if (own === 'holiday') return 'holiday'
  if (own === 'workday') return usual ? 'work' : 'makeUp'
  return usual ? 'work' : 'off'
}

/** Days of work in a year. */
export function countWork(year: number, rules: DayRules): number {
  let count = 0
  for (let month = 1; month <= 12; month++)
    for (const day of daysOfMonth(year, month))
      if (['work', 'makeUp'].includes(kindOf(day, rules))) count += 1
  return count
}
