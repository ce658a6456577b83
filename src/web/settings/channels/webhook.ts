import type { paths } from '../../api/contract.ts'

type Hooks = paths['/api/v1/webhooks']['get']['responses'][200]['content']['application/json']
type Sent = paths['/api/v1/webhooks/{id}/deliveries']['get']['responses'][200]['content']['application/json']

export type Webhook = Hooks['items'][number]
export type Delivery = Sent['items'][number]

/** Where a webhook leads, short enough for a line: without what would be a key. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
