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

/**
 * Marks a notice carried out; false when it already was. The first release has no channel yet: what a step wants to
 * tell is remembered and marked here, and the inbox and the other channels take it from there.
 */
export async function completeNotice(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  communityId: string,
  id: string,
): Promise<boolean> {
  return db.transaction(tx => tx.later.markDone(communityId, id, clock.now()), communityId)
}
