import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from '../people/administrator.ts'
import { newSecret } from './webhook-secret.ts'
import { getWebhookInScope, viewWebhook, type WebhookView } from './webhook-view.ts'

/** So long everything is signed with both, so that the other side may change over in its own time. */
const BOTH_SIGN_MS = 24 * 3_600_000

/** Gives a webhook a new signing secret, shown in this answer and in no other. */
export async function rotateSecret(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  { webhookId, expected }: { readonly webhookId: string; readonly expected: number | null },
): Promise<WebhookView & { readonly secret: string }> {
  const row = await getWebhookInScope(tx, caller, webhookId)
  const { communityId } = row
  expectVersion(row, expected, 'webhook.version_conflict', viewWebhook(row))
  await requireAdministrator(tx, caller, communityId)
  if (row.format !== 'standard') throw new AppError('webhook.unsigned')
  const at = clock.now()
  const secret = newSecret(chance)
  const changed = { secret, previousSecret: row.secret, previousUntil: at + BOTH_SIGN_MS }
  if (!(await tx.targets.updateWebhook(communityId, row.id, row.version, changed)))
    throw new AppError('webhook.version_conflict')
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'webhook.secret_rotated',
    object: `webhook:${row.id}`,
    details: {},
    requestId: caller.requestId,
  })
  return { ...viewWebhook({ ...row, ...changed, version: row.version + 1 }), secret }
}
