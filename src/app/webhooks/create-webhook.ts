import { type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from '../people/administrator.ts'
import { requireAllowed, type WebhookAddress } from './webhook-address.ts'
import { readEvents } from './webhook-events.ts'
import { newSecret } from './webhook-secret.ts'
import { viewWebhook, type WebhookFormat, type WebhookView } from './webhook-view.ts'

/** More than a community needs; each hears of everything that happens. */
const MOST_WEBHOOKS = 50

export interface WebhookInput {
  /** Made by the client, when it wants to be able to send the webhook again. */
  readonly id?: string
  readonly communityId?: string
  readonly format?: WebhookFormat
  readonly events?: readonly string[] | null
  readonly description?: string | null
  readonly language?: 'zh' | 'en'
}

/**
 * Adds a webhook to a community. Its signing secret is in this answer and in no other; the robot of a group has none.
 * The same client id with the same content answers the webhook that exists (`created` false), without the secret.
 */
export async function createWebhook(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  input: WebhookInput,
  address: WebhookAddress,
): Promise<{ created: boolean; view: WebhookView & { readonly secret?: string } }> {
  const communityId = communityOf(caller, input.communityId)
  await getCommunity(tx, communityId)
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  const { format = 'standard', language = 'zh', description = null } = input
  const events = readEvents(input.events ?? null)
  const url = address.url.href
  const content = { format, url, events, description, language }
  const claim =
    input.id === undefined ? 'new' : await claimId(tx, { communityId, kind: 'webhook', id, content })
  const existing = input.id === undefined ? null : await tx.targets.findWebhook(communityId, id)
  if (existing && claim === 'new') throw new AppError('request.id_conflict')
  await requireAdministrator(tx, caller, communityId)
  if (existing) return { created: false, view: viewWebhook(existing) }

  requireAllowed(address, format)
  await requireRoom(tx, communityId)
  const secret = format === 'standard' ? newSecret(chance) : ''
  const row = {
    communityId,
    id,
    ...content,
    secret,
    previousSecret: null,
    previousUntil: null,
    active: true,
    createdAt: at,
    version: 1,
  }
  await tx.targets.insertWebhook(row)
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'webhook.created',
    object: `webhook:${id}`,
    details: { format, events: input.events ?? null },
    requestId: caller.requestId,
  })
  return { created: true, view: { ...viewWebhook(row), ...(secret === '' ? {} : { secret }) } }
}

/** Refuses one more webhook in use when there are as many as there may be. */
export async function requireRoom(tx: Writer, communityId: string): Promise<void> {
  if ((await tx.targets.activeWebhooks(communityId)).length >= MOST_WEBHOOKS)
    throw new AppError('webhook.too_many', { values: { most: MOST_WEBHOOKS } })
}
