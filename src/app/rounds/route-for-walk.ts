import type { PatrolRoute } from '../../../machines/patrol/route.ts'
import type { Reader } from '../deps.ts'
import type { KeptStop } from './stops.ts'

/** A route in its present version as a patrol keeps it; `null` for one that is not there, out of use, or elsewhere. */
export async function routeForWalk(
  read: Pick<Reader, 'rounds'>,
  place: { readonly communityId: string; readonly path: string },
  routeId: string,
): Promise<PatrolRoute | null> {
  const { communityId, path } = place
  const row = await read.rounds.findRoute(communityId, routeId)
  if (!row?.active || !row.placePath.startsWith(path)) return null
  const stops = await read.rounds.stopsOf(communityId, routeId, row.version)
  return {
    id: row.id,
    version: row.version,
    stops: (JSON.parse(stops ?? '[]') as KeptStop[]).map(
      ({ checkpointId, placeId, mandatory, fromMs, toMs }) => ({
        checkpointId,
        placeId,
        mandatory,
        fromMs,
        toMs,
      }),
    ),
  }
}
