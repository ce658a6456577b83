import type { PlaceRow } from '../../../db/stores/setup.ts'
import type { Visibility } from '../../../db/stores/visibility.ts'
import { ROLES, type Role } from '../../../machines/people.ts'
import { type Caller, pathsOf, rolesAt } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'

/** A stretch of the address tree whose figures are added up. */
export interface FiguresPart {
  readonly path: string
  /** The scope its daily totals are kept under; `null` when they have to be counted. */
  readonly keptAs: string | null
}

/** Whose figures: places that do not overlap, or one unit's findings within them. */
export interface FiguresScope {
  readonly communityId: string
  /** The place when it is a single one. */
  readonly placeId: string | null
  readonly unitId: string | null
  readonly parts: readonly FiguresPart[]
  /** The same as a condition on findings. */
  readonly visible: Visibility
}

/** Roles that see their own unit's findings only, and so its figures only (domain.md 8.4). */
const UNIT_ROLES: readonly Role[] = ['handler', 'unit_manager']
const PLACE_ROLES: readonly Role[] = ROLES.filter(role => !UNIT_ROLES.includes(role))

/**
 * Whose figures the caller is shown: those of the named place, or of everything they hold a role at. Somebody with no
 * other role than in a unit gets the unit's. A place outside the caller's scope is as if it were not.
 */
export async function getFiguresScope(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  placeId: string | undefined,
): Promise<FiguresScope> {
  const { communityId } = caller
  if (communityId === null) throw new AppError('community.not_found')
  const { places, unitId } =
    placeId === undefined
      ? await wholeScope(read, caller, communityId)
      : await namedPlace(read, caller, communityId, placeId)
  const paths = places.map(({ path }) => path)
  return {
    communityId,
    placeId: places.length === 1 ? (places[0]?.id ?? null) : null,
    unitId,
    parts: places.map(place => ({ path: place.path, keptAs: keptAs(place, unitId) })),
    visible: {
      everything: false,
      reporterId: null,
      paths: unitId === null ? paths : [],
      unit: unitId === null ? null : { id: unitId, paths },
    },
  }
}

interface Held {
  readonly places: readonly PlaceRow[]
  readonly unitId: string | null
}

async function wholeScope(read: Pick<Reader, 'setup'>, caller: Caller, communityId: string): Promise<Held> {
  const paths = pathsOf(caller, PLACE_ROLES)
  const unitId = paths.length === 0 ? caller.unitId : null
  if (unitId !== null) paths.push(...pathsOf(caller, UNIT_ROLES))
  const places: PlaceRow[] = []
  for (const path of paths) {
    const place = await read.setup.findPlaceByPath(communityId, path)
    if (place) places.push(place)
  }
  return { places, unitId }
}

async function namedPlace(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  communityId: string,
  placeId: string,
): Promise<Held> {
  const place = await read.setup.findPlace(communityId, placeId)
  if (!place) throw new AppError('place.not_found')
  const roles = rolesAt(caller, place.path)
  if (roles.some(role => PLACE_ROLES.includes(role))) return { places: [place], unitId: null }
  if (caller.unitId === null || roles.length === 0) throw new AppError('place.not_found')
  return { places: [place], unitId: caller.unitId }
}

/* Totals are kept for the places that count themselves in, and for each unit as a whole. */
function keptAs(place: PlaceRow, unitId: string | null): string | null {
  if (unitId !== null) return place.parentId === null ? unitId : null
  return (JSON.parse(place.countedPlaces) as string[]).includes(place.id) ? place.id : null
}
