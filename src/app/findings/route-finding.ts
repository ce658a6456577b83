import type { CategoryRow, UnitRow } from '../../../db/stores/setup.ts'
import type { Route } from '../../../machines/finding/events.ts'
import { codesOf, placesOf } from '../community/unit-view.ts'
import type { Reader } from '../deps.ts'

/** What routing needs to know of a category. */
type Routed = Pick<CategoryRow, 'code' | 'defaultRole'>
/** Paths of places by id. */
type Paths = ReadonlyMap<string, string>

/**
 * The unit that a finding goes to by itself (routing of api.md, "Set-up"): among the active units whose
 * places contain the finding's and whose categories match, the ones with the most specific place, and of
 * these the ones with the most specific category: a listed leaf comes before a listed domain, and a listed
 * code before the kind alone. Exactly one left is the route; `null` means that a coordinator decides. Pure.
 * `paths` gives the path of every place that a candidate names; a place without one matches nothing.
 */
export function routeOf(
  candidates: readonly UnitRow[],
  paths: Paths,
  findingPath: string,
  category: Routed,
): Route | null {
  const matches = candidates.flatMap(unit => {
    const place = placeMatch(unit, paths, findingPath)
    const code = categoryMatch(unit, category)
    return unit.active && place !== null && code !== null ? [{ unit, place, code }] : []
  })
  const place = Math.max(...matches.map(match => match.place))
  const nearest = matches.filter(match => match.place === place)
  const code = Math.max(...nearest.map(match => match.code))
  const [only, ...others] = nearest.filter(match => match.code === code)
  if (!only || others.length > 0) return null
  const { id: unitId, kind: unitKind, external } = only.unit
  return { unitId, unitKind, external }
}

/** `routeOf` for a finding at a place, given as path, with the community's units as they are now. */
export async function getRoute(
  read: Pick<Reader, 'setup'>,
  communityId: string,
  findingPath: string,
  category: Routed,
): Promise<Route | null> {
  const units = await read.setup.unitsOf(communityId)
  const candidates = units.filter(unit => unit.active && categoryMatch(unit, category) !== null)
  return routeOf(candidates, await pathsOf(read, communityId, candidates), findingPath, category)
}

/**
 * Whether a unit is responsible for a category at a place, given as path: what a coordinator needs to
 * dispatch to it without giving a reason. Whether the unit is active is a question of its own.
 */
export async function isCompetent(
  read: Pick<Reader, 'setup'>,
  unit: UnitRow,
  findingPath: string,
  category: Routed,
): Promise<boolean> {
  if (categoryMatch(unit, category) === null) return false
  return placeMatch(unit, await pathsOf(read, unit.communityId, [unit]), findingPath) !== null
}

/*
 * How near a unit's places come: the length of the longest path that contains the finding's; `null` when none
 * does.
 */
function placeMatch(unit: UnitRow, paths: Paths, findingPath: string): number | null {
  const lengths = placesOf(unit).flatMap(id => {
    const path = paths.get(id)
    return path !== undefined && findingPath.startsWith(path) ? [path.length] : []
  })
  return lengths.length > 0 ? Math.max(...lengths) : null
}

/*
 * How exactly a unit names the category: the length of the longest code that begins it, 0 by kind, `null` not
 * at all.
 */
function categoryMatch(unit: UnitRow, category: Routed): number | null {
  const codes = codesOf(unit)
  if (codes === null) return unit.kind === category.defaultRole ? 0 : null
  const lengths = codes.filter(code => category.code.startsWith(code)).map(code => code.length)
  return lengths.length > 0 ? Math.max(...lengths) : null
}

async function pathsOf(
  read: Pick<Reader, 'setup'>,
  communityId: string,
  units: readonly UnitRow[],
): Promise<Paths> {
  const ids = [...new Set(units.flatMap(placesOf))]
  const places = await read.setup.findPlaces(communityId, ids)
  return new Map(places.map(({ id, path }) => [id, path]))
}
