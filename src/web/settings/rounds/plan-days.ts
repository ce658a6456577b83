/** Days of the week as a rule names them, Monday first. */
export const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type WeekDay = (typeof WEEK)[number]

/** On which days of the week, and the last day of all; empty for no end. */
export interface PlanDays {
  readonly days: readonly WeekDay[]
  readonly until: string
}

const RULE =
  /^FREQ=(?:DAILY|WEEKLY;BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*))(?:;UNTIL=(\d{4})(\d\d)(\d\d))?$/

/** What a rule of days of the week says; `null` of any other rule, which is shown as it is. */
export function daysOfRule(rule: string): PlanDays | null {
  const found = RULE.exec(rule)
  if (!found) return null
  const [, named, year, month, day] = found
  return {
    days: named ? WEEK.filter(each => named.split(',').includes(each)) : [...WEEK],
    until: year ? `${year}-${month}-${day}` : '',
  }
}

/** The rule of some days of the week (RFC 5545); all seven are every day. */
export function ruleOfDays({ days, until }: PlanDays): string {
  const named = WEEK.filter(day => days.includes(day)).join(',')
  const rule = days.length === WEEK.length ? 'FREQ=DAILY' : `FREQ=WEEKLY;BYDAY=${named}`
  return until === '' ? rule : `${rule};UNTIL=${until.replaceAll('-', '')}`
}

/** Times of day as somebody writes them, such as `9:00、19:30`, in the one form there is. */
export const timesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[\s,;、,;]+/)
    .filter(part => part !== '')
    .map(part => part.replace(/^(\d):/, '0$1:'))
