import { and, desc, eq, getTableColumns, gte, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type PatrolFlagRow = Tables['patrolFlags']['$inferSelect']

/** Where a page ended. */
export interface FlagCursor {
  readonly at: number
  readonly id: string
  readonly flag: string
}

export function readPatrolFlags(db: Orm, { patrolFlags }: Tables) {
  return {
    /** One page of the flags below any of the paths, the latest first. */
    async list(query: {
      readonly communityId: string
      readonly paths: readonly string[]
      readonly flag?: string
      readonly patrolId?: string
      /** Only those that somebody has looked at, or nobody. */
      readonly looked?: boolean
      readonly cursor: FlagCursor | null
      readonly limit: number
    }): Promise<PatrolFlagRow[]> {
      const { placePath, raisedAt, patrolId, flag, lookedAt } = patrolFlags
      const { cursor, looked } = query
      const below = query.paths.map(path => and(gte(placePath, path), lt(placePath, `${path.slice(0, -1)}0`)))
      const after =
        cursor === null
          ? undefined
          : or(
              lt(raisedAt, cursor.at),
              and(eq(raisedAt, cursor.at), lt(patrolId, cursor.id)),
              and(eq(raisedAt, cursor.at), eq(patrolId, cursor.id), lt(flag, cursor.flag)),
            )
      return await db
        .select()
        .from(patrolFlags)
        .where(
          and(
            eq(patrolFlags.communityId, query.communityId),
            or(...below, sql`1 = 0`),
            query.flag === undefined ? undefined : eq(flag, query.flag),
            query.patrolId === undefined ? undefined : eq(patrolId, query.patrolId),
            looked === undefined ? undefined : looked ? isNotNull(lookedAt) : isNull(lookedAt),
            after,
          ),
        )
        .orderBy(desc(raisedAt), desc(patrolId), desc(flag))
        .limit(query.limit)
    },
    async find(communityId: string, patrolId: string, flag: string): Promise<PatrolFlagRow | null> {
      const rows = await db
        .select()
        .from(patrolFlags)
        .where(
          and(
            eq(patrolFlags.communityId, communityId),
            eq(patrolFlags.patrolId, patrolId),
            eq(patrolFlags.flag, flag),
          ),
        )
      return rows[0] ?? null
    },
  }
}

export function writePatrolFlags(db: Orm, tables: Tables) {
  const { patrolFlags } = tables
  const raise = db
    .insert(patrolFlags)
    .values(placeholdersFor(getTableColumns(patrolFlags)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readPatrolFlags(db, tables),
    /** Raises a flag; one that is up already stays as it is. */
    async raise(row: PatrolFlagRow): Promise<void> {
      await raise.execute(row)
    },
    /** Takes down a flag that no longer holds, unless somebody has looked at it. */
    async lower(communityId: string, patrolId: string, flag: string): Promise<void> {
      await db
        .delete(patrolFlags)
        .where(
          and(
            eq(patrolFlags.communityId, communityId),
            eq(patrolFlags.patrolId, patrolId),
            eq(patrolFlags.flag, flag),
            isNull(patrolFlags.lookedAt),
          ),
        )
    },
    /** Notes who looked at a flag first; false when somebody has. */
    async look(
      key: PatrolFlagRow & { readonly lookedAt: number; readonly lookedBy: string },
    ): Promise<boolean> {
      const rows = await db
        .update(patrolFlags)
        .set({ lookedAt: key.lookedAt, lookedBy: key.lookedBy })
        .where(
          and(
            eq(patrolFlags.communityId, key.communityId),
            eq(patrolFlags.patrolId, key.patrolId),
            eq(patrolFlags.flag, key.flag),
            isNull(patrolFlags.lookedAt),
          ),
        )
        .returning({ flag: patrolFlags.flag })
      return rows.length === 1
    },
  }
}
