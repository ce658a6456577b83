import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'
import { namesOf, writingMany } from './many-rows.ts'

export type JournalRow = Tables['journal']['$inferSelect']
export type AuditRow = Tables['auditLog']['$inferSelect']
export type TextRow = Tables['texts']['$inferSelect']
/** Where a community's two chains stand, and its numbering. */
export type ChainHead = Tables['chainHeads']['$inferSelect']

export function readJournal(db: Orm, { journal, texts, chainHeads, auditLog }: Tables) {
  const head = db
    .select()
    .from(chainHeads)
    .where(eq(chainHeads.communityId, sql.placeholder('communityId')))
    .prepare()
  const ofRecord = db
    .select()
    .from(journal)
    .where(
      and(
        eq(journal.communityId, sql.placeholder('communityId')),
        eq(journal.recordId, sql.placeholder('recordId')),
      ),
    )
    .orderBy(asc(journal.version))
    .prepare()
  return {
    /** Where the chains stand; `null` before the first entry. */
    async head(communityId: string): Promise<ChainHead | null> {
      return (await head.execute({ communityId }))[0] ?? null
    },
    /** All entries of one record, oldest first. */
    async ofRecord(communityId: string, recordId: string): Promise<JournalRow[]> {
      return await ofRecord.execute({ communityId, recordId })
    },
    /** The words behind the hashes of one record's entries. */
    async textsOf(communityId: string, recordId: string): Promise<TextRow[]> {
      return await db
        .select()
        .from(texts)
        .where(and(eq(texts.communityId, communityId), eq(texts.recordId, recordId)))
    },
    /** A stretch of the chain, to verify it without holding it all. */
    async after(communityId: string, seq: number, limit: number): Promise<JournalRow[]> {
      return await db
        .select()
        .from(journal)
        .where(and(eq(journal.communityId, communityId), gt(journal.seq, seq)))
        .orderBy(asc(journal.seq))
        .limit(limit)
    },
    /** A stretch of the audit log's chain. */
    async auditAfter(communityId: string, seq: number, limit: number): Promise<AuditRow[]> {
      return await db
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.communityId, communityId), gt(auditLog.seq, seq)))
        .orderBy(asc(auditLog.seq))
        .limit(limit)
    },
  }
}

export function writeJournal(db: Orm, tables: Tables) {
  const { journal, texts, chainHeads, auditLog } = tables
  const append = writingMany<JournalRow>(namesOf(journal), rows => db.insert(journal).values(rows).prepare())
  const appendAudit = db
    .insert(auditLog)
    .values(placeholdersFor(getTableColumns(auditLog)))
    .prepare()
  const keepText = db
    .insert(texts)
    .values(placeholdersFor(getTableColumns(texts)))
    .prepare()
  const columns = placeholdersFor(getTableColumns(chainHeads))
  const { communityId: _, ...rest } = getTableColumns(chainHeads)
  const move = db
    .insert(chainHeads)
    .values(columns)
    .onConflictDoUpdate({
      target: chainHeads.communityId,
      set: Object.fromEntries(Object.entries(rest).map(([name, c]) => [name, sql.raw(`excluded.${c.name}`)])),
    })
    .prepare()
  return {
    ...readJournal(db, tables),
    /** Appends entries, in their order. */
    async append(...rows: readonly JournalRow[]): Promise<void> {
      await append(rows)
    },
    async appendAudit(row: AuditRow): Promise<void> {
      await appendAudit.execute(row)
    },
    async keepText(row: TextRow): Promise<void> {
      await keepText.execute(row)
    },
    /** Moves the chains' heads; the first writer of a community makes the row. */
    async moveHead(head: ChainHead): Promise<void> {
      await move.execute(head)
    },
  }
}
