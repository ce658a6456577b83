import type { Caller } from './caller.ts'
import { type CommunityView, communityView } from './community-view.ts'
import type { Reader } from './deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from './page.ts'

/** One page of all communities for the root administrator; everybody else sees their own one. */
export async function listCommunities(
  read: Reader,
  caller: Caller,
  request: PageRequest,
): Promise<Page<CommunityView>> {
  const after = startOf(request)
  if (caller.communityId === null) {
    const rows = await read.setup.listCommunities(after, request.limit + 1)
    return pageOf(rows, request.limit, row => row.id, communityView)
  }
  const own = await read.setup.findCommunity(caller.communityId)
  return { items: own && own.id > after ? [communityView(own)] : [], nextCursor: null }
}
