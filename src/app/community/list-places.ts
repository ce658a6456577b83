import { type Caller, communityOf } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { type Page, type PageRequest, pageOf, startOf, totalOf } from '../page.ts'
import { findInScope, getCommunityInScope } from './find-in-scope.ts'
import { type PlaceView, placeView } from './place-view.ts'

export interface PlacesRequest extends PageRequest {
  /** (Default: the caller's own) */
  readonly communityId?: string
  /** Only the places right below this one. */
  readonly parentId?: string
  /** Only this place and everything below it. */
  readonly within?: string
}

/** One page of a community's places in the order of the address tree; those out of use are among them. */
export async function listPlaces(
  read: Reader,
  caller: Caller,
  { communityId: named, parentId, within, ...request }: PlacesRequest,
): Promise<Page<PlaceView>> {
  const communityId = communityOf(caller, named)
  await getCommunityInScope(read, caller, communityId)
  const top = within === undefined ? null : await read.setup.findPlace(communityId, within)
  if (within !== undefined && !top) throw unknownReference('/within')
  // The page is resumed at a place, not at its path, which may be longer than a cursor.
  const afterId = startOf(request)
  const after = afterId === '' ? null : await read.setup.findPlace(communityId, afterId)
  const rowsAfter = (path: string, limit: number) =>
    read.setup.listPlaces(communityId, { parentId, within: top?.path }, path, limit)
  const rows = await rowsAfter(after?.path ?? '', request.limit + 1)
  return {
    ...pageOf(rows, request.limit, row => row.id, placeView),
    ...(await totalOf(request, rowsAfter, row => row.path)),
  }
}

/** One place by its id. */
export async function getPlace(read: Reader, caller: Caller, id: string): Promise<PlaceView> {
  const place = await findInScope(read, caller, communityId => read.setup.findPlace(communityId, id))
  if (!place) throw new AppError('place.not_found')
  return placeView(place)
}
