import type { PlaceRow, UnitRow } from '../../../db/stores/setup.ts'
import type { FindingPolicy } from '../../../machines/finding/events.ts'
import { getCommunity } from '../community/community.ts'
import { placesOf } from '../community/unit-view.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { nameKey } from './read-cells.ts'
import type { Surroundings } from './understand-finding.ts'

/** What the findings of a ledger are told with: everything of the community that their words may name. */
export interface Ledger extends Surroundings {
  readonly communityId: string
  readonly policy: FindingPolicy
  readonly rootPlace: PlaceRow
  readonly countedAtRoot: readonly string[]
  readonly unitRows: readonly UnitRow[]
  readonly pathsOfPlaces: ReadonlyMap<string, string>
}

const PAGE = 1_000

/** Reads a community's set-up once, for all rows of a file. */
export async function readLedger(
  { read, clock }: { read: Reader; clock: Clock },
  communityId: string,
): Promise<Ledger> {
  const { row, policy } = await getCommunity(read, communityId)
  const rootPlace = await read.setup.findPlace(communityId, row.rootPlaceId)
  if (!rootPlace) throw new AppError('community.not_found')
  const places = await allPlaces(read, communityId)
  const unitRows = (await read.setup.unitsOf(communityId)).filter(({ active }) => active)
  const categories = (await read.setup.listCategories(communityId)).filter(({ active }) => active)
  const named = unitRows.flatMap(placesOf)
  const paths = new Map(places.map(({ id, path }) => [id, path]))
  return {
    communityId,
    timeZone: row.timeZone,
    now: clock.now(),
    // A ledger has no photos, and what it closed it closed by its own rules.
    policy: {
      autoRegister: false,
      autoDispatch: false,
      closeOnPass: policy.closeOnPass,
      reworkOnFail: policy.reworkOnFail,
      beforePhoto: false,
      independentCheck: policy.independentCheck,
      minReworkShare: policy.minReworkShare,
      minReworkMs: policy.minReworkMs,
    },
    rootPlace,
    countedAtRoot: JSON.parse(rootPlace.countedPlaces) as string[],
    unitRows,
    pathsOfPlaces: new Map(named.flatMap(id => (paths.has(id) ? [[id, paths.get(id) as string]] : []))),
    categories: byName(categories, ({ code, nameZh, nameEn }) => [code, nameZh, nameEn]),
    places: byName(places, placeNames(places)),
    units: byName(unitRows, ({ id, name }) => [id, name]),
  }
}

export async function allPlaces(read: Reader, communityId: string): Promise<PlaceRow[]> {
  const places: PlaceRow[] = []
  for (;;) {
    const page = await read.setup.listPlaces(communityId, {}, places.at(-1)?.path ?? '', PAGE)
    places.push(...page.filter(({ active }) => active))
    if (page.length < PAGE) return places
  }
}

/** What each place may be called: by its way down, with the community's own name or without, or by its name alone. */
export function placeNames(places: readonly PlaceRow[]): (place: PlaceRow) => readonly string[] {
  const skip = (places.find(({ parentId }) => parentId === null)?.namePath.length ?? 0) + 1
  return ({ id, path, name, namePath }) => [id, path, namePath, namePath.slice(skip), name]
}

/** Things by the names they have; a name that two of them have names neither. */
export function byName<Item>(
  items: readonly Item[],
  namesOf: (item: Item) => readonly string[],
): Map<string, Item> {
  const known = new Map<string, Item | null>()
  for (const item of items)
    for (const name of new Set(namesOf(item).map(nameKey)))
      if (name !== '') known.set(name, known.has(name) ? null : item)
  return new Map([...known].flatMap(([name, item]) => (item === null ? [] : [[name, item] as const])))
}
