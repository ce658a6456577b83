import { and, desc, eq, getTableColumns, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { below, isBelow } from './below.ts'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type FlagRow = Tables['flags']['$inferSelect']

/** Where a page ended. */
export interface FlagCursor {
  readonly at: number
  readonly id: string
  readonly flag: string
}

export function readFlags(db: Orm, { flags }: Tables) {
  return {
    /** One page of the flags below any of the paths, the latest first. */
    async list(query: {
      readonly communityId: string
      readonly paths: readonly string[]
      readonly flag?: string
      readonly recordType?: string
      readonly recordId?: string
      readonly squadId?: string
      /** Only those that somebody has looked at, or nobody. */
      readonly looked?: boolean
      readonly cursor: FlagCursor | null
      readonly limit: number
    }): Promise<FlagRow[]> {
      const { placePath, raisedAt, recordId, flag, lookedAt } = flags
      const { cursor, looked } = query
      const within = query.paths.map(path => isBelow(placePath, below(path)))
      const after =
        cursor === null
          ? undefined
          : or(
              lt(raisedAt, cursor.at),
              and(eq(raisedAt, cursor.at), lt(recordId, cursor.id)),
              and(eq(raisedAt, cursor.at), eq(recordId, cursor.id), lt(flag, cursor.flag)),
            )
      return await db
        .select()
        .from(flags)
        .where(
          and(
            eq(flags.communityId, query.communityId),
            or(...within, sql`1 = 0`),
            query.flag === undefined ? undefined : eq(flag, query.flag),
            query.recordType === undefined ? undefined : eq(flags.recordType, query.recordType),
            query.recordId === undefined ? undefined : eq(recordId, query.recordId),
            query.squadId === undefined ? undefined : eq(flags.squadId, query.squadId),
            looked === undefined ? undefined : looked ? isNotNull(lookedAt) : isNull(lookedAt),
            after,
          ),
        )
        .orderBy(desc(raisedAt), desc(recordId), desc(flag))
        .limit(query.limit)
    },
    async find(communityId: string, recordId: string, flag: string): Promise<FlagRow | null> {
      const rows = await db
        .select()
        .from(flags)
        .where(and(eq(flags.communityId, communityId), eq(flags.recordId, recordId), eq(flags.flag, flag)))
      return rows[0] ?? null
    },
  }
}

export function writeFlags(db: Orm, tables: Tables) {
  const { flags } = tables
  const raise = db
    .insert(flags)
    .values(placeholdersFor(getTableColumns(flags)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readFlags(db, tables),
    /** Raises a flag; one that is up already stays as it is. */
    async raise(row: FlagRow): Promise<void> {
      await raise.execute(row)
    },
    /** Takes down a flag that no longer holds, unless somebody has looked at it. */
    async lower(communityId: string, recordId: string, flag: string): Promise<void> {
      await db
        .delete(flags)
        .where(
          and(
            eq(flags.communityId, communityId),
            eq(flags.recordId, recordId),
            eq(flags.flag, flag),
            isNull(flags.lookedAt),
          ),
        )
    },
    /** Notes who looked at a flag first; false when somebody has. */
    async look(key: FlagRow & { readonly lookedAt: number; readonly lookedBy: string }): Promise<boolean> {
      const rows = await db
        .update(flags)
        .set({ lookedAt: key.lookedAt, lookedBy: key.lookedBy, note: key.note })
        .where(
          and(
            eq(flags.communityId, key.communityId),
            eq(flags.recordId, key.recordId),
            eq(flags.flag, key.flag),
            isNull(flags.lookedAt),
          ),
        )
        .returning({ flag: flags.flag })
      return rows.length === 1
    },
  }
}
