import type { Deps, Writer } from '../deps.ts'
import { recordAudit } from '../journal/audit-log.ts'
import type { Outcome } from './message.ts'
import { retryPause } from './retry-pause.ts'
import type { TakenMessage } from './take-up-deliveries.ts'

/** How the deliveries of a message stand afterwards; `stale` when somebody else has taken them up meanwhile. */
export type Settled = 'sent' | 'waiting' | 'dead' | 'stale'

/**
 * Marks the deliveries of a message by how its sending ended: sent, to be tried again later, or dead. A sender whose
 * lease ended and whose rows were taken up by another marks nothing. A webhook that says it is gone is taken out of use.
 */
export async function settleDelivery(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { target, id, rows }: TakenMessage,
  outcome: Outcome,
): Promise<Settled> {
  return db.transaction(async tx => {
    const now = clock.now()
    const attempts = rows[0].attempts + 1
    const pause = outcome.result === 'later' ? retryPause(id, attempts, outcome.afterMs) : null
    const state = outcome.result === 'sent' ? 'sent' : pause === null ? 'dead' : 'waiting'
    let marked = 0
    for (const { communityId, id: rowId, fence } of rows) {
      const kept = await tx.deliveries.settle({
        communityId,
        id: rowId,
        fence,
        state,
        attempts,
        nextAt: pause === null ? null : now + pause,
        sentAt: state === 'sent' ? now : null,
        lastError: outcome.result === 'sent' ? null : outcome.why,
      })
      if (kept) marked += 1
    }
    if (marked === 0) return 'stale'
    if (outcome.result === 'never' && outcome.gone) await retire(tx, target, now)
    return state
  }, target.communityId)
}

async function retire(tx: Writer, target: TakenMessage['target'], at: number): Promise<void> {
  const { communityId, targetId } = target
  const webhook = await tx.targets.findWebhook(communityId, targetId)
  if (!webhook?.active) return
  await tx.targets.updateWebhook(communityId, targetId, webhook.version, { active: false })
  await recordAudit(tx, {
    communityId,
    at,
    actorId: null,
    action: 'webhook.retired',
    object: `webhook:${targetId}`,
    details: { active: false },
    requestId: null,
  })
}
