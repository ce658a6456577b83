/** What may come up, beside the rungs of a duty. */
const TOPICS = [
  'appeal_decided',
  'appealed',
  'assigned',
  'checked',
  'closed',
  'dispatched',
  'extension_applied',
  'extension_decided',
  'merged',
  'patrol_missed',
  'rectified',
  'rejected',
  'reopened',
  'resumed',
  'returned',
  'rework',
  'self_handled_rejected',
  'supervised',
  'supervision_replied',
  'suspension_applied',
  'suspension_decided',
  'urged',
  'verified',
  'verify_requested',
  'void_decided',
  'void_proposed',
]
/** Duties that somebody is reminded of. */
const DUTIES = [
  'check',
  'close',
  'dispatch',
  'handle',
  'patrol',
  'receive',
  'supervision',
  'suspension',
  'triage',
  'verify',
]
const RUNGS = ['warn', 'due', 'overdue', 'yellow', 'red', 'raised', 'ending', 'unanswered', 'missed']

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
  if (topic === undefined) return true
  if (rung === undefined) return TOPICS.includes(topic) || DUTIES.includes(topic)
  return DUTIES.includes(topic) && RUNGS.includes(rung)
}

/** Whether somebody who asked for these names hears this type; `null` hears all. */
export function hears(names: readonly string[] | null, type: string): boolean {
  return names === null || names.some(name => type === name || type.startsWith(`${name}.`))
}
