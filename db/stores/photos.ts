import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type PhotoRow = Tables['photos']['$inferSelect']

export function readPhotos(db: Orm, { photos, recordPhotos }: Tables) {
  const byId = db
    .select()
    .from(photos)
    .where(and(eq(photos.communityId, sql.placeholder('communityId')), eq(photos.id, sql.placeholder('id'))))
    .prepare()
  const shownElsewhere = db
    .select({ recordId: recordPhotos.recordId })
    .from(photos)
    .innerJoin(
      recordPhotos,
      and(eq(recordPhotos.communityId, photos.communityId), eq(recordPhotos.photoId, photos.id)),
    )
    .where(
      and(
        eq(photos.communityId, sql.placeholder('communityId')),
        eq(photos.sha256, sql.placeholder('sha256')),
        sql`${recordPhotos.recordId} <> ${sql.placeholder('recordId')}`,
      ),
    )
    .limit(sql.placeholder('most'))
    .prepare()
  return {
    async find(communityId: string, id: string): Promise<PhotoRow | null> {
      return (await byId.execute({ communityId, id }))[0] ?? null
    },
    /** Records that show this photo. */
    async recordsShowing(communityId: string, photoId: string): Promise<string[]> {
      const rows = await db
        .selectDistinct({ recordId: recordPhotos.recordId })
        .from(recordPhotos)
        .where(and(eq(recordPhotos.communityId, communityId), eq(recordPhotos.photoId, photoId)))
      return rows.map(row => row.recordId)
    },
    /** Whether a record other than this one shows the photo, or one with the same bytes. */
    async usedElsewhere(communityId: string, sha256: string, recordId: string): Promise<boolean> {
      return (await shownElsewhere.execute({ communityId, sha256, recordId, most: 1 })).length > 0
    },
  }
}

export function writePhotos(db: Orm, tables: Tables) {
  const { photos, recordPhotos } = tables
  const show = db
    .insert(recordPhotos)
    .values(placeholdersFor(getTableColumns(recordPhotos)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readPhotos(db, tables),
    async insert(row: PhotoRow): Promise<void> {
      await db.insert(photos).values(row)
    },
    /** Notes that a record shows a photo, and as what. */
    async show(communityId: string, photoId: string, recordId: string, role: string): Promise<void> {
      await show.execute({ communityId, photoId, recordId, role })
    },
  }
}
