import { and, asc, eq, getTableColumns, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import { below, isBelow } from './below.ts'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

/* Where squads walk: checkpoints, routes and their versions, and the secrets that rotating codes are signed with. */

export type CheckpointRow = Tables['checkpoints']['$inferSelect']
export type RouteRow = Tables['routes']['$inferSelect']

/** A page of what lies below any of some paths, by id. */
export interface RoundsQuery {
  readonly communityId: string
  readonly paths: readonly string[]
  readonly after: string
  readonly limit: number
}

export function readRounds(db: Orm, { checkpoints, routes, routeVersions, signingSecrets }: Tables) {
  const checkpointById = db
    .select()
    .from(checkpoints)
    .where(
      and(
        eq(checkpoints.communityId, sql.placeholder('communityId')),
        eq(checkpoints.id, sql.placeholder('id')),
      ),
    )
    .prepare()
  const routeById = db
    .select()
    .from(routes)
    .where(and(eq(routes.communityId, sql.placeholder('communityId')), eq(routes.id, sql.placeholder('id'))))
    .prepare()
  const within = (
    column: typeof checkpoints.placePath | typeof routes.placePath,
    paths: readonly string[],
  ): SQL => or(...paths.map(path => isBelow(column, below(path))), sql`1 = 0`) as SQL
  return {
    async findCheckpoint(communityId: string, id: string): Promise<CheckpointRow | null> {
      return (await checkpointById.execute({ communityId, id }))[0] ?? null
    },
    async findCheckpoints(communityId: string, ids: readonly string[]): Promise<CheckpointRow[]> {
      if (ids.length === 0) return []
      return await db
        .select()
        .from(checkpoints)
        .where(and(eq(checkpoints.communityId, communityId), inArray(checkpoints.id, [...ids])))
    },
    async listCheckpoints({ communityId, paths, after, limit }: RoundsQuery): Promise<CheckpointRow[]> {
      return await db
        .select()
        .from(checkpoints)
        .where(
          and(
            eq(checkpoints.communityId, communityId),
            within(checkpoints.placePath, paths),
            gt(checkpoints.id, after),
          ),
        )
        .orderBy(asc(checkpoints.id))
        .limit(limit)
    },
    async findRoute(communityId: string, id: string): Promise<RouteRow | null> {
      return (await routeById.execute({ communityId, id }))[0] ?? null
    },
    async listRoutes({ communityId, paths, after, limit }: RoundsQuery): Promise<RouteRow[]> {
      return await db
        .select()
        .from(routes)
        .where(
          and(eq(routes.communityId, communityId), within(routes.placePath, paths), gt(routes.id, after)),
        )
        .orderBy(asc(routes.id))
        .limit(limit)
    },
    /** The stops of one version of a route, as JSON; `null` when there was no such version. */
    async stopsOf(communityId: string, routeId: string, version: number): Promise<string | null> {
      const rows = await db
        .select({ stops: routeVersions.stops })
        .from(routeVersions)
        .where(
          and(
            eq(routeVersions.communityId, communityId),
            eq(routeVersions.routeId, routeId),
            eq(routeVersions.version, version),
          ),
        )
      return rows[0]?.stops ?? null
    },
    async findSecret(communityId: string, purpose: string): Promise<string | null> {
      const rows = await db
        .select({ secret: signingSecrets.secret })
        .from(signingSecrets)
        .where(and(eq(signingSecrets.communityId, communityId), eq(signingSecrets.purpose, purpose)))
      return rows[0]?.secret ?? null
    },
  }
}

export function writeRounds(db: Orm, tables: Tables) {
  const { checkpoints, routes, routeVersions, signingSecrets } = tables
  const insertCheckpoint = db
    .insert(checkpoints)
    .values(placeholdersFor(getTableColumns(checkpoints)))
    .prepare()
  const keepSecret = db
    .insert(signingSecrets)
    .values(placeholdersFor(getTableColumns(signingSecrets)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readRounds(db, tables),
    async insertCheckpoint(row: CheckpointRow): Promise<void> {
      await insertCheckpoint.execute(row)
    },
    async updateCheckpoint(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<CheckpointRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(checkpoints)
        .set({ ...changes, version: expected + 1 })
        .where(
          and(
            eq(checkpoints.communityId, communityId),
            eq(checkpoints.id, id),
            eq(checkpoints.version, expected),
          ),
        )
        .returning({ id: checkpoints.id })
      return rows.length === 1
    },
    /** Adds a route with its first stops. */
    async insertRoute(row: RouteRow, stops: string): Promise<void> {
      await db.insert(routes).values(row)
      await db
        .insert(routeVersions)
        .values({ communityId: row.communityId, routeId: row.id, version: row.version, stops })
    },
    /** Moves a route to its next version, which keeps stops of its own; false when somebody else was first. */
    async updateRoute(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<RouteRow>,
      stops: string,
    ): Promise<boolean> {
      const version = expected + 1
      const rows = await db
        .update(routes)
        .set({ ...changes, version })
        .where(and(eq(routes.communityId, communityId), eq(routes.id, id), eq(routes.version, expected)))
        .returning({ id: routes.id })
      if (rows.length === 0) return false
      await db.insert(routeVersions).values({ communityId, routeId: id, version, stops })
      return true
    },
    /** Keeps a secret unless there is one. */
    async keepSecret(communityId: string, purpose: string, secret: string): Promise<void> {
      await keepSecret.execute({ communityId, purpose, secret })
    },
  }
}
