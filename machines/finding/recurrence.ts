import type { FindingContext } from './context.ts'

/*
 * 复发: the same leaf category at the same place, again after it had been fixed (domain.md 9.2, N_recur). Whoever
 * reports does not say so, and nobody has to notice: the host looks up the last fix at the spot and hands it in, and
 * the finding remembers it as a fact. What follows from it (a figure, a hint) is derived from how long the fix held.
 */

const DAY = 86_400_000

/** A finding that is seen within this time after a fix at its spot has recurred: 30 calendar days. */
export const RECURRENCE_MS = 30 * DAY
/** How long after a fix a finding at its spot still remembers it: the longest that a fix is watched, 90 days. */
export const FIX_WATCHED_MS = 90 * DAY

/** A spot is chronic (反复点位) when fixes at it did not hold this often within the days that are looked at. */
export const CHRONIC_FROM = 2
/** So many findings at one spot within 90 days are a topic for deliberation (domain.md 8.3, propose). */
export const TOPIC_FROM = 5

/** The last fix at a finding's spot before it was seen there. Moments are milliseconds since 1970. */
export interface EarlierFix {
  /** The finding that was fixed. */
  readonly of: string
  readonly closedAt: number
}

/** How long the fix had held when the finding was seen, milliseconds; `null` when none is remembered. */
export function heldFor({ earlierFix, observedAt }: FindingContext): number | null {
  return earlierFix ? observedAt - earlierFix.closedAt : null
}

/** The finding that this one is the recurrence of, or `null`: fixed 30 days before this one was seen at the most. */
export function recurrenceOf(context: FindingContext): string | null {
  const held = heldFor(context)
  return held !== null && held <= RECURRENCE_MS ? (context.earlierFix?.of ?? null) : null
}
