import type { Caller } from '../caller.ts'
import type { Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { requirePlanner } from './planner.ts'
import { findSeenRoute, type RouteView, viewRoute } from './route-view.ts'
import { checkStops, type StopInput } from './stops.ts'

/** What may be changed of a route; what is left out stays. */
export interface RouteChanges {
  readonly name?: string
  /** All stops the route is to have. */
  readonly stops?: readonly StopInput[]
  readonly active?: boolean
}

/** Moves a route to a new version; patrols that are planned already keep the one they were planned with. */
export async function updateRoute(
  tx: Writer,
  caller: Caller,
  {
    id,
    expected,
    changes,
  }: { readonly id: string; readonly expected: number | null; readonly changes: RouteChanges },
): Promise<RouteView> {
  const row = await findSeenRoute(tx, caller, id)
  const { communityId, version } = row
  const stopsNow = (await tx.rounds.stopsOf(communityId, id, version)) ?? '[]'
  expectVersion(row, expected, 'route.version_conflict', viewRoute(row, stopsNow))
  await requirePlanner(tx, caller, row.placePath)
  const { name, stops, active } = changes
  const place = { communityId, path: row.placePath }
  const next = stops === undefined ? stopsNow : JSON.stringify(await checkStops(tx, place, stops))
  const changed = differences(row, { name: name?.normalize('NFC').trim(), active })
  if (Object.keys(changed).length === 0 && next === stopsNow) return viewRoute(row, stopsNow)
  if (!(await tx.rounds.updateRoute(communityId, id, version, changed, next)))
    throw new AppError('route.version_conflict')
  return viewRoute({ ...row, ...changed, version: version + 1 }, next)
}
