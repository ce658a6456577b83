import { localDay } from '../../machines/zone.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Local date and time to the minute, such as 2025-10-13 09:00. */
export function localMoment(at: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  return `${localDay(at, timeZone)} ${format.format(at)}`
}
