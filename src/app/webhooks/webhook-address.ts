import type { Caller } from '../caller.ts'
import type { Outside } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import type { OutwardAddress } from './outward-addresses.ts'
import type { WebhookFormat } from './webhook-view.ts'

/** A webhook's address as it is kept, and what was found when it was looked at. */
export interface WebhookAddress {
  readonly url: URL
  /** `null` for a caller who may not set it anyway: nobody else makes us ask for names. */
  readonly found: OutwardAddress | null
}

/** Reads an address and looks at it; before the transaction, which may wait for its own queries only. */
export async function lookAtAddress(outside: Outside, caller: Caller, text: string): Promise<WebhookAddress> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw invalidValue('/url', 'has to be an https address')
  if (url.username !== '' || url.password !== '')
    throw invalidValue('/url', 'must not hold a login; the signature says who sends')
  url.hash = ''
  const mayAsk = caller.roles.some(({ role }) => role === 'admin')
  return { url, found: mayAsk ? await outside.addresses.choose(url) : null }
}

/**
 * Refuses an address that this installation does not send to. A name that nobody knows at this moment passes: it is
 * looked at again at each sending, and the delivery says so.
 */
export function requireAllowed({ url, found }: WebhookAddress, format: WebhookFormat): void {
  if (format === 'wecom' && !url.searchParams.get('key'))
    throw invalidValue('/url', 'the address of a WeCom robot ends in ?key=…')
  if (found === null || !('refused' in found)) return
  if (found.refused === 'not_public') throw new AppError('webhook.address_refused')
  if (found.refused === 'not_https' || url.protocol !== 'https:') throw new AppError('webhook.https_required')
}
