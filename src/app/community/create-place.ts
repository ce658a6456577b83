import type { PlaceRow } from '../../../db/stores/setup.ts'
import { type Caller, communityOf, requireRole } from '../caller.ts'
import { claimId } from '../client-id.ts'
import type { Chance, Clock, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { getCommunity } from './community.ts'
import { codeOf } from './place-code.ts'
import { type Position, requireWholePosition } from './place-position.ts'
import { type PlaceView, placeView } from './place-view.ts'

/** What a place can be; the root of a community is of the kind `community`, and nothing else is. */
export const PLACE_KINDS = ['grid', 'estate', 'building', 'entrance', 'floor', 'household', 'spot'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

export interface PlaceInput extends Position {
  readonly id?: string
  /** (Default: the caller's own) */
  readonly communityId?: string
  /** `null` for the community's root place. */
  readonly parentId: string | null
  readonly kind: PlaceKind
  readonly name: string
  /** Unique below its parent. (Default: the next free number, two digits or more) */
  readonly code?: string
  /** The grid it lies in, which need not be above it: grids and estates cross. */
  readonly gridId?: string | null
}

/** Levels of a path, the root's among them. */
const MOST_LEVELS = 12
/** Places that daily totals are kept for, besides the root (domain.md, Decision 8). */
const COUNTED: ReadonlySet<string> = new Set<PlaceKind>(['estate', 'building'])

/**
 * Creates a place below another one. Its code and its parent are for good, so its path never changes. The
 * same client id with the same content answers the existing place (`created` false).
 */
export async function createPlace(
  { clock, chance }: { clock: Clock; chance: Chance },
  tx: Writer,
  caller: Caller,
  input: PlaceInput,
): Promise<{ created: boolean; view: PlaceView }> {
  const wanted = input.code === undefined ? null : codeOf(input.code)
  requireWholePosition(input)
  const communityId = communityOf(caller, input.communityId)
  const community = await getCommunity(tx, communityId)
  const id = input.id ?? chance.id(clock.now())
  if (input.id !== undefined) {
    const claim = await claimId(tx, { communityId, kind: 'place', id, content: input })
    const existing = await tx.setup.findPlace(communityId, id)
    if (existing && claim === 'new') throw new AppError('request.id_conflict')
    if (existing) {
      requireRole(caller, ['admin'])
      return { created: false, view: placeView(existing) }
    }
  }
  requireRole(caller, ['admin'])

  const parent = await tx.setup.findPlace(communityId, input.parentId ?? community.row.rootPlaceId)
  if (!parent) throw unknownReference('/parentId')
  if (levelsOf(parent.path) >= MOST_LEVELS) throw new AppError('place.too_deep')
  await requireGrid(tx, communityId, input.gridId)
  const code = wanted ?? (await nextCode(tx, parent))
  const path = `${parent.path}${code}/`
  if (wanted !== null && (await tx.setup.findPlaceByPath(communityId, path)))
    throw new AppError('place.code_taken')

  const name = input.name.trim()
  const above = JSON.parse(parent.countedPlaces) as string[]
  const place: PlaceRow = {
    communityId,
    id,
    parentId: parent.id,
    kind: input.kind,
    name,
    code,
    path,
    namePath: `${parent.namePath}/${name}`,
    countedPlaces: JSON.stringify(COUNTED.has(input.kind) ? [...above, id] : above),
    gridId: input.gridId ?? null,
    lat: input.lat ?? null,
    lng: input.lng ?? null,
    active: true,
    version: 1,
  }
  await tx.setup.insertPlace(place)
  return { created: true, view: placeView(place) }
}

/** Refuses a `gridId` that is no grid of the community. */
export async function requireGrid(
  tx: Pick<Writer, 'setup'>,
  communityId: string,
  gridId: string | null | undefined,
): Promise<void> {
  if (gridId === null || gridId === undefined) return
  const grid = await tx.setup.findPlace(communityId, gridId)
  if (grid?.kind !== 'grid') throw unknownReference('/gridId')
}

const levelsOf = (path: string): number => path.split('/').length - 2

/*
 * A number that is free while the one before it is taken (or 01). Siblings are mostly numbered from 1 without
 * gaps, so doubling and then halving finds the end of the row in a few questions where reading the row would
 * take hundreds.
 */
async function nextCode(tx: Pick<Writer, 'setup'>, parent: PlaceRow): Promise<string> {
  const code = (n: number): string => String(n).padStart(2, '0')
  const taken = async (n: number): Promise<boolean> =>
    (await tx.setup.findPlaceByPath(parent.communityId, `${parent.path}${code(n)}/`)) !== null
  let free = 1
  while (await taken(free)) free *= 2
  let last = Math.floor(free / 2)
  while (free - last > 1) {
    const middle = Math.floor((free + last) / 2)
    if (await taken(middle)) last = middle
    else free = middle
  }
  return code(free)
}
