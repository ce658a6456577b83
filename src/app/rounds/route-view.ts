import type { RouteRow } from '../../../db/stores/rounds.ts'
import { formatDuration } from '../../../machines/duration.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { seesRound } from './planner.ts'
import type { KeptStop } from './stops.ts'

const durationOrNull = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms))

/** A route as everybody in its scope sees it, in one of its versions. */
export function viewRoute({ id, communityId, placeId, name, active, version }: RouteRow, stops: string) {
  return {
    id,
    communityId,
    placeId,
    name,
    stops: (JSON.parse(stops) as KeptStop[]).map(({ fromMs, toMs, ...stop }) => ({
      ...stop,
      from: durationOrNull(fromMs),
      to: durationOrNull(toMs),
    })),
    active,
    version,
  }
}

export type RouteView = ReturnType<typeof viewRoute>

/** The route, if it lies in the caller's scope; otherwise it does not exist for them. */
export async function findSeenRoute(
  read: Pick<Reader, 'rounds'>,
  caller: Caller,
  id: string,
): Promise<RouteRow> {
  const row = caller.communityId === null ? null : await read.rounds.findRoute(caller.communityId, id)
  if (!row || !seesRound(caller, row)) throw new AppError('route.not_found')
  return row
}

/** A route as one of its versions had it (the present one, when none is named). */
export async function getRouteVersion(
  read: Pick<Reader, 'rounds'>,
  caller: Caller,
  id: string,
  version?: number,
): Promise<RouteView> {
  const row = await findSeenRoute(read, caller, id)
  const asked = version ?? row.version
  const stops = await read.rounds.stopsOf(row.communityId, id, asked)
  if (stops === null) throw new AppError('route.not_found')
  return viewRoute({ ...row, version: asked }, stops)
}
