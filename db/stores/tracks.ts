import { and, asc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type TrackConsentRow = Tables['trackConsents']['$inferSelect']
export type TrackPointRow = Tables['trackPoints']['$inferSelect']
export type SpotRow = Tables['patrolSpots']['$inferSelect']
/** The points of tracks, or where walkers checked in. */
export type Walked = 'tracks' | 'spots'

/* Where members walked. Sensitive: nothing here is read but for the few who may, and nothing outlives its time. */
export function readTracks(db: Orm, tables: Tables) {
  const { trackConsents, trackPoints, patrolSpots } = tables
  const walked = walkedOf(tables)
  return {
    async consentOf(communityId: string, memberId: string): Promise<TrackConsentRow | null> {
      const rows = await db
        .select()
        .from(trackConsents)
        .where(and(eq(trackConsents.communityId, communityId), eq(trackConsents.memberId, memberId)))
      return rows[0] ?? null
    },
    /** The points of a patrol in their order, of one walker or of all. */
    async pointsOf(communityId: string, patrolId: string, memberId: string | null): Promise<TrackPointRow[]> {
      return await db
        .select()
        .from(trackPoints)
        .where(
          and(
            eq(trackPoints.communityId, communityId),
            eq(trackPoints.patrolId, patrolId),
            memberId === null ? undefined : eq(trackPoints.memberId, memberId),
          ),
        )
        .orderBy(asc(trackPoints.memberId), asc(trackPoints.at))
    },
    /** Where a walker checked in on a patrol, in the order of their steps. */
    async spotsOf(communityId: string, patrolId: string, memberId: string): Promise<SpotRow[]> {
      return await db
        .select()
        .from(patrolSpots)
        .where(
          and(
            eq(patrolSpots.communityId, communityId),
            eq(patrolSpots.patrolId, patrolId),
            eq(patrolSpots.memberId, memberId),
          ),
        )
        .orderBy(asc(patrolSpots.version))
    },
    /** Communities that hold some from before a moment. */
    async communitiesBefore(kind: Walked, moment: number): Promise<string[]> {
      const table = walked[kind]
      const rows = await db
        .selectDistinct({ communityId: table.communityId })
        .from(table)
        .where(lt(table.at, moment))
      return rows.map(row => row.communityId)
    },
    async countBefore(kind: Walked, communityId: string, moment: number): Promise<number> {
      const table = walked[kind]
      const rows = await db
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(table)
        .where(and(eq(table.communityId, communityId), lt(table.at, moment)))
      return rows[0]?.count ?? 0
    },
    async countOf(kind: Walked, communityId: string, memberId: string): Promise<number> {
      const table = walked[kind]
      const rows = await db
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(table)
        .where(and(eq(table.communityId, communityId), eq(table.memberId, memberId)))
      return rows[0]?.count ?? 0
    },
  }
}

export function writeTracks(db: Orm, tables: Tables) {
  const { trackConsents, trackPoints, patrolSpots } = tables
  const walked = walkedOf(tables)
  const keep = db
    .insert(trackPoints)
    .values(placeholdersFor(getTableColumns(trackPoints)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readTracks(db, tables),
    /** Remembers what a member has consented to, or that they no longer do. */
    async setConsent(row: TrackConsentRow): Promise<void> {
      const { givenAt, withdrawnAt, wording } = row
      await db
        .insert(trackConsents)
        .values(row)
        .onConflictDoUpdate({
          target: [trackConsents.communityId, trackConsents.memberId],
          set: { givenAt, withdrawnAt, wording },
        })
    },
    /** Keeps a point; one that a member sent for the same moment before stays. */
    async keepPoint(row: TrackPointRow): Promise<void> {
      await keep.execute(row)
    },
    async keepSpot(row: SpotRow): Promise<void> {
      await db.insert(patrolSpots).values(row)
    },
    async deleteBefore(kind: Walked, communityId: string, moment: number): Promise<void> {
      const table = walked[kind]
      await db.delete(table).where(and(eq(table.communityId, communityId), lt(table.at, moment)))
    },
    async deleteOf(kind: Walked, communityId: string, memberId: string): Promise<void> {
      const table = walked[kind]
      await db.delete(table).where(and(eq(table.communityId, communityId), eq(table.memberId, memberId)))
    },
  }
}

const walkedOf = ({ trackPoints, patrolSpots }: Tables) => ({ tracks: trackPoints, spots: patrolSpots })
