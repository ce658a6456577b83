import { instantOf } from '../../../machines/zone.ts'

const MOMENT =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(上午|下午|晚上|AM|PM)?\s*(\d{1,2})\s*[::时点]\s*(\d{1,2})?\s*分?(?:[::]?\s*(\d{1,2}))?(?:\.\d+)?\s*秒?\s*(AM|PM)?)?$/i
const MINUTE_MS = 60_000

/**
 * A moment as people write it (2025年3月1日 14:05, 2025/3/1, 2025-03-01T14:05), by the wall clock of a zone, or an RFC 3339
 * instant; milliseconds since 1970, `null` when it is none. A day alone is its beginning. Full-width digits are digits.
 */
export function readMoment(words: string, timeZone: string): number | null {
  const text = words.normalize('NFKC').trim()
  if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(text)) return Number.isNaN(Date.parse(text)) ? null : Date.parse(text)
  // Excel's own count of days, where a column of days was saved as numbers.
  if (/^[34]\d{4}(\.\d+)?$/.test(text)) {
    const days = Number(text)
    const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * 86_400_000).toISOString().slice(0, 10)
    return instantOf(day, Math.round((days % 1) * 1_440) * MINUTE_MS, timeZone)
  }
  const [, year, month, date, before, hour = '0', minute = '0', second = '0', after] = MOMENT.exec(text) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const late = /下午|晚上|PM/i.test(before ?? after ?? '') && Number(hour) < 12 ? 12 : 0
  const hours = Number(hour) + late
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  try {
    return instantOf(day, ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1_000, timeZone)
  } catch {
    return null
  }
}
