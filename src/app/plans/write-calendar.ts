/* iCalendar (RFC 5545): a writer of our own, because one that gets zones or folding wrong is worse than sixty lines. */

/** One event of a calendar; moments are milliseconds since 1970 and are written in UTC. */
export interface CalendarEvent {
  readonly uid: string
  /** Raised when the event is moved or called off. */
  readonly sequence: number
  readonly stampedAt: number
  readonly start: number
  /** Exclusive. */
  readonly end: number
  readonly summary: string
  readonly location: string
  readonly cancelled: boolean
}

const OCTETS_A_LINE = 75

/** Writes a calendar: CRLF, lines of at most 75 octets that never split a character, texts escaped. */
export function writeCalendar(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Xuncha//patrols//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${fold(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent): string[] {
  const { uid, sequence, stampedAt, start, end, summary, location, cancelled } = event
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(stampedAt)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escaped(summary)}`,
    ...(location === '' ? [] : [`LOCATION:${escaped(location)}`]),
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ]
}

const utc = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, character => `\\${character}`).replace(/\r\n|\r|\n/g, '\\n')
}

function fold(line: string): string {
  if (Buffer.byteLength(line) <= OCTETS_A_LINE) return line
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > OCTETS_A_LINE) {
      parts.push(part)
      part = ''
      // The space that a continued line begins with.
      octets = 1
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n ')
}
