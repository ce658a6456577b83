import { type Caller, communityOf } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { type SquadView, viewSquad } from './squad-view.ts'

/** Lists the squads of a community. */
export async function listSquads(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  query: PageRequest & { readonly communityId?: string },
): Promise<Page<SquadView>> {
  const communityId = communityOf(caller, query.communityId)
  await getCommunity(read, communityId)
  const rows = await read.setup.listSquads(communityId, startOf(query), query.limit + 1)
  return pageOf(rows, query.limit, ({ id }) => id, viewSquad)
}
