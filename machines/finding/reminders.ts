import type { FindingContext } from './context.ts'
import { type FindingValue, isOpen } from './states.ts'

/**
 * Which round of a topic's reminders a finding is in: the moment that they remind of (milliseconds since 1970). An
 * extension or a rework begins another round. `null` for a topic that reminds of nothing now.
 */
export function roundOf(topic: string, { assignment, stage, supervision }: FindingContext): number | null {
  switch (topic) {
    case 'handle':
      return assignment?.dueAt ?? null
    case 'suspension':
      return assignment?.resumeBy ?? null
    case 'supervision':
      return supervision?.replyDueAt ?? null
    default:
      return stage?.name === topic ? stage.dueAt : null
  }
}

/** Whether there is still something to remind of: the same duty, in the same round, not yet done. */
export function isStillDue(
  topic: string,
  round: number,
  { work }: Pick<FindingValue, 'work'>,
  context: FindingContext,
): boolean {
  if (!isOpen(work) || roundOf(topic, context) !== round) return false
  if (topic === 'handle') return work === 'dispatched' || work === 'in_progress'
  if (topic === 'supervision') return context.supervision?.repliedAt === null
  return true
}
