import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf, totalOf } from '../page.ts'
import { type CommunityView, communityView } from './community-view.ts'

/** One page of all communities for the root administrator; everybody else sees their own one. */
export async function listCommunities(
  read: Reader,
  caller: Caller,
  request: PageRequest,
): Promise<Page<CommunityView>> {
  const after = startOf(request)
  if (caller.communityId !== null) {
    const own = await read.setup.findCommunity(caller.communityId)
    const items = own && own.id > after ? [communityView(own)] : []
    return { items, nextCursor: null, ...(request.count ? { total: own ? 1 : 0 } : {}) }
  }
  const rowsAfter = (id: string, limit: number) => read.setup.listCommunities(id, limit)
  const rows = await rowsAfter(after, request.limit + 1)
  return {
    ...pageOf(rows, request.limit, row => row.id, communityView),
    ...(await totalOf(request, rowsAfter, row => row.id)),
  }
}
