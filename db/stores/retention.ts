import { and, eq, gt, inArray, isNull, lt, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { OPEN_FINDING_STATES } from '../../machines/finding/states.ts'
import type { Orm, Tables } from './connection.ts'

/** What goes as whole rows when its time is over. */
export type PassingRows = 'answers' | 'credentials' | 'failures' | 'deliveries' | 'tracks' | 'spots'

/** The original of a photo, by the community and the SHA-256 of its bytes. */
export interface OriginalKept {
  readonly communityId: string
  readonly sha256: string
}

export function readRetention(db: Orm, tables: Tables) {
  const { photos, recordPhotos, findings, journal } = tables
  const passing = passingOf(tables)

  /*
   * An original is needed as long as anything that shows the same bytes is: a finding that is open, or whose last step
   * is later than `before`; and whatever was uploaded later than that.
   */
  const same = alias(photos, 'same')
  const over = (before: number): SQL | undefined =>
    and(
      isNull(photos.originalGoneAt),
      lte(photos.uploadedAt, before),
      notExists(
        db
          .select({ needed: sql`1` })
          .from(same)
          .leftJoin(
            recordPhotos,
            and(eq(recordPhotos.communityId, same.communityId), eq(recordPhotos.photoId, same.id)),
          )
          .leftJoin(
            findings,
            and(eq(findings.communityId, recordPhotos.communityId), eq(findings.id, recordPhotos.recordId)),
          )
          .leftJoin(
            journal,
            and(
              eq(journal.communityId, findings.communityId),
              eq(journal.recordId, findings.id),
              eq(journal.version, findings.version),
            ),
          )
          .where(
            and(
              eq(same.communityId, photos.communityId),
              eq(same.sha256, photos.sha256),
              or(
                gt(same.uploadedAt, before),
                inArray(findings.state, [...OPEN_FINDING_STATES]),
                gt(journal.at, before),
              ),
            ),
          ),
      ),
    )

  return {
    /** Rows of a kind whose time ended before this moment. */
    async countRows(kind: PassingRows, before: number): Promise<number> {
      const { table, over: past } = passing[kind]
      const rows = await db
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(table)
        .where(past(before))
      return rows[0]?.count ?? 0
    },
    /** Originals that nothing has needed since this moment. */
    async countOriginals(before: number): Promise<number> {
      const distinct = db
        .selectDistinct({ communityId: photos.communityId, sha256: photos.sha256 })
        .from(photos)
        .where(over(before))
        .as('over')
      const rows = await db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(distinct)
      return rows[0]?.count ?? 0
    },
    /** Some of them, at most so many, all of one community. */
    async someOriginals(before: number, most: number): Promise<OriginalKept[]> {
      const rows = await db
        .selectDistinct({ communityId: photos.communityId, sha256: photos.sha256 })
        .from(photos)
        .where(over(before))
        .orderBy(photos.communityId)
        .limit(most)
      return rows.filter(({ communityId }) => communityId === rows[0]?.communityId)
    },
  }
}

export function writeRetention(db: Orm, tables: Tables) {
  const { photos } = tables
  const passing = passingOf(tables)
  return {
    ...readRetention(db, tables),
    /** Deletes the rows of a kind whose time ended before this moment. */
    async deleteRows(kind: PassingRows, before: number): Promise<void> {
      const { table, over } = passing[kind]
      await db.delete(table).where(over(before))
    },
    /** Remembers that the originals of these photos are gone. */
    async markOriginalsGone(communityId: string, sha256s: readonly string[], at: number): Promise<void> {
      await db
        .update(photos)
        .set({ originalGoneAt: at })
        .where(
          and(
            eq(photos.communityId, communityId),
            inArray(photos.sha256, [...sha256s]),
            isNull(photos.originalGoneAt),
          ),
        )
    },
  }
}

/* Each kind by the moment that its time is counted from; only deliveries that have ended, well or not. */
function passingOf({
  idempotency,
  credentials,
  signInFailures,
  deliveries,
  trackPoints,
  patrolSpots,
}: Tables): Record<PassingRows, { table: SQLiteTable; over(before: number): SQL | undefined }> {
  return {
    answers: { table: idempotency, over: before => lt(idempotency.at, before) },
    credentials: { table: credentials, over: before => lte(credentials.expiresAt, before) },
    failures: { table: signInFailures, over: before => lte(signInFailures.since, before) },
    deliveries: {
      table: deliveries,
      over: before => and(isNull(deliveries.nextAt), lt(deliveries.createdAt, before)),
    },
    tracks: { table: trackPoints, over: before => lt(trackPoints.at, before) },
    spots: { table: patrolSpots, over: before => lt(patrolSpots.at, before) },
  }
}
