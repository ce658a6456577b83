/** What a webhook may ask to hear, as one tick each; the names are those of the interface. */
export const EVENT_GROUPS = {
  late: [
    'finding.handle.warn',
    'finding.handle.due',
    'finding.handle.overdue',
    'finding.handle.yellow',
    'finding.handle.red',
    'finding.triage',
    'finding.verify',
    'finding.dispatch',
    'finding.receive',
    'finding.check',
    'finding.close',
    'finding.suspension',
    'finding.supervision',
    'finding.urged',
    'finding.supervised',
    'finding.supervision_replied',
  ],
  intake: [
    'finding.reported',
    'finding.rejected',
    'finding.merged',
    'finding.verify_requested',
    'finding.verified',
    'finding.self_handled_rejected',
    'finding.void_proposed',
    'finding.void_decided',
    'finding.voided',
  ],
  handling: [
    'finding.dispatched',
    'finding.assigned',
    'finding.returned',
    'finding.extension_applied',
    'finding.extension_decided',
    'finding.suspension_applied',
    'finding.suspension_decided',
    'finding.resumed',
    'finding.rectified',
    'finding.checked',
    'finding.rework',
    'finding.closed',
    'finding.reopened',
    'finding.appealed',
    'finding.appeal_decided',
  ],
  recheck: ['finding.recheck_offered', 'finding.recheck_failed'],
  original: [
    'finding.original_closed',
    'finding.original_reopened',
    'finding.original_rejected',
    'finding.original_merged',
    'finding.original_voided',
  ],
  patrol: ['patrol.patrol'],
} as const satisfies Readonly<Record<string, readonly string[]>>

const ALL: readonly string[] = Object.values(EVENT_GROUPS).flat()

/** The ticks that stand for what a webhook hears; a name that has no tick stays as it is. */
export function ticksOf(events: readonly string[]): string[] {
  return events.flatMap(name => {
    const found = ALL.filter(each => each === name || each.startsWith(`${name}.`))
    return found.length > 0 ? found : [name]
  })
}

/** Names that no tick stands for, such as one written over the interface. */
export const othersIn = (events: readonly string[]): string[] => events.filter(name => !ALL.includes(name))

/** What to ask for: the fewest names, so that what is new below one of them will be heard, too. */
export function eventsOf(ticks: readonly string[]): string[] {
  const isWhole = (name: string): boolean =>
    ALL.filter(each => each.startsWith(`${name}.`)).every(each => ticks.includes(each))
  const whole = ['finding', 'finding.handle'].filter(isWhole)
  const left = ticks.filter(tick => !whole.some(name => tick.startsWith(`${name}.`)))
  return [...whole.filter(name => name === 'finding' || !whole.includes('finding')), ...left]
}

/** Keys of the words for an event: what it is about, and for a rung of a ladder which. */
export function wordsOfEvent(event: string): string[] {
  const [record = '', topic, rung] = event.split('.')
  return [
    `settings.webhooks.topics.${topic ?? record}`,
    ...(rung === undefined ? [] : [`settings.webhooks.rungs.${rung}`]),
  ]
}
