import type { Reader } from '../deps.ts'
import type { Integrity } from './check-integrity.ts'

/**
 * Where the two chains of a community stood at a moment, to be kept outside the database. Whoever can write the database
 * and reads our source can link a whole chain anew, or cut its end off, and it looks right by itself; it then no longer
 * goes through the heads that somebody else has kept.
 */
export interface KeptHead {
  readonly communityId: string
  readonly journal: ChainPlace
  readonly audit: ChainPlace
}
interface ChainPlace {
  /** Place of the last entry; 0 when there was none. */
  readonly seq: number
  readonly hash: string
}

/** The heads that a check has found. */
export function headsOf(communityId: string, { head, audit }: Integrity): KeptHead {
  return { communityId, journal: head, audit: { seq: audit.entries, hash: audit.head } }
}

/** Which of a community's chains no longer goes through a head that was kept of it. */
export async function departures(
  read: Pick<Reader, 'journal'>,
  { communityId, journal, audit }: KeptHead,
): Promise<('journal' | 'audit')[]> {
  const [entry] = journal.seq === 0 ? [] : await read.journal.after(communityId, journal.seq - 1, 1)
  const [row] = audit.seq === 0 ? [] : await read.journal.auditAfter(communityId, audit.seq - 1, 1)
  const goesOn = (kept: ChainPlace, found: ChainPlace | undefined): boolean =>
    kept.seq === 0 || (found?.seq === kept.seq && found.hash === kept.hash)
  return [
    ...(goesOn(journal, entry) ? [] : (['journal'] as const)),
    ...(goesOn(audit, row) ? [] : (['audit'] as const)),
  ]
}
