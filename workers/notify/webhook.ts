import { createHmac } from 'node:crypto'
import type { Channel } from './channel.ts'
import type { GuardedPost } from './guarded-post.ts'

/**
 * Webhooks after Standard Webhooks 1.0.0: one notice a request, signed with HMAC-SHA256 over id, timestamp and body. Any
 * 2xx is a yes; 410 says that nobody is there any more; everything else, redirects among it, is tried again.
 */
export function createWebhookChannel(post: GuardedPost): Channel {
  return {
    async send({ id, at, address, secrets, notices: [notice] }) {
      const body = JSON.stringify({
        type: notice.type,
        timestamp: new Date(notice.at).toISOString(),
        data: notice.data,
      })
      const timestamp = Math.floor(at / 1_000)
      const answer = await post(address, {
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': secrets.map(secret => sign(secret, `${id}.${timestamp}.${body}`)).join(' '),
        },
        body,
      })
      if ('failed' in answer) return { result: 'later', why: answer.failed }
      const { status, retryAfterMs } = answer
      if (status >= 200 && status < 300) return { result: 'sent' }
      const why = `http.${status}`
      if (status === 410) return { result: 'never', why, gone: true }
      return { result: 'later', why, ...(retryAfterMs === null ? {} : { afterMs: retryAfterMs }) }
    },
    close: () => undefined,
  }
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}
