import { readFileSync } from 'node:fs'
import packageData from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { elapsed, type WorkingCalendar } from '../../machines/calendar.ts'
import { addDays, instantOf, weekdayOf } from '../../machines/zone.ts'
import document from '../../src/app/community/holidays-cn.json' with { type: 'json' }
import { generateHolidays } from '../../src/cli/generate-holidays.ts'

const hour = 3_600_000
const calendar: WorkingCalendar = {
  version: document.version,
  timeZone: 'Asia/Shanghai',
  weekdays: [1, 2, 3, 4, 5],
  slots: [
    [8 * hour, 12 * hour],
    [14 * hour, 18 * hour],
  ],
  dayMs: 8 * hour,
  days: document.days as WorkingCalendar['days'],
  coveredYears: document.coveredYears,
}

/** The tables of the package itself: its functions answer in the zone of the machine, its tables do not. */
const named: { holidays: Record<string, string>; workdays: Record<string, string> } = packageData

function daysOf(year: number): string[] {
  const days: string[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) days.push(day)
  return days
}

describe('the public holidays of China', () => {
  it.each([2025, 2026])('agree with chinese-days on every day of %i', year => {
    for (const day of daysOf(year)) {
      const worked = day in named.workdays || (weekdayOf(day) <= 5 && !(day in named.holidays))
      const midnight = instantOf(day, 0, calendar.timeZone)
      const nextMidnight = instantOf(day, 24 * hour, calendar.timeZone)
      const time = elapsed(midnight, nextMidnight, 'working', calendar)
      expect(`${day} ${time / hour}`).toBe(`${day} ${worked ? 8 : 0}`)
    }
  })

  it('cover exactly the years from 2023 on for which there is a notice', () => {
    const announced = new Set(Object.keys(named.holidays).map(day => Number(day.slice(0, 4))))
    expect(document.coveredYears).toEqual([...announced].filter(year => year >= 2023).sort())
    expect(document.coveredYears).not.toContain(2027)
  })

  it('name only make-up days that would be off by the week', () => {
    for (const [day, kind] of Object.entries(document.days)) {
      if (kind === 'workday') expect(weekdayOf(day)).toBeGreaterThanOrEqual(6)
      else expect(kind).toBe('holiday')
    }
  })

  it('stand in order, as the generator writes them', async () => {
    const days = Object.keys(document.days)
    expect(days).toEqual([...days].sort())
    const committed = readFileSync(
      new URL('../../src/app/community/holidays-cn.json', import.meta.url),
      'utf8',
    )
    expect(await generateHolidays()).toBe(committed)
  })
})
