import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type PhotoRow = Tables['photos']['$inferSelect']

/** A photo whose outline shares a band with another's, and a record that shows it. */
export interface BandMate {
  readonly grain: string | null
  readonly recordId: string
  readonly role: string
}

/** Where many photos share a band, as dark ones do, the latest are looked at. */
const MOST_MATES = 1_000

export function readPhotos(db: Orm, { photos, photoBands, recordPhotos }: Tables) {
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
  const shownHere = db
    .select({ role: recordPhotos.role })
    .from(photos)
    .innerJoin(
      recordPhotos,
      and(eq(recordPhotos.communityId, photos.communityId), eq(recordPhotos.photoId, photos.id)),
    )
    .where(
      and(
        eq(photos.communityId, sql.placeholder('communityId')),
        eq(photos.sha256, sql.placeholder('sha256')),
        eq(recordPhotos.recordId, sql.placeholder('recordId')),
      ),
    )
    .prepare()
  const ofBands = ['a', 'b', 'c', 'd'].map(name => sql.placeholder(name))
  const mates = db
    .select({
      grain: photos.grain,
      recordId: recordPhotos.recordId,
      role: recordPhotos.role,
    })
    .from(photoBands)
    .innerJoin(photos, and(eq(photos.communityId, photoBands.communityId), eq(photos.id, photoBands.photoId)))
    .innerJoin(
      recordPhotos,
      and(eq(recordPhotos.communityId, photoBands.communityId), eq(recordPhotos.photoId, photoBands.photoId)),
    )
    .where(and(eq(photoBands.communityId, sql.placeholder('communityId')), inArray(photoBands.band, ofBands)))
    .orderBy(desc(photoBands.photoId))
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
    /** Photos that records show and whose outline has one of these four bands, the latest first. */
    async mates(communityId: string, [a, b, c, d]: readonly number[]): Promise<BandMate[]> {
      return await mates.execute({ communityId, a, b, c, d, most: MOST_MATES })
    },
    /** As what a record shows photos with these bytes. */
    async rolesOf(communityId: string, recordId: string, sha256: string): Promise<string[]> {
      return (await shownHere.execute({ communityId, recordId, sha256 })).map(row => row.role)
    },
    /** Whether a record other than this one shows the photo, or one with the same bytes. */
    async usedElsewhere(communityId: string, sha256: string, recordId: string): Promise<boolean> {
      return (await shownElsewhere.execute({ communityId, sha256, recordId, most: 1 })).length > 0
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
