import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type DeliveryView, viewDelivery } from '../notices/delivery-view.ts'
import { deliveryOf } from '../notices/fan-out-notice.ts'
import { getOwnWebhook } from './webhook-view.ts'

/** Posts a test message to a webhook; how it went is seen in the delivery that this answers. */
export async function testWebhook(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  webhookId: string,
): Promise<DeliveryView> {
  const { communityId, id: recordId, format, active } = await getOwnWebhook(tx, caller, webhookId)
  if (!active) throw new AppError('webhook.not_in_use')
  const createdAt = clock.now()
  const id = chance.id(createdAt)
  const row = deliveryOf(
    { communityId, id, topic: 'test', rung: '', level: 0, round: 0, recordType: 'webhook', recordId },
    {
      id,
      channel: format === 'wecom' ? 'wecom' : 'webhook',
      targetId: recordId,
      urgent: false,
      createdAt,
      nextAt: createdAt,
    },
  )
  await tx.deliveries.insert(row)
  return viewDelivery(row)
}
