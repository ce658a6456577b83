import { and, desc, eq, gt, inArray, lt, lte, or, sql } from 'drizzle-orm'
import { below, isBelow } from './below.ts'
import type { Orm, Tables } from './connection.ts'

export type RecheckRow = Tables['rechecks']['$inferSelect']

/** Whose re-checks somebody sees: those of their squads, and all below their places. */
export interface RecheckScope {
  readonly squadIds: readonly string[]
  readonly paths: readonly string[]
}

export function readRechecks(db: Orm, { rechecks }: Tables) {
  return {
    /** One page of re-checks, the latest offered first. */
    async list(query: {
      readonly communityId: string
      readonly scope: RecheckScope
      readonly findingId?: string
      readonly squadId?: string
      /** As the page shows it: `offered` and `expired` depend on `now`. */
      readonly state?: string
      readonly now: number
      /** The id of the last one of the page before, empty for the first. */
      readonly before: string
      readonly limit: number
    }): Promise<RecheckRow[]> {
      const { communityId, id, placePath, squadId, state, dueAt, findingId } = rechecks
      const { paths, squadIds } = query.scope
      const within = paths.map(path => isBelow(placePath, below(path)))
      const ofSquads = squadIds.length === 0 ? undefined : inArray(squadId, [...squadIds])
      const open = eq(state, 'offered')
      const inState =
        query.state === 'offered'
          ? and(open, gt(dueAt, query.now))
          : query.state === 'expired'
            ? and(open, lte(dueAt, query.now))
            : query.state && eq(state, query.state)
      return await db
        .select()
        .from(rechecks)
        .where(
          and(
            eq(communityId, query.communityId),
            or(ofSquads, ...within, sql`1 = 0`),
            query.findingId === undefined ? undefined : eq(findingId, query.findingId),
            query.squadId === undefined ? undefined : eq(squadId, query.squadId),
            inState || undefined,
            query.before === '' ? undefined : lt(id, query.before),
          ),
        )
        .orderBy(desc(id))
        .limit(query.limit)
    },
    async find(communityId: string, id: string): Promise<RecheckRow | null> {
      const rows = await db
        .select()
        .from(rechecks)
        .where(and(eq(rechecks.communityId, communityId), eq(rechecks.id, id)))
      return rows[0] ?? null
    },
  }
}

export function writeRechecks(db: Orm, tables: Tables) {
  const { rechecks } = tables
  return {
    ...readRechecks(db, tables),
    async insert(row: RecheckRow): Promise<void> {
      await db.insert(rechecks).values(row)
    },
    /** Writes down how a re-check ended. */
    async settle(
      row: Pick<RecheckRow, 'communityId' | 'id' | 'state' | 'doneAt' | 'doneBy' | 'note' | 'photoIds'>,
    ): Promise<void> {
      const { state, doneAt, doneBy, note, photoIds } = row
      await db
        .update(rechecks)
        .set({ state, doneAt, doneBy, note, photoIds })
        .where(and(eq(rechecks.communityId, row.communityId), eq(rechecks.id, row.id)))
    },
    /** Takes back what is offered of a finding that is open again: there is nothing to look at. */
    async withdraw(communityId: string, findingId: string): Promise<void> {
      await db
        .update(rechecks)
        .set({ state: 'withdrawn' })
        .where(
          and(
            eq(rechecks.communityId, communityId),
            eq(rechecks.findingId, findingId),
            eq(rechecks.state, 'offered'),
          ),
        )
    },
  }
}
