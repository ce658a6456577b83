import { type Caller, communityOf } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { requireAdministrator } from '../people/administrator.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

/** Lists the webhooks of a community, for its administrators. */
export async function listWebhooks(
  read: Pick<Reader, 'setup' | 'targets' | 'journal'>,
  caller: Caller,
  query: PageRequest & { readonly communityId?: string },
): Promise<Page<WebhookView>> {
  const communityId = communityOf(caller, query.communityId)
  await getCommunity(read, communityId)
  await requireAdministrator(read, caller, communityId)
  const rows = await read.targets.listWebhooks(communityId, startOf(query), query.limit + 1)
  return pageOf(rows, query.limit, ({ id }) => id, viewWebhook)
}
