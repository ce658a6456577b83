import type { WebhookRow } from '../../../db/stores/targets.ts'
import type { Caller } from '../caller.ts'
import { findInScope } from '../community/find-in-scope.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireAdministrator } from '../people/administrator.ts'

/** How a webhook is spoken to. */
export const FORMATS = ['standard', 'wecom'] as const
export type WebhookFormat = (typeof FORMATS)[number]

/** A webhook as administrators see it: never its secret. */
export interface WebhookView {
  readonly id: string
  readonly communityId: string
  readonly format: WebhookFormat
  /** The key in a robot's address is its secret: only the end of it is shown. */
  readonly url: string
  readonly events: readonly string[] | null
  readonly description: string | null
  readonly language: 'zh' | 'en'
  readonly active: boolean
  /** Until when the secret before the present one signs, too; null when it does not. */
  readonly previousSecretUntil: string | null
  readonly createdAt: string
  readonly version: number
}

export function viewWebhook(row: WebhookRow): WebhookView {
  return {
    id: row.id,
    communityId: row.communityId,
    format: row.format === 'wecom' ? 'wecom' : 'standard',
    url: row.format === 'wecom' ? maskKey(row.url) : row.url,
    events: row.events === null ? null : (JSON.parse(row.events) as string[]),
    description: row.description,
    language: row.language === 'en' ? 'en' : 'zh',
    active: row.active,
    previousSecretUntil: row.previousUntil === null ? null : new Date(row.previousUntil).toISOString(),
    createdAt: new Date(row.createdAt).toISOString(),
    version: row.version,
  }
}

function maskKey(text: string): string {
  const url = new URL(text)
  const key = url.searchParams.get('key') ?? ''
  url.searchParams.set('key', `****${key.slice(-4)}`)
  return url.href
}

/** Gives a webhook of the caller's community; to the root administrator of any. */
export async function getWebhookInScope(
  read: Pick<Reader, 'setup' | 'targets' | 'journal'>,
  caller: Caller,
  id: string,
): Promise<WebhookRow> {
  const row = await findInScope(read, caller, communityId => read.targets.findWebhook(communityId, id))
  if (!row) throw new AppError('webhook.not_found')
  return row
}

/** The same, for administrators of the whole community only. */
export async function getOwnWebhook(
  read: Pick<Reader, 'setup' | 'targets' | 'journal'>,
  caller: Caller,
  id: string,
): Promise<WebhookRow> {
  const row = await getWebhookInScope(read, caller, id)
  await requireAdministrator(read, caller, row.communityId)
  return row
}
