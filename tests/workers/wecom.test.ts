import { describe, expect, it } from 'vitest'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { createGuardedPost } from '../../workers/notify/guarded-post.ts'
import { createWecomChannel } from '../../workers/notify/wecom.ts'
import { openHttpReceiver } from '../support/receivers.ts'
import { describeChannel, messageTo } from './channel-suite.ts'

const says = (errcode: number) => ({
  status: 200,
  body: JSON.stringify({ errcode, errmsg: 'robot of wang' }),
})
const ANSWERS = {
  takes: says(0),
  'is in trouble': { status: 502 },
  'refuses for good': says(93_000),
  hangs: null,
}

async function openRobot() {
  const receiver = await openHttpReceiver()
  receiver.answer(() => says(0))
  const addresses = createOutwardAddresses({ allow: ['127.0.0.0/8'] })
  const channel = createWecomChannel(createGuardedPost({ addresses, patienceMs: 2_000 }))
  return { receiver, channel, address: `${receiver.url}/cgi-bin/webhook/send?key=abc` }
}

/* The platform has no field for an id: the text is the same over all attempts, which is as near as it gets. */
describeChannel('the robot of a group', async () => {
  const { receiver, channel, address } = await openRobot()
  return {
    channel,
    address,
    taken: () => receiver.received.map(({ body }) => body),
    idOf: taken => taken,
    behave: how => receiver.answer(() => ANSWERS[how]),
    unreachable: { channel, address: 'http://127.0.0.1:1/?key=abc' },
  }
})

describe('a message to a group', () => {
  it('is markdown of at most 4 096 bytes that counts what it cannot show', async () => {
    const { receiver, channel, address } = await openRobot()
    const [notice] = messageTo(address).notices
    const long = { ...notice, body: '楼'.repeat(400) }
    await channel.send(messageTo(address, { notices: [long, long, long, long, long], more: 7 }))
    const { msgtype, markdown } = JSON.parse(receiver.received[0]!.body)
    expect(msgtype).toBe('markdown')
    expect(Buffer.byteLength(markdown.content)).toBeLessThanOrEqual(4_096)
    expect(markdown.content).toMatch(/另有 9 条$/)
  })

  it('does not let a name become a mention or a link', async () => {
    const { receiver, channel, address } = await openRobot()
    const [notice] = messageTo(address).notices
    await channel.send(
      messageTo(address, { notices: [{ ...notice, body: '<@all> [点我](https://x.example)' }] }),
    )
    expect(receiver.received[0]!.body).not.toMatch(/<@|\]\(/)
  })

  it('waits a minute when the platform says that it is too fast', async () => {
    const { receiver, channel, address } = await openRobot()
    receiver.answer(() => says(45_009))
    expect(await channel.send(messageTo(address))).toEqual({
      result: 'later',
      why: 'wecom.45009',
      afterMs: 60_000,
    })
  })
})
