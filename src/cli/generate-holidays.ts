import { addDays, weekdayOf } from '../../machines/zone.ts'

const firstYear = 2023

/**
 * Raise it when the same last year is published again with other days (the State Council does amend its
 * notices).
 */
const edition = 1

const weekdayNames = new Set(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])

/**
 * The public holidays and make-up days (调休) of mainland China as the text of `src/app/holidays-cn.json`: from
 * 2023 to the last year for which the State Council's notice has reached the package `chinese-days`. A day is
 * listed when it belongs to a holiday, weekends within it included, or is a make-up workday. The same package
 * gives the same text.
 *
 * The package is a development dependency, hence the import inside: nothing needs it at run time.
 */
export async function generateHolidays(): Promise<string> {
  const { default: chineseDays } = await import('chinese-days')
  const { default: manifest } = await import('chinese-days/package.json', { with: { type: 'json' } })
  const days: Record<string, 'holiday' | 'workday'> = {}
  const coveredYears: number[] = []
  for (let year = firstYear; ; year++) {
    let holidays = 0
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
      const { work, name } = chineseDays.getDayDetail(day)
      // Days in no notice carry the name of their weekday. They are skipped by that name, never by `work`:
      // west of Greenwich the package shifts both its table and the question by a day, so the table still
      // answers rightly, but its weekdays do not.
      if (weekdayNames.has(name)) continue
      if (work && weekdayOf(day) <= 5) continue
      days[day] = work ? 'workday' : 'holiday'
      if (!work) holidays += 1
    }
    if (holidays === 0) break
    coveredYears.push(year)
  }
  const origin = `chinese-days ${manifest.version}`
  const document = {
    version: `cn-${coveredYears.at(-1)}.${edition}`,
    source: `npm ${origin} (MIT), after the State Council's yearly notices on public holidays`,
    coveredYears,
    days,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
