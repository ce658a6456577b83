import type { Caller } from '../caller.ts'
import type { Clock, Writer } from '../deps.ts'
import { recordAudit } from '../journal/audit-log.ts'

/**
 * Enters into a community's audit log whose names and phone numbers somebody was shown. One's own are no secret from
 * oneself, so reading them leaves no entry.
 */
export async function recordNamesRead(
  clock: Clock,
  tx: Writer,
  caller: Caller,
  { communityId, ids }: { readonly communityId: string; readonly ids: readonly string[] },
): Promise<void> {
  const memberIds = ids.filter(id => id !== caller.memberId)
  if (memberIds.length === 0) return
  await recordAudit(tx, {
    communityId,
    at: clock.now(),
    actorId: caller.memberId,
    action: 'members.read',
    object: `community:${communityId}`,
    details: { memberIds },
    requestId: caller.requestId,
  })
}
