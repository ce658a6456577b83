import { invalidValue } from '../errors.ts'
import { isEventName } from '../notices/event-types.ts'

/** Puts the events that a webhook hears into the form they are kept in; `null` hears all. */
export function readEvents(events: readonly string[] | null): string | null {
  if (events === null) return null
  events.forEach((name, n) => {
    if (!isEventName(name))
      throw invalidValue(
        `/events/${n}`,
        'there is no such event; such are finding, finding.dispatched, finding.handle.overdue',
      )
  })
  return JSON.stringify([...new Set(events)].sort())
}
