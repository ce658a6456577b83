import { and, asc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type TrackConsentRow = Tables['trackConsents']['$inferSelect']
export type TrackPointRow = Tables['trackPoints']['$inferSelect']

/* Where members walked. Sensitive: nothing here is read but for the few who may, and nothing outlives its time. */
export function readTracks(db: Orm, { trackConsents, trackPoints }: Tables) {
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
    /** Communities that hold points from before a moment. */
    async communitiesBefore(moment: number): Promise<string[]> {
      const rows = await db
        .selectDistinct({ communityId: trackPoints.communityId })
        .from(trackPoints)
        .where(lt(trackPoints.at, moment))
      return rows.map(row => row.communityId)
    },
    async countBefore(communityId: string, moment: number): Promise<number> {
      const rows = await db
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(trackPoints)
        .where(and(eq(trackPoints.communityId, communityId), lt(trackPoints.at, moment)))
      return rows[0]?.count ?? 0
    },
    async countOf(communityId: string, memberId: string): Promise<number> {
      const rows = await db
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(trackPoints)
        .where(and(eq(trackPoints.communityId, communityId), eq(trackPoints.memberId, memberId)))
      return rows[0]?.count ?? 0
    },
  }
}

export function writeTracks(db: Orm, tables: Tables) {
  const { trackConsents, trackPoints } = tables
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
    async deleteBefore(communityId: string, moment: number): Promise<void> {
      await db
        .delete(trackPoints)
        .where(and(eq(trackPoints.communityId, communityId), lt(trackPoints.at, moment)))
    },
    async deleteOf(communityId: string, memberId: string): Promise<void> {
      await db
        .delete(trackPoints)
        .where(and(eq(trackPoints.communityId, communityId), eq(trackPoints.memberId, memberId)))
    },
  }
}
