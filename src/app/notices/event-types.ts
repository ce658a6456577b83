import { NOTICES } from '../../../machines/ladder.ts'

/** The shape of what a webhook may ask to hear: a type of event, or the beginning of several. */
export const EVENT_PATTERN = '^[a-z_]+(\\.[a-z_]+){0,2}$'

/** The type of a notice, as programs outside know it. */
export function eventTypeOf(notice: {
  readonly recordType: string
  readonly topic: string
  readonly rung: string
}): string {
  const { recordType, topic, rung } = notice
  return rung === '' ? `${recordType}.${topic}` : `${recordType}.${topic}.${rung}`
}

/** Whether there is anything to hear under this name; a misspelt one would stay silent for ever. */
export function isEventName(name: string): boolean {
  const [record, topic, rung, ...rest] = name.split('.')
  if ((record !== 'finding' && record !== 'patrol') || rest.length > 0) return false
  return [...NOTICES.values()].some(
    notice => (topic === undefined || notice.topic === topic) && (rung === undefined || notice.rung === rung),
  )
}

/** Whether somebody who asked for these names hears this type; `null` hears all. */
export function hears(names: readonly string[] | null, type: string): boolean {
  return names === null || names.some(name => type === name || type.startsWith(`${name}.`))
}
