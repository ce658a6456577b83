import type { FindingContext } from '../../../machines/finding/context.ts'
import type { Reader } from '../deps.ts'
import { likenessOfLooks } from '../photos/picture-look.ts'

/** Photos of one finding that are compared. */
const MOST_PHOTOS = 3

/**
 * How alike photos are to what findings showed when they were reported, from 0 to 1 by the likest pair; a finding without
 * a photo to compare is left out. Two statements for as many findings as there are hints.
 */
export async function likenessOfPhotos(
  read: Pick<Reader, 'findings' | 'photos'>,
  communityId: string,
  photoIds: readonly string[],
  findingIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (photoIds.length === 0 || findingIds.length === 0) return new Map()
  const shown = (await read.findings.findMany(communityId, findingIds)).map(({ id, context }) => {
    const { photos } = JSON.parse(context) as FindingContext
    const before = photos.filter(([, role]) => role === 'before').map(([photoId]) => photoId)
    return { id, photoIds: before.slice(0, MOST_PHOTOS) }
  })
  const asked = photoIds.slice(0, MOST_PHOTOS)
  const grains = await read.photos.grains(communityId, [...asked, ...shown.flatMap(each => each.photoIds)])
  const alike = new Map<string, number>()
  for (const { id, photoIds: others } of shown) {
    const pairs = asked.flatMap(one => others.map(other => [grains.get(one), grains.get(other)] as const))
    const found = pairs.flatMap(([one, other]) => (one && other ? [likenessOfLooks(one, other)] : []))
    if (found.length > 0) alike.set(id, Math.max(...found))
  }
  return alike
}
