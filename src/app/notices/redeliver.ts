import type { Caller } from '../caller.ts'
import { findInScope } from '../community/find-in-scope.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireAdministrator } from '../people/administrator.ts'
import { type DeliveryView, viewDelivery } from './delivery-view.ts'

/**
 * Begins a delivery anew, whether it is dead, was sent, or waits for its next attempt: at once, with all its attempts
 * before it, and under the same id, so that a receiver who had it can tell.
 */
export async function redeliver(
  { clock }: Pick<Deps, 'clock'>,
  tx: Writer,
  caller: Caller,
  { deliveryId, webhookId }: { readonly deliveryId: string; readonly webhookId?: string },
): Promise<DeliveryView> {
  const row = await findInScope(tx, caller, communityId => tx.deliveries.find(communityId, deliveryId))
  if (!row || (webhookId !== undefined && row.targetId !== webhookId))
    throw new AppError('delivery.not_found')
  const { communityId, id, channel, targetId } = row
  await requireAdministrator(tx, caller, communityId)
  if (channel !== 'email' && !(await tx.targets.findWebhook(communityId, targetId))?.active)
    throw new AppError('webhook.not_in_use')
  await tx.deliveries.begin(communityId, id, clock.now())
  const begun = await tx.deliveries.find(communityId, id)
  return viewDelivery(begun ?? row)
}
