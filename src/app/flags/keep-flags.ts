import type { FlagRow } from '../../../db/stores/flags.ts'
import type { Writer } from '../deps.ts'

/** The record that flags are about. */
export type Flagged = Pick<FlagRow, 'communityId' | 'recordType' | 'recordId' | 'placePath' | 'squadId'>

/**
 * Writes down what became odd about a record with a step, and what no longer is. What is odd stands in the record's
 * context for its machine, and in a table of its own for whoever looks through all of it.
 */
export async function keepFlags(
  tx: Pick<Writer, 'flags'>,
  about: Flagged,
  before: readonly string[],
  after: readonly string[],
  raisedAt: number,
): Promise<void> {
  const { communityId, recordId } = about
  for (const flag of after)
    if (!before.includes(flag))
      await tx.flags.raise({ ...about, flag, raisedAt, lookedAt: null, lookedBy: null, note: null })
  for (const flag of before) if (!after.includes(flag)) await tx.flags.lower(communityId, recordId, flag)
}
