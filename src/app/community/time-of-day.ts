const MINUTE_MS = 60_000

/** How a time of day is written, 00:00 to 24:00. */
export const TIME_OF_DAY = '^(?:(?:[01]\\d|2[0-3]):[0-5]\\d|24:00)$'

/** Milliseconds since local midnight of a time such as `08:30`; NaN when it is none. */
export function parseTimeOfDay(text: string): number {
  if (!new RegExp(TIME_OF_DAY).test(text)) return Number.NaN
  const [hours, minutes] = text.split(':').map(Number)
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS
}

/** The other way round; what is less than a minute is left out. */
export function formatTimeOfDay(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
