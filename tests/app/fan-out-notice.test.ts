import { describe, expect, it } from 'vitest'
import { fanOutNotice, fanOutWaiting } from '../../src/app/notices/fan-out-notice.ts'
import { buildCommunity } from '../support/community.ts'
import { openHouse } from '../support/house.ts'
import { addWebhook, deliveriesOf, subscribe, tell } from '../support/notices.ts'

async function openWithFinding(severity?: string) {
  const deps = await openHouse()
  const community = await buildCommunity(deps)
  const manager = await community.member('李经理', ['unit_manager'], { unitId: community.units.property })
  const other = await community.member('周督查', ['supervisor'])
  const finding = await community.report(await community.member('王阿姨', ['coordinator']), {
    ...(severity === undefined ? {} : { severity }),
  } as object)
  const record = { communityId: community.id, recordId: finding.id }
  return { deps, community, manager, other, record }
}

describe('a notice on its way outside', () => {
  it('becomes one mail for each member who heard exactly this and wants mail', async () => {
    const { deps, community, manager, other, record } = await openWithFinding()
    const silent = await community.member('孙班长', ['handler'])
    await subscribe(deps, manager)
    await subscribe(deps, other)
    await tell(deps, record, [other.memberId], { level: 1 })
    const notice = await tell(deps, record, [manager.memberId, silent.memberId])
    expect(await fanOutNotice(deps, notice.communityId, notice.id)).toBe(1)
    const [delivery, ...more] = await deliveriesOf(deps, community.id)
    expect(more).toEqual([])
    expect(delivery).toMatchObject({
      channel: 'email',
      targetId: manager.memberId,
      topic: 'handle',
      rung: 'overdue',
      state: 'waiting',
      nextAt: deps.clock.now(),
    })
  })

  it('is fanned out once, though two take it up at the same moment', async () => {
    const { deps, community, manager, record } = await openWithFinding()
    await subscribe(deps, manager)
    await addWebhook(deps, community.id)
    const { communityId, id } = await tell(deps, record, [manager.memberId])
    const outcomes = await Promise.all([
      fanOutNotice(deps, communityId, id),
      fanOutNotice(deps, communityId, id),
    ])
    expect(outcomes.sort()).toEqual([2, null])
    expect(await deliveriesOf(deps, community.id)).toHaveLength(2)
  })

  it.each([
    ['off', []],
    ['urgent', ['red']],
    ['reminders', ['overdue', 'red']],
    ['all', ['', 'overdue', 'red']],
  ])('goes by mail as the member wishes: %s', async (mail, rungs) => {
    const { deps, community, manager, record } = await openWithFinding()
    await subscribe(deps, manager, { mail })
    for (const rung of ['', 'overdue', 'red']) {
      const topic = rung === '' ? 'dispatched' : 'handle'
      const notice = await tell(deps, record, [manager.memberId], { topic, rung })
      await fanOutNotice(deps, notice.communityId, notice.id)
    }
    const rows = await deliveriesOf(deps, community.id)
    expect(rows.map(({ rung }) => rung)).toEqual(rungs)
  })

  it('waits for the morning, unless it is a red card or about the most serious kind', async () => {
    const { deps, community, manager, record } = await openWithFinding()
    deps.clock.set('2025-10-13T23:00:00+08:00')
    await subscribe(deps, manager, { quietFrom: '22:00', quietTo: '07:00' })
    for (const rung of ['overdue', 'red']) {
      const notice = await tell(deps, record, [manager.memberId], { rung })
      await fanOutNotice(deps, notice.communityId, notice.id)
    }
    const rows = await deliveriesOf(deps, community.id)
    expect(rows.map(({ nextAt, urgent }) => [new Date(nextAt!).toISOString(), urgent])).toEqual([
      ['2025-10-13T23:00:00.000Z', false],
      ['2025-10-13T15:00:00.002Z', true],
    ])
    const serious = await openWithFinding('S1')
    const notice = await tell(serious.deps, serious.record, [serious.manager.memberId])
    await subscribe(serious.deps, serious.manager)
    await fanOutNotice(serious.deps, notice.communityId, notice.id)
    expect((await deliveriesOf(serious.deps, serious.community.id))[0]?.urgent).toBe(true)
  })

  it('goes to the webhooks that listen to it, and to no other', async () => {
    const { deps, community, record } = await openWithFinding()
    const hooks = {
      all: await addWebhook(deps, community.id),
      duty: await addWebhook(deps, community.id, { events: '["finding.handle"]' }),
      exact: await addWebhook(deps, community.id, { events: '["finding.handle.overdue"]', format: 'wecom' }),
      other: await addWebhook(deps, community.id, { events: '["finding.handle.red","patrol"]' }),
      ended: await addWebhook(deps, community.id, { active: false }),
    }
    const notice = await tell(deps, record, [])
    await fanOutNotice(deps, notice.communityId, notice.id)
    const rows = await deliveriesOf(deps, community.id)
    expect(rows.map(({ targetId, channel }) => [targetId, channel]).sort()).toEqual(
      [
        [hooks.all.id, 'webhook'],
        [hooks.duty.id, 'webhook'],
        [hooks.exact.id, 'wecom'],
      ].sort(),
    )
  })

  it('becomes no mail where none is sent', async () => {
    const { deps, manager, record } = await openWithFinding()
    await subscribe(deps, manager)
    const notice = await tell(deps, record, [manager.memberId])
    const quiet = { ...deps, outside: { ...deps.outside, mail: false } }
    expect(await fanOutNotice(quiet, notice.communityId, notice.id)).toBe(0)
  })
})

describe('a row that wakes a handler', () => {
  it('takes along the others of its community that wait behind it, each once', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    const manager = await community.member('李经理', ['unit_manager'])
    await subscribe(deps, manager)
    await addWebhook(deps, community.id)
    const records = Array.from({ length: 7 }, (_, n) => ({ communityId: community.id, recordId: `f${n}` }))
    const notices = []
    for (const record of records) notices.push(await tell(deps, record, [manager.memberId]))
    const [first, ...others] = notices
    const before = deps.db.tally.turns
    await fanOutWaiting(deps, community.id, first?.id ?? '')
    expect(deps.db.tally.turns - before).toBe(1)
    // Whoever is woken for the others finds nothing to do, and takes no turn for that.
    for (const { id } of others) await fanOutWaiting(deps, community.id, id)
    expect(deps.db.tally.turns - before).toBe(1)
    const targets = (await deliveriesOf(deps, community.id)).map(row => `${row.channel} ${row.recordId}`)
    expect(targets.sort()).toEqual(
      records.flatMap(({ recordId }) => [`email ${recordId}`, `webhook ${recordId}`]).sort(),
    )
    expect(await deps.db.read.later.waitingOutbox(10)).toEqual([])
  })

  it('takes them along though it cannot be carried out itself, and says why', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    await addWebhook(deps, community.id)
    const record = { communityId: community.id, recordId: 'f' }
    const broken = await tell(deps, record, [])
    const sound = await tell(deps, record, [])
    let drawn = 0
    const id = (at: number): string => {
      drawn += 1
      // Once among the others, once alone.
      if (drawn <= 2) throw new Error('第一条发不出去')
      return deps.chance.id(at)
    }
    const faulty = { ...deps, chance: { ...deps.chance, id } }
    await expect(fanOutWaiting(faulty, community.id, broken.id)).rejects.toThrow('第一条发不出去')
    expect((await deliveriesOf(deps, community.id)).map(row => row.noticeId)).toEqual([sound.id])
    expect((await deps.db.read.later.waitingOutbox(10)).map(row => row.id)).toEqual([broken.id])
  })
})
