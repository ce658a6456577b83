const DAY = 86_400_000

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function aheadAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string): number => Number(parts.find(each => each.type === type)?.value)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - at
}

/** The instant at which a day begins in a time zone, as the server counts it; a test holds it against the server's. */
export function startOfDay(day: string, timeZone: string): number {
  const wall = Date.parse(day)
  // No offset reaches a day: what holds on the day before and on the day after is all there can be.
  const [before, after] = [wall - DAY, wall + DAY].map(at => aheadAt(at, timeZone)) as [number, number]
  const starts = [wall - before, wall - after].sort((a, b) => a - b)
  return starts.find(at => at + aheadAt(at, timeZone) === wall) ?? wall - before
}

/** The day after a day. */
export const nextDay = (day: string): string => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)
