import { and, desc, eq, getTableColumns, inArray, ne, sql } from 'drizzle-orm'
import { atMost, type Orm, placeholdersFor, type Tables } from './connection.ts'

export type PhotoRow = Tables['photos']['$inferSelect']

/** Where many photos share a band, the latest are looked at. */
const MOST_MATES = 200
/** A photo that more records show than this is odd enough. */
const MOST_SHOWING = 100
/** Stands for no band. */
const NONE = -1

export function readPhotos(db: Orm, { photos, photoBands, recordPhotos }: Tables) {
  const byId = db
    .select()
    .from(photos)
    .where(and(eq(photos.communityId, sql.placeholder('communityId')), eq(photos.id, sql.placeholder('id'))))
    .prepare()
  // None of these joins: a planner would rather walk all photos of a community than trust that a hash or a band is rare.
  const ofBytes = db
    .select({ id: photos.id })
    .from(photos)
    .where(
      and(
        eq(photos.communityId, sql.placeholder('communityId')),
        eq(photos.sha256, sql.placeholder('sha256')),
      ),
    )
    .limit(atMost(MOST_MATES))
    .prepare()
  const showing = db
    .select({ recordId: recordPhotos.recordId, role: recordPhotos.role })
    .from(recordPhotos)
    .where(
      and(
        eq(recordPhotos.communityId, sql.placeholder('communityId')),
        eq(recordPhotos.photoId, sql.placeholder('photoId')),
      ),
    )
    .limit(atMost(MOST_SHOWING))
    .prepare()
  const ofBands = ['a', 'b', 'c', 'd'].map(name => sql.placeholder(name))
  const mates = db
    .selectDistinct({ photoId: photoBands.photoId })
    .from(photoBands)
    .where(
      and(
        eq(photoBands.communityId, sql.placeholder('communityId')),
        inArray(photoBands.band, ofBands),
        ne(photoBands.photoId, sql.placeholder('self')),
      ),
    )
    .orderBy(desc(photoBands.photoId))
    .limit(atMost(MOST_MATES))
    .prepare()
  return {
    async find(communityId: string, id: string): Promise<PhotoRow | null> {
      return (await byId.execute({ communityId, id }))[0] ?? null
    },
    /** What photos look like, by id; those without a look are left out. */
    async grains(communityId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const rows = await db
        .select({ id: photos.id, grain: photos.grain })
        .from(photos)
        .where(and(eq(photos.communityId, communityId), inArray(photos.id, [...ids])))
      return new Map(rows.flatMap(({ id, grain }) => (grain === null ? [] : [[id, grain] as const])))
    },
    /** Records that show this photo. */
    async recordsShowing(communityId: string, photoId: string): Promise<string[]> {
      const rows = await db
        .selectDistinct({ recordId: recordPhotos.recordId })
        .from(recordPhotos)
        .where(and(eq(recordPhotos.communityId, communityId), eq(recordPhotos.photoId, photoId)))
      return rows.map(row => row.recordId)
    },
    /** Photos with these bytes, at most two hundred. */
    async withBytes(communityId: string, sha256: string): Promise<string[]> {
      return (await ofBytes.execute({ communityId, sha256 })).map(({ id }) => id)
    },
    /** Other photos whose outline has one of these bands, four at most, with what they look like; the latest. */
    async mates(
      { communityId, id: self }: Pick<PhotoRow, 'communityId' | 'id'>,
      [a = NONE, b = NONE, c = NONE, d = NONE]: readonly number[],
    ): Promise<{ id: string; grain: string | null }[]> {
      const rows = await mates.execute({ communityId, self, a, b, c, d })
      if (rows.length === 0) return []
      const ids = rows.map(({ photoId }) => photoId)
      return await db
        .select({ id: photos.id, grain: photos.grain })
        .from(photos)
        .where(and(eq(photos.communityId, communityId), inArray(photos.id, ids)))
    },
    /** Records that show a photo, a hundred at most, and as what. */
    async shownBy(communityId: string, photoId: string): Promise<{ recordId: string; role: string }[]> {
      return await showing.execute({ communityId, photoId })
    },
  }
}

export function writePhotos(db: Orm, tables: Tables) {
  const { photos, photoBands, recordPhotos } = tables
  const show = db
    .insert(recordPhotos)
    .values(placeholdersFor(getTableColumns(recordPhotos)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readPhotos(db, tables),
    /** Remembers a photo, and its outline by the bands of it. */
    async insert(row: PhotoRow, bands: readonly number[]): Promise<void> {
      const { communityId, id: photoId } = row
      await db.insert(photos).values(row)
      if (bands.length > 0)
        await db.insert(photoBands).values(bands.map(band => ({ communityId, band, photoId })))
    },
    /** Notes that a record shows a photo, and as what. */
    async show(communityId: string, photoId: string, recordId: string, role: string): Promise<void> {
      await show.execute({ communityId, photoId, recordId, role })
    },
  }
}
