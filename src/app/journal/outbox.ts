import type { Deps, Reader } from '../deps.ts'

/** An outbox row by its address, and what it is about. */
export interface Notice {
  readonly communityId: string
  readonly id: string
  readonly topic: string
  readonly recordType: string
  readonly recordId: string
  readonly version: number
  readonly createdAt: number
}

/** Rows that wait to be carried out, the oldest first; with `after` only the ones behind that one. */
export async function listWaitingNotices(read: Reader, limit: number, after?: Notice): Promise<Notice[]> {
  return read.later.waitingOutbox(limit, after)
}

/** Marks notices of a community carried out without telling anybody outside: what they tell of is history. */
export async function completeNotices(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  communityId: string,
  ids: readonly string[],
): Promise<number> {
  return db.transaction(tx => tx.later.markDone(communityId, ids, clock.now()), communityId)
}
