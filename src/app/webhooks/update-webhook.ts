import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from '../people/administrator.ts'
import { requireRoom } from './create-webhook.ts'
import { requireAllowed, type WebhookAddress } from './webhook-address.ts'
import { readEvents } from './webhook-events.ts'
import { getWebhookInScope, viewWebhook, type WebhookView } from './webhook-view.ts'

/** What an administrator may change of a webhook; what is left out stays. */
export interface WebhookChanges {
  readonly events?: readonly string[] | null
  readonly description?: string | null
  readonly language?: 'zh' | 'en'
  readonly active?: boolean
}

/** Changes a webhook, or takes it out of use with `active: false`: what waits for it is then not sent any more. */
export async function updateWebhook(
  { clock }: Pick<Deps, 'clock'>,
  tx: Writer,
  caller: Caller,
  {
    webhookId,
    expected,
    changes,
    address,
  }: {
    readonly webhookId: string
    readonly expected: number | null
    readonly changes: WebhookChanges
    /** The new address; `null` leaves it. */
    readonly address: WebhookAddress | null
  },
): Promise<WebhookView> {
  const row = await getWebhookInScope(tx, caller, webhookId)
  const { communityId, format } = row
  expectVersion(row, expected, 'webhook.version_conflict', viewWebhook(row))
  await requireAdministrator(tx, caller, communityId)
  if (address) requireAllowed(address, format === 'wecom' ? 'wecom' : 'standard')
  const { events, ...plain } = changes
  const changed = differences(row, {
    ...plain,
    ...(events === undefined ? {} : { events: readEvents(events) }),
    ...(address ? { url: address.url.href } : {}),
  })
  if (Object.keys(changed).length === 0) return viewWebhook(row)
  if (changed.active) await requireRoom(tx, communityId)
  if (!(await tx.targets.updateWebhook(communityId, row.id, row.version, changed)))
    throw new AppError('webhook.version_conflict')
  const view = viewWebhook({ ...row, ...changed, version: row.version + 1 })
  await recordAudit(tx, {
    communityId,
    at: clock.now(),
    actorId: caller.memberId,
    action: 'webhook.changed',
    object: `webhook:${row.id}`,
    details: { fields: Object.keys(changed).sort(), events: view.events, active: view.active },
    requestId: caller.requestId,
  })
  return view
}
