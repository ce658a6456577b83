import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { roundsSeenBy } from './planner.ts'
import { type RouteView, viewRoute } from './route-view.ts'

/** One page of the routes in the caller's scope; those out of use are among them. */
export async function listRoutes(
  read: Pick<Reader, 'rounds'>,
  caller: Caller,
  request: PageRequest,
): Promise<Page<RouteView>> {
  const { communityId } = caller
  if (communityId === null) return { items: [], nextCursor: null }
  const query = { communityId, paths: roundsSeenBy(caller), after: startOf(request) }
  const page = pageOf(
    await read.rounds.listRoutes({ ...query, limit: request.limit + 1 }),
    request.limit,
    ({ id }) => id,
    row => row,
  )
  const items: RouteView[] = []
  for (const row of page.items)
    items.push(viewRoute(row, (await read.rounds.stopsOf(communityId, row.id, row.version)) ?? '[]'))
  return { ...page, items }
}
