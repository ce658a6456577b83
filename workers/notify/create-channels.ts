import type { ChannelName } from '../../src/app/notices/message.ts'
import type { OutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { type Channel, PATIENCE_MS } from './channel.ts'
import { createEmailChannel } from './email.ts'
import { createGuardedPost } from './guarded-post.ts'
import { createWebhookChannel } from './webhook.ts'
import { createWecomChannel } from './wecom.ts'

export type Channels = Readonly<Record<ChannelName, Channel>>

export interface ChannelsOptions {
  /** `null`: this installation sends no mail. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  readonly addresses: OutwardAddresses
}

/** Every way out, ready to send. */
export function createChannels({ smtpUrl, mailFrom, addresses }: ChannelsOptions): Channels {
  const post = createGuardedPost({ addresses, patienceMs: PATIENCE_MS })
  return {
    email: smtpUrl === null ? NO_MAIL : createEmailChannel({ smtpUrl, from: mailFrom }),
    webhook: createWebhookChannel(post),
    wecom: createWecomChannel(post),
  }
}

/** What was posted while there was a mail server waits for one to come back. */
const NO_MAIL: Channel = {
  send: async () => ({ result: 'later', why: 'smtp.not_set_up' }),
  close: () => undefined,
}
