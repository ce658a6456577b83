import type { InboxRow } from '../../../db/stores/inbox.ts'
import { NOTICES } from '../../../machines/ladder.ts'
import type { Caller } from '../caller.ts'
import type { Clock, Writer } from '../deps.ts'
import { ladderTimerOf } from './ladder-timer.ts'
import { getOwnItem, type OwnItem } from './own-inbox.ts'

/** Marks an item of the caller's inbox read. Read once is read: a second time changes nothing. */
export async function readNotice(
  { clock }: { clock: Clock },
  tx: Writer,
  caller: Caller,
  own: OwnItem,
): Promise<InboxRow> {
  const item = await getOwnItem(tx, caller, own)
  if (item.readAt !== null) return item
  const readAt = clock.now()
  await tx.inbox.markRead(item.communityId, caller.memberId, item.id, readAt)
  return { ...item, readAt }
}

/**
 * Acknowledges an item: somebody has taken notice and sees to it. A rung is acknowledged for everybody who heard it,
 * and its ladder stops. The first to acknowledge it stays the one who did.
 */
export async function acknowledgeNotice(
  deps: { clock: Clock },
  tx: Writer,
  caller: Caller,
  own: OwnItem,
): Promise<InboxRow> {
  const item = await readNotice(deps, tx, caller, own)
  if (item.acknowledgedAt !== null) return item
  const { communityId, recordId, topic, rung, round } = item
  const acknowledged = { acknowledgedAt: deps.clock.now(), acknowledgedBy: caller.memberId }
  const forAll = rung !== ''
  await tx.inbox.acknowledge(
    { communityId, recordId, topic, rung, round, memberId: forAll ? null : caller.memberId },
    acknowledged.acknowledgedAt,
    acknowledged.acknowledgedBy,
  )
  const ladder = await tx.ladders.find({ communityId, recordId, topic, rung })
  // An item of a round that is over is acknowledged, and does not touch the ladder of the present one.
  if (ladder && ladder.round === round && NOTICES.get(`${topic}.${rung}`)?.climbs) {
    await tx.ladders.put({ ...ladder, ...acknowledged })
    await tx.later.clearTimer({ communityId, recordId, name: ladderTimerOf({ topic, rung }) })
  }
  return { ...item, ...acknowledged }
}
