import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { createGuardedPost } from '../../workers/notify/guarded-post.ts'
import { createWebhookChannel } from '../../workers/notify/webhook.ts'
import { openHttpReceiver } from '../support/receivers.ts'
import { describeChannel, messageTo } from './channel-suite.ts'

const ANSWERS = {
  takes: { status: 204 },
  'is in trouble': { status: 503, body: 'wang@example.org' },
  'refuses for good': { status: 410, body: 'wang@example.org' },
  hangs: null,
}

async function openWebhook() {
  const receiver = await openHttpReceiver()
  const addresses = createOutwardAddresses({ allow: ['127.0.0.0/8'] })
  return { receiver, channel: createWebhookChannel(createGuardedPost({ addresses, patienceMs: 2_000 })) }
}

describeChannel('a webhook', async () => {
  const { receiver, channel } = await openWebhook()
  return {
    channel,
    address: `${receiver.url}/hook`,
    taken: () => receiver.received.map(({ headers }) => String(headers['webhook-id'])),
    idOf: taken => taken,
    behave: how => receiver.answer(() => ANSWERS[how]),
    unreachable: { channel, address: 'http://127.0.0.1:1/' },
  }
})

describe('a signed webhook', () => {
  /* The third party's verification looks at the present time, so the message is of now. */
  const now = (): { at: number } => ({ at: Date.now() })

  it('is accepted by an independent verifier, also with the secret before the present one', async () => {
    const { receiver, channel } = await openWebhook()
    const secrets = [8, 7].map(byte => `whsec_${Buffer.alloc(32, byte).toString('base64')}`)
    await channel.send(messageTo(receiver.url, { ...now(), secrets }))
    const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]]
    for (const secret of secrets)
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
        type: 'finding.handle.overdue',
        timestamp: '2025-10-13T00:59:00.000Z',
        data: { recordId: '0199db14-0000-7000-8000-000000000001', number: '2025-000001', topic: 'handle' },
      })
  })

  it('is refused by it when a byte was changed or ten minutes have passed', async () => {
    const { receiver, channel } = await openWebhook()
    const message = messageTo(receiver.url, now())
    await channel.send(message)
    await channel.send({ ...message, at: message.at - 600_000 })
    const verifier = new Webhook(message.secrets[0]!)
    const [fresh, old] = receiver.received
    const verify = (body: string, headers: object) => verifier.verify(body, headers as Record<string, string>)
    expect(() => verify(fresh!.body.replace('000001', '000002'), fresh!.headers)).toThrow()
    expect(() => verify(old!.body, old!.headers)).toThrow()
  })

  it('comes again when the other side says so, and is not led elsewhere', async () => {
    const { receiver, channel } = await openWebhook()
    const elsewhere = await openHttpReceiver()
    receiver.answer(() => ({ status: 302, headers: { location: elsewhere.url } }))
    expect(await channel.send(messageTo(receiver.url))).toEqual({ result: 'later', why: 'http.302' })
    expect(elsewhere.connections()).toBe(0)
    receiver.answer(() => ({ status: 429, headers: { 'retry-after': '90' } }))
    expect(await channel.send(messageTo(receiver.url))).toMatchObject({ why: 'http.429', afterMs: 90_000 })
  })

  it('reads no more of an answer than a little', async () => {
    const { receiver, channel } = await openWebhook()
    receiver.answer(() => ({ status: 200, body: 'x'.repeat(5_000_000) }))
    expect(await channel.send(messageTo(receiver.url))).toEqual({ result: 'sent' })
  })
})
