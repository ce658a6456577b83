import type { PlaceRow } from '../../../db/stores/setup.ts'
import type { Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { placeView } from './place-view.ts'

/**
 * Changes a place, and with its name the name paths of everything below it. Gives the place as it is then.
 */
export async function renamePlace(
  tx: Writer,
  place: PlaceRow,
  name: string,
  others: Partial<PlaceRow> = {},
): Promise<PlaceRow> {
  const above = place.namePath.slice(0, place.namePath.length - place.name.length)
  const changes = { ...others, name, namePath: `${above}${name}` }
  if (!(await tx.setup.updatePlace(place.communityId, place.id, place.version, changes)))
    throw new AppError('place.version_conflict', { current: placeView(place) })
  await tx.setup.renameBelow(place.communityId, place.path, place.namePath, changes.namePath)
  return { ...place, ...changes, version: place.version + 1 }
}
