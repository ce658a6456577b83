import { type Caller, communityOf } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { requireAdministrator } from '../people/administrator.ts'
import { getOwnWebhook } from '../webhooks/webhook-view.ts'
import { type DeliveryState, type DeliveryView, viewDelivery } from './delivery-view.ts'
import type { ChannelName } from './message.ts'

type Stores = Pick<Reader, 'journal' | 'setup' | 'targets' | 'deliveries'>

/** Lists what goes and went outside from a community, the latest first, for its administrators. */
export async function listDeliveries(
  read: Stores,
  caller: Caller,
  query: PageRequest & {
    readonly communityId?: string
    readonly state?: DeliveryState
    readonly channel?: ChannelName
  },
): Promise<Page<DeliveryView>> {
  const communityId = communityOf(caller, query.communityId)
  await getCommunity(read, communityId)
  await requireAdministrator(read, caller, communityId)
  const { state, channel, limit } = query
  const rows = await read.deliveries.list({
    communityId,
    ...(state === undefined ? {} : { state }),
    ...(channel === undefined ? {} : { channel }),
    before: startOf(query),
    limit: limit + 1,
  })
  return pageOf(rows, limit, ({ id }) => id, viewDelivery)
}

/** The same for one webhook. */
export async function listDeliveriesTo(
  read: Stores,
  caller: Caller,
  webhookId: string,
  query: PageRequest & { readonly state?: DeliveryState },
): Promise<Page<DeliveryView>> {
  const { communityId, id } = await getOwnWebhook(read, caller, webhookId)
  const { state, limit } = query
  const rows = await read.deliveries.list({
    communityId,
    targetId: id,
    ...(state === undefined ? {} : { state }),
    before: startOf(query),
    limit: limit + 1,
  })
  return pageOf(rows, limit, row => row.id, viewDelivery)
}
