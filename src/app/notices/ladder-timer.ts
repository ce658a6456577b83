/* Timers of ladders stand beside those of machines, under names of their own: `ladder.handle.overdue`. */
const PREFIX = 'ladder.'

/** The timer that says when a rung climbs. */
export function ladderTimerOf({ topic, rung }: { readonly topic: string; readonly rung: string }): string {
  return `${PREFIX}${topic}.${rung}`
}

export function isLadderTimer(name: string): boolean {
  return name.startsWith(PREFIX)
}

/** The kind of notice that a ladder's timer is about. */
export function kindOfLadderTimer(name: string): string {
  return name.slice(PREFIX.length)
}
