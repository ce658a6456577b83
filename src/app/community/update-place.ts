import { type Caller, requireRole } from '../caller.ts'
import type { Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { requireGrid } from './create-place.ts'
import { findInScope } from './find-in-scope.ts'
import { type Position, requireWholePosition } from './place-position.ts'
import { type PlaceView, placeView } from './place-view.ts'
import { renamePlace } from './rename-place.ts'

export interface PlaceChanges extends Position {
  readonly name?: string
  readonly gridId?: string | null
  readonly active?: boolean
}

/** Changes a place; a new name shows in the name paths of everything below it. */
export async function updatePlace(
  tx: Writer,
  caller: Caller,
  id: string,
  { name, ...others }: PlaceChanges,
  expected: number | null,
): Promise<PlaceView> {
  const place = await findInScope(tx, caller, communityId => tx.setup.findPlace(communityId, id))
  if (!place) throw new AppError('place.not_found')
  expectVersion(place, expected, 'place.version_conflict', placeView(place))
  requireRole(caller, ['admin'])
  requireWholePosition({ lat: place.lat, lng: place.lng, ...others })
  if (others.active === false && place.parentId === null) throw new AppError('place.is_root')
  await requireGrid(tx, place.communityId, others.gridId)

  const changes = differences(place, { ...others, name: name?.trim() })
  if (changes.name !== undefined) return placeView(await renamePlace(tx, place, changes.name, changes))
  if (Object.keys(changes).length === 0) return placeView(place)
  if (!(await tx.setup.updatePlace(place.communityId, id, place.version, changes)))
    throw new AppError('place.version_conflict', { current: placeView(place) })
  return placeView({ ...place, ...changes, version: place.version + 1 })
}
