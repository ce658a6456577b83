import type { Head, Reader } from '../deps.ts'
import type { Integrity } from './check-integrity.ts'

/*
 * Heads of chains that are kept outside the database: by `xuncha integrity --save`, and in the manifest of each backup.
 * Whoever can write the database and reads our source can link a whole chain anew, or cut its end off, and it looks right
 * by itself; it then no longer goes through the heads that somebody else has kept.
 */

/** The heads that a check of a community has found. */
export function headsOf(communityId: string, { head, audit }: Integrity): Head {
  return { communityId, seq: head.seq, hash: head.hash, auditSeq: audit.entries, auditHash: audit.head }
}

/** Which of a community's chains no longer goes through a head that was kept of it. */
export async function departures(
  read: Pick<Reader, 'journal'>,
  { communityId, seq, hash, auditSeq, auditHash }: Head,
): Promise<('journal' | 'audit')[]> {
  // A chain that had not begun goes through nothing yet.
  const [entry] = seq === 0 ? [{ seq, hash }] : await read.journal.after(communityId, seq - 1, 1)
  const [row] =
    auditSeq === 0
      ? [{ seq: auditSeq, hash: auditHash }]
      : await read.journal.auditAfter(communityId, auditSeq - 1, 1)
  return [
    ...(entry?.seq === seq && entry.hash === hash ? [] : (['journal'] as const)),
    ...(row?.seq === auditSeq && row.hash === auditHash ? [] : (['audit'] as const)),
  ]
}
