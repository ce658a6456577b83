import type { Writer } from '../deps.ts'
import { unknownReference } from '../errors.ts'

/** What a unit is responsible for, as an administrator writes it; an empty list is the same as none. */
export interface UnitScope {
  readonly placeIds?: readonly string[]
  readonly categoryCodes?: readonly string[] | null
}

/** The columns of a unit's scope; a part that was not given is left out. */
export interface ScopeColumns {
  readonly placeIds?: string
  readonly categoryCodes?: string | null
}

/** Checks that every place and category of a unit's scope exists in its community, and gives the columns. */
export async function checkUnitScope(
  tx: Pick<Writer, 'setup'>,
  community: { readonly id: string; readonly rootPlaceId: string },
  { placeIds, categoryCodes }: UnitScope,
): Promise<ScopeColumns> {
  const places = placeIds === undefined ? undefined : await checkPlaces(tx, community, placeIds)
  const codes = categoryCodes === undefined ? undefined : await checkCodes(tx, community.id, categoryCodes)
  return {
    ...(places === undefined ? {} : { placeIds: JSON.stringify(places) }),
    ...(codes === undefined ? {} : { categoryCodes: codes === null ? null : JSON.stringify(codes) }),
  }
}

async function checkPlaces(
  tx: Pick<Writer, 'setup'>,
  { id: communityId, rootPlaceId }: { readonly id: string; readonly rootPlaceId: string },
  placeIds: readonly string[],
): Promise<string[]> {
  if (placeIds.length === 0) return [rootPlaceId]
  const known = new Set((await tx.setup.findPlaces(communityId, placeIds)).map(place => place.id))
  const unknown = placeIds.findIndex(id => !known.has(id))
  if (unknown >= 0) throw unknownReference(`/placeIds/${unknown}`)
  return [...new Set(placeIds)]
}

async function checkCodes(
  tx: Pick<Writer, 'setup'>,
  communityId: string,
  categoryCodes: readonly string[] | null,
): Promise<string[] | null> {
  if (categoryCodes === null || categoryCodes.length === 0) return null
  const categories = await tx.setup.listCategories(communityId)
  const known = new Set(categories.flatMap(({ code, domainCode }) => [code, domainCode]))
  const unknown = categoryCodes.findIndex(code => !known.has(code))
  if (unknown >= 0) throw unknownReference(`/categoryCodes/${unknown}`)
  return [...new Set(categoryCodes)]
}
