import { and, asc, count, desc, eq, getTableColumns, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { below, isBelow } from './below.ts'
import { assignmentsFor, type Orm, placeholdersFor, preparedPer, type Tables } from './connection.ts'
import { readingMany } from './many-rows.ts'

export type PatrolRow = Tables['patrols']['$inferSelect']

/** Which patrols somebody sees: all below some places, and those they walk themselves. */
export interface PatrolVisibility {
  readonly everything: boolean
  readonly memberId: string | null
  readonly paths: readonly string[]
}

export interface PatrolFilter {
  readonly states?: readonly string[]
  readonly theme?: string
  readonly squadId?: string
  readonly planId?: string
  readonly makesUp?: string
  readonly within?: string
  readonly from?: number
  readonly to?: number
}

export interface PatrolQuery {
  readonly communityId: string
  readonly visible: PatrolVisibility
  readonly filter: PatrolFilter
}

/** Where a page ended: when the last patrol was opened, and its id. */
interface PatrolCursor {
  readonly at: number
  readonly id: string
}

export function readPatrols(db: Orm, { patrols, patrolMembers }: Tables) {
  const byId = db
    .select()
    .from(patrols)
    .where(
      and(eq(patrols.communityId, sql.placeholder('communityId')), eq(patrols.id, sql.placeholder('id'))),
    )
    .prepare()
  const within = (path: string): SQL => isBelow(patrols.placePath, below(path))
  const conditions = ({ communityId, visible, filter }: PatrolQuery): SQL | undefined => {
    const { memberId } = visible
    const own =
      memberId &&
      inArray(
        patrols.id,
        db
          .select({ id: patrolMembers.patrolId })
          .from(patrolMembers)
          .where(and(eq(patrolMembers.communityId, communityId), eq(patrolMembers.memberId, memberId))),
      )
    return and(
      eq(patrols.communityId, communityId),
      visible.everything ? undefined : (or(...visible.paths.map(within), own || undefined) ?? sql`1 = 0`),
      filter.states?.length ? inArray(patrols.state, [...filter.states]) : undefined,
      filter.theme === undefined ? undefined : eq(patrols.theme, filter.theme),
      filter.squadId === undefined ? undefined : eq(patrols.squadId, filter.squadId),
      filter.planId === undefined ? undefined : eq(patrols.planId, filter.planId),
      filter.makesUp === undefined ? undefined : eq(patrols.makesUp, filter.makesUp),
      filter.within === undefined ? undefined : within(filter.within),
      filter.from === undefined ? undefined : gte(patrols.createdAt, filter.from),
      filter.to === undefined ? undefined : lt(patrols.createdAt, filter.to),
    )
  }
  const byIds = readingMany<PatrolRow>(ids =>
    db
      .select()
      .from(patrols)
      .where(and(eq(patrols.communityId, sql.placeholder('communityId')), inArray(patrols.id, ids)))
      .prepare(),
  )
  return {
    async find(communityId: string, id: string): Promise<PatrolRow | null> {
      return (await byId.execute({ communityId, id }))[0] ?? null
    },
    async findMany(communityId: string, ids: readonly string[]): Promise<PatrolRow[]> {
      return await byIds(communityId, ids)
    },
    /** One page, the newest first. */
    async list(query: PatrolQuery & { cursor: PatrolCursor | null; limit: number }): Promise<PatrolRow[]> {
      const { cursor, limit } = query
      const after =
        cursor === null
          ? undefined
          : or(
              lt(patrols.createdAt, cursor.at),
              and(eq(patrols.createdAt, cursor.at), lt(patrols.id, cursor.id)),
            )
      return await db
        .select()
        .from(patrols)
        .where(and(conditions(query), after))
        .orderBy(desc(patrols.createdAt), desc(patrols.id))
        .limit(limit)
    },
    /** Patrols of these squads, or that a member walks, whose window opens within [from, to); in its order. */
    async opening(query: {
      readonly communityId: string
      readonly memberId: string | null
      readonly squadIds: readonly string[]
      readonly from: number
      readonly to: number
      readonly limit: number
    }): Promise<PatrolRow[]> {
      const { communityId, memberId, squadIds, from, to, limit } = query
      const walked =
        memberId === null
          ? undefined
          : inArray(
              patrols.id,
              db
                .select({ id: patrolMembers.patrolId })
                .from(patrolMembers)
                .where(and(eq(patrolMembers.communityId, communityId), eq(patrolMembers.memberId, memberId))),
            )
      const ofSquads = squadIds.length === 0 ? undefined : inArray(patrols.squadId, [...squadIds])
      return await db
        .select()
        .from(patrols)
        .where(
          and(
            eq(patrols.communityId, communityId),
            gte(patrols.windowStart, from),
            lt(patrols.windowStart, to),
            or(walked, ofSquads) ?? sql`1 = 0`,
          ),
        )
        .orderBy(asc(patrols.windowStart), asc(patrols.id))
        .limit(limit)
    },
    async count(query: PatrolQuery): Promise<number> {
      const rows = await db.select({ total: count() }).from(patrols).where(conditions(query))
      return rows[0]?.total ?? 0
    },
    /** Patrols below a path, by id after `after`, with what their figures derive from. */
    async contextsBelow(
      communityId: string,
      path: string,
      after: string,
      limit: number,
    ): Promise<Pick<PatrolRow, 'id' | 'state' | 'context' | 'placePath'>[]> {
      return await db
        .select({
          id: patrols.id,
          state: patrols.state,
          context: patrols.context,
          placePath: patrols.placePath,
        })
        .from(patrols)
        .where(and(eq(patrols.communityId, communityId), within(path), sql`${patrols.id} > ${after}`))
        .orderBy(patrols.id)
        .limit(limit)
    },
    /** Ids after `after`, in order: to walk all of a community's patrols without holding them. */
    async idsAfter(communityId: string, after: string, limit: number): Promise<string[]> {
      const rows = await db
        .select({ id: patrols.id })
        .from(patrols)
        .where(and(eq(patrols.communityId, communityId), sql`${patrols.id} > ${after}`))
        .orderBy(patrols.id)
        .limit(limit)
      return rows.map(row => row.id)
    },
  }
}

export function writePatrols(db: Orm, tables: Tables) {
  const { patrols, patrolMembers } = tables
  const insert = db
    .insert(patrols)
    .values(placeholdersFor(getTableColumns(patrols)))
    .prepare()
  const addMember = db
    .insert(patrolMembers)
    .values(placeholdersFor(getTableColumns(patrolMembers)))
    .onConflictDoNothing()
    .prepare()
  const update = preparedPer(names =>
    db
      .update(patrols)
      .set(
        assignmentsFor(
          getTableColumns(patrols),
          names.filter(name => !['communityId', 'id', 'expected'].includes(name)),
        ),
      )
      .where(
        and(
          eq(patrols.communityId, sql.placeholder('communityId')),
          eq(patrols.id, sql.placeholder('id')),
          eq(patrols.version, sql.placeholder('expected')),
        ),
      )
      .returning({ version: patrols.version })
      .prepare(),
  )
  return {
    ...readPatrols(db, tables),
    async insert(row: PatrolRow): Promise<void> {
      await insert.execute(row)
    },
    async addMember(communityId: string, patrolId: string, memberId: string): Promise<void> {
      await addMember.execute({ communityId, patrolId, memberId })
    },
    /** Writes what changed if the version is still the expected one; false when somebody else was first. */
    async advance(
      key: { communityId: string; id: string; expected: number },
      changes: Partial<Omit<PatrolRow, 'communityId' | 'id'>>,
    ): Promise<boolean> {
      const row = { ...changes, ...key }
      return (await update(row).execute(row)).length === 1
    },
  }
}
