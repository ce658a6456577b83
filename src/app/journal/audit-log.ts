import { createHash } from 'node:crypto'
import type { AuditRow, ChainHead } from '../../../db/stores/journal.ts'
import type { Reader, Writer } from '../deps.ts'
import { inPages } from '../in-pages.ts'
import { CHAIN_START, headOf } from './keep-journal.ts'

/** Worth an entry: who may do what has changed, or personal data of others was read. */
export interface AuditEntry {
  /** Empty for what concerns the root administrator. */
  readonly communityId: string
  readonly at: number
  /** `null` when nobody was signed in yet: the first start. */
  readonly actorId: string | null
  /** What was done, such as `member.created` or `password.reset`. */
  readonly action: string
  /** What it was done to, such as `member:<id>`. */
  readonly object: string
  /** Ids, names of fields and enumerated values only: what stands here can never be erased. */
  readonly details: unknown
  readonly requestId: string | null
}

/**
 * Appends to a community's audit log, the second chain beside the journal (domain.md, Decision 9): each entry's hash
 * covers the one before, so that nothing can be changed, taken out or put in between unnoticed. The head of both
 * chains is one row; it is read and written whole in the same turn.
 */
export async function recordAudit(tx: Pick<Writer, 'journal'>, entry: AuditEntry): Promise<void> {
  const { communityId, at, actorId, action, object, requestId } = entry
  const head = await headOf(tx, communityId)
  const unsealed = {
    communityId,
    seq: head.auditSeq + 1,
    at,
    actorId,
    action,
    object,
    details: JSON.stringify(entry.details ?? {}),
    requestId,
    prevHash: head.auditHash,
  }
  const hash = hashEntry(unsealed)
  await tx.journal.appendAudit({ ...unsealed, hash })
  await tx.journal.moveHead({ ...head, auditSeq: unsealed.seq, auditHash: hash })
}

/** What checking the audit log found. */
export interface AuditCheck {
  readonly ok: boolean
  /** Entries that were read. */
  readonly entries: number
  /** The hash of the last entry, to be kept outside: without it, a chain rewritten as a whole looks right. */
  readonly head: string
}

/** Reads a community's whole audit log and says whether every entry is what was once written. */
export async function verifyAudit(read: Pick<Reader, 'journal'>, communityId: string): Promise<AuditCheck> {
  const { auditSeq, auditHash } = await auditHeadOf(read, communityId)
  let last = { seq: 0, hash: CHAIN_START }
  let beyond = 0
  let entries = 0
  let ok = true
  const rows = inPages<AuditRow>((before, limit) =>
    read.journal.auditAfter(communityId, before?.seq ?? Number.MIN_SAFE_INTEGER, limit),
  )
  for await (const row of rows) {
    if (row.seq > auditSeq) {
      // Appended after the head was read: it waits for the next check.
      beyond = row.seq
      continue
    }
    ok &&= row.seq === last.seq + 1 && row.prevHash === last.hash && row.hash === hashEntry(row)
    last = row
    entries += 1
  }
  ok &&= last.seq === auditSeq && last.hash === auditHash
  // Entries and head are written together, so an entry beyond today's head was not written by us.
  ok &&= beyond <= (await auditHeadOf(read, communityId)).auditSeq
  return { ok, entries, head: auditHash }
}

async function auditHeadOf(
  read: Pick<Reader, 'journal'>,
  communityId: string,
): Promise<Pick<ChainHead, 'auditSeq' | 'auditHash'>> {
  return (await read.journal.head(communityId)) ?? { auditSeq: 0, auditHash: CHAIN_START }
}

function hashEntry(row: Omit<AuditRow, 'hash'>): string {
  const { prevHash, communityId, seq, at, actorId, action, object, details, requestId } = row
  return createHash('sha256')
    .update(JSON.stringify([prevHash, communityId, seq, at, actorId, action, object, details, requestId]))
    .digest('base64url')
}
