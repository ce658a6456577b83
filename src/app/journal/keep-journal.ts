import { createHash } from 'node:crypto'
import type { ChainHead, JournalRow } from '../../../db/stores/journal.ts'
import type { Writer } from '../deps.ts'

/** The link before the first entry of a community's chain. */
export const CHAIN_START = ''

/** A journal entry before it is linked into the chain. */
export type Entry = Omit<JournalRow, 'seq' | 'hash' | 'prevHash' | 'causedBy'> & {
  /** Caused by the entry written just before it in the same transaction. */
  readonly causedByPrevious: boolean
}

/** The hash that links an entry to the one before it: SHA-256 over a JSON array of all its fields, base64url. */
export function linkOf(row: Omit<JournalRow, 'hash'>): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        row.prevHash,
        row.communityId,
        row.seq,
        row.recordType,
        row.recordId,
        row.version,
        row.at,
        row.actorId,
        row.actingRole,
        row.event,
        row.fromState,
        row.toState,
        row.payload,
        row.machineVersion,
        row.causedBy,
      ]),
    )
    .digest('base64url')
}

const NEW_HEAD = {
  seq: 0,
  hash: CHAIN_START,
  auditSeq: 0,
  auditHash: CHAIN_START,
  numberYear: 0,
  numberCount: 0,
}

/** Where a community's chains stand; a new community's are empty. */
export async function headOf(tx: Pick<Writer, 'journal'>, communityId: string): Promise<ChainHead> {
  return (await tx.journal.head(communityId)) ?? { communityId, ...NEW_HEAD }
}

/** Links entries to the chain, in order, and gives the new head; the caller writes the head once. */
export async function appendEntries(
  tx: Writer,
  head: ChainHead,
  entries: readonly Entry[],
): Promise<ChainHead> {
  let { seq, hash } = head
  const linked: JournalRow[] = []
  for (const { causedByPrevious, ...entry } of entries) {
    const unlinked = {
      ...entry,
      seq: seq + 1,
      causedBy: causedByPrevious ? seq : null,
      prevHash: hash,
    }
    hash = linkOf(unlinked)
    seq += 1
    linked.push({ ...unlinked, hash })
  }
  await tx.journal.append(...linked)
  return { ...head, seq, hash }
}
