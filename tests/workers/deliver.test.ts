import { describe, expect, it } from 'vitest'
import { deliveryOf, fanOutNotice } from '../../src/app/notices/fan-out-notice.ts'
import { pacesOf } from '../../src/app/notices/paces.ts'
import { settleDelivery } from '../../src/app/notices/settle-delivery.ts'
import { releaseTaken, takeUpMessage } from '../../src/app/notices/take-up-deliveries.ts'
import { createDeliverer } from '../../workers/deliver.ts'
import { buildCommunity } from '../support/community.ts'
import { openHouse } from '../support/house.ts'
import { addWebhook, deliveriesOf, subscribe, tell } from '../support/notices.ts'
import { recordingChannels } from '../support/recording-channel.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function openPost(webhookPerMinute = 20) {
  const deps = await openHouse()
  const community = await buildCommunity(deps)
  const manager = await community.member('李经理', ['unit_manager'], { unitId: community.units.property })
  const { id: recordId, number } = await community.report(await community.member('陈社工', ['coordinator']))
  const channels = recordingChannels()
  const paces = pacesOf({ webhookPerMinute })
  const failures: string[] = []
  const deliverer = createDeliverer(deps, { channels, paces, onFailure: what => failures.push(what) })
  let round = 0
  return {
    deps,
    community,
    manager,
    number,
    channels,
    paces,
    failures,
    deliverer,
    /** A notice of its own, fanned out. */
    async notice(memberIds: readonly string[], rung = 'overdue') {
      round += 1
      const record = { communityId: community.id, recordId }
      const { communityId, id } = await tell(deps, record, memberIds, { rung, round })
      await fanOutNotice(deps, communityId, id)
    },
    async sweep() {
      await deliverer.sweep()
      await deliverer.idle()
    },
    rows: () => deliveriesOf(deps, community.id),
  }
}

describe('mail', () => {
  it('brings everything that is due for a mailbox as one message', async () => {
    const { deps, manager, number, channels, notice, sweep, rows } = await openPost()
    await subscribe(deps, manager, { digestAt: '18:00' })
    for (let n = 0; n < 3; n += 1) await notice([manager.memberId])
    await sweep()
    expect(channels.email.taken).toEqual([])
    deps.clock.set('2025-10-13T18:00:00+08:00')
    await sweep()
    const [message, ...more] = channels.email.taken
    expect(more).toEqual([])
    expect(message?.notices.map(({ title }) => title)).toEqual(Array(3).fill(`已超期:${number} 楼道堆物`))
    expect(message?.id).toBe((await rows())[0]?.id)
    expect((await rows()).map(({ state, sentAt }) => [state, sentAt])).toEqual(
      Array(3).fill(['sent', deps.clock.now()]),
    )
  })

  it('comes once in ten minutes to a member, a red card at once', async () => {
    const { deps, manager, channels, notice, sweep } = await openPost()
    await subscribe(deps, manager)
    await notice([manager.memberId])
    await sweep()
    await notice([manager.memberId])
    await sweep()
    expect(channels.email.taken).toHaveLength(1)
    deps.clock.pass(10 * MINUTE)
    await sweep()
    expect(channels.email.taken).toHaveLength(2)
    await notice([manager.memberId])
    await notice([manager.memberId], 'red')
    await sweep()
    expect(channels.email.taken).toHaveLength(3)
    expect(channels.email.taken[2]?.notices.map(({ type }) => type)).toEqual([
      'finding.handle.red',
      'finding.handle.overdue',
    ])
  })

  it('keeps a message together over its attempts, and what came later apart', async () => {
    const { deps, manager, channels, notice, sweep } = await openPost()
    await subscribe(deps, manager)
    channels.email.answer(() => ({ result: 'later', why: 'smtp.421' }))
    await notice([manager.memberId])
    await notice([manager.memberId])
    await sweep()
    channels.email.answer(() => ({ result: 'sent' }))
    await notice([manager.memberId])
    deps.clock.pass(10 * MINUTE)
    await sweep()
    const [first, again, later] = channels.email.taken
    expect([again?.id, again?.notices.length]).toEqual([first?.id, 2])
    expect(later?.notices).toHaveLength(1)
    expect(later?.id).not.toBe(first?.id)
  })

  it('no longer goes to who has had enough', async () => {
    const { deps, manager, channels, notice, sweep, rows } = await openPost()
    await subscribe(deps, manager)
    await notice([manager.memberId])
    await subscribe(deps, manager, { mail: 'off' })
    await sweep()
    expect(channels.email.taken).toEqual([])
    expect((await rows())[0]).toMatchObject({ state: 'dead', lastError: 'not_wanted', nextAt: null })
  })
})

describe('a delivery that fails', () => {
  it('is tried again with growing pauses under one id, and then is dead and told of', async () => {
    const { deps, community, channels, failures, notice, sweep, rows } = await openPost()
    await addWebhook(deps, community.id)
    channels.webhook.answer(() => ({ result: 'later', why: 'http.500' }))
    await notice([])
    const waits: number[] = []
    for (;;) {
      await sweep()
      const [row] = await rows()
      if (row?.nextAt === null || row === undefined) break
      const wait = row.nextAt - deps.clock.now()
      waits.push(wait)
      deps.clock.pass(wait - 1)
      await sweep()
      deps.clock.pass(5_000)
    }
    const pauses = [5_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR]
    expect(waits).toHaveLength(pauses.length)
    waits.forEach((wait, n) => {
      expect(wait / pauses[n]!).toBeGreaterThanOrEqual(1)
      expect(wait / pauses[n]!).toBeLessThanOrEqual(1.2)
    })
    expect(channels.webhook.taken).toHaveLength(9)
    expect(new Set(channels.webhook.taken.map(({ id }) => id))).toEqual(new Set([(await rows())[0]?.id]))
    expect((await rows())[0]).toMatchObject({ state: 'dead', attempts: 9, lastError: 'http.500' })
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain('http.500')
  })

  it('waits as long as the other side asks for', async () => {
    const { deps, community, channels, notice, sweep, rows } = await openPost()
    await addWebhook(deps, community.id)
    channels.webhook.answer(() => ({ result: 'later', why: 'http.429', afterMs: 90_000 }))
    await notice([])
    await sweep()
    expect((await rows())[0]?.nextAt).toBe(deps.clock.now() + 90_000)
  })

  it('ends the webhook when there is nobody any more', async () => {
    const { deps, community, channels, notice, sweep, rows } = await openPost()
    const { id } = await addWebhook(deps, community.id)
    await notice([])
    await notice([])
    channels.webhook.answer(() => ({ result: 'never', why: 'http.410', gone: true }))
    await sweep()
    expect(channels.webhook.taken).toHaveLength(1)
    expect((await rows()).map(({ state, lastError }) => [state, lastError])).toEqual([
      ['dead', 'http.410'],
      ['dead', 'not_in_use'],
    ])
    expect((await deps.db.read.targets.findWebhook(community.id, id))?.active).toBe(false)
    const entries = await deps.db.read.journal.auditAfter(community.id, 0, 100)
    expect(entries.at(-1)).toMatchObject({
      action: 'webhook.retired',
      object: `webhook:${id}`,
      actorId: null,
    })
  })
})

describe('a sender', () => {
  it('that died leaves its delivery to the next one, under the same id, once its lease has ended', async () => {
    const { deps, community, channels, paces, notice, sweep, rows } = await openPost()
    const { id: targetId } = await addWebhook(deps, community.id)
    await notice([])
    const target = { communityId: community.id, channel: 'webhook', targetId }
    const taken = await takeUpMessage(deps, target, paces.webhook)
    await sweep()
    expect(channels.webhook.taken).toEqual([])
    deps.clock.pass(30_000)
    await sweep()
    expect(channels.webhook.taken.map(({ id }) => id)).toEqual([taken?.id])
    expect(await settleDelivery(deps, taken!, { result: 'later', why: 'http.500' })).toBe('stale')
    expect((await rows())[0]).toMatchObject({ state: 'sent', attempts: 1, lastError: null })
  })

  it('that begins alone does not wait for leases of the dead', async () => {
    const { deps, community, channels, paces, notice, sweep } = await openPost()
    const { id: targetId } = await addWebhook(deps, community.id)
    await notice([])
    await takeUpMessage(deps, { communityId: community.id, channel: 'webhook', targetId }, paces.webhook)
    expect(await releaseTaken(deps)).toBe(1)
    await sweep()
    expect(channels.webhook.taken).toHaveLength(1)
  })

  it('does not take what another one takes at the same moment', async () => {
    const { deps, community, paces, notice } = await openPost()
    const { id: targetId } = await addWebhook(deps, community.id)
    await notice([])
    const target = { communityId: community.id, channel: 'webhook', targetId }
    const both = await Promise.all([
      takeUpMessage(deps, target, paces.webhook),
      takeUpMessage(deps, target, paces.webhook),
    ])
    expect(both.filter(taken => taken !== null)).toHaveLength(1)
  })
})

describe('a target', () => {
  it('gets so many messages a minute; what exceeds them waits and is not lost', async () => {
    const { deps, community, channels, notice, sweep, rows } = await openPost(3)
    await addWebhook(deps, community.id)
    for (let n = 0; n < 5; n += 1) await notice([])
    await sweep()
    await sweep()
    expect(channels.webhook.taken).toHaveLength(3)
    deps.clock.pass(MINUTE)
    await sweep()
    expect(channels.webhook.taken).toHaveLength(5)
    expect(new Set((await rows()).map(({ state }) => state))).toEqual(new Set(['sent']))
  })

  it('that hangs holds up nobody else', async () => {
    const { deps, community, channels, deliverer, notice, rows } = await openPost()
    const hanging = await addWebhook(deps, community.id, { url: 'https://hangs.example/' })
    await addWebhook(deps, community.id)
    let release: () => void = () => undefined
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    let others: () => void = () => undefined
    const served = new Promise<void>(resolve => {
      others = resolve
    })
    channels.webhook.answer(async ({ address }) => {
      if (address === hanging.url) await held
      else if (channels.webhook.taken.filter(message => message.address !== hanging.url).length === 3)
        others()
      return { result: 'sent' }
    })
    for (let n = 0; n < 3; n += 1) await notice([])
    await deliverer.sweep()
    await served
    expect(channels.webhook.taken.filter(({ address }) => address === hanging.url)).toHaveLength(1)
    release()
    await deliverer.idle()
    expect((await rows()).every(({ state }) => state === 'sent')).toBe(true)
  })

  it('that is a chat group hears what is due at one moment as one message', async () => {
    const { deps, community, channels, notice, sweep } = await openPost()
    await addWebhook(deps, community.id, { format: 'wecom' })
    for (let n = 0; n < 12; n += 1) await notice([])
    await sweep()
    expect(channels.wecom.taken.map(({ notices, more }) => [notices.length, more])).toEqual([[10, 2]])
  })
})

/* The full size by hand: XUNCHA_DUE_DELIVERIES=10000. */
const DUE = Number(process.env.XUNCHA_DUE_DELIVERIES ?? 1_000)

it(`sends ${DUE} notices to a hundred targets, all due at one moment`, { timeout: 120_000 }, async () => {
  const { deps, community, channels, sweep } = await openPost(1_000_000)
  const hooks: string[] = []
  for (let n = 0; n < 100; n += 1) hooks.push((await addWebhook(deps, community.id)).id)
  const createdAt = deps.clock.now()
  const notice = { topic: 'handle', rung: 'overdue', level: 0, round: 1, recordType: 'finding' }
  await deps.db.transaction(async tx => {
    for (let n = 0; n < DUE; n += 1) {
      const id = deps.chance.id(createdAt)
      const target = { id, channel: 'webhook' as const, targetId: hooks[n % 100]! }
      await tx.deliveries.insert(
        deliveryOf(
          { ...notice, communityId: community.id, id, recordId: id },
          { ...target, urgent: false, createdAt, nextAt: createdAt },
        ),
      )
    }
  })
  await sweep()
  expect(new Set(channels.webhook.taken.map(({ id }) => id)).size).toBe(DUE)
  expect(channels.webhook.taken).toHaveLength(DUE)
})
