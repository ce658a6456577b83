import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { acknowledgeNotice } from '../../src/app/notices/acknowledge-notice.ts'
import { listInbox } from '../../src/app/notices/list-inbox.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import { buildCommunity, type SmallCommunity } from '../support/community.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

const sweep = (deps: TestDeps) =>
  fireTimers(deps, (_, error) => {
    throw error
  })

/** Moves the clock to a local moment of 2025 in Shanghai, and lets everything ring that was due before it, in turn. */
async function passTo(deps: TestDeps, local: string): Promise<void> {
  const until = Date.parse(`2025-${local.replace(' ', 'T')}:00+08:00`)
  for (;;) {
    const [next] = (await deps.db.read.later.dueTimers(until, 1)) ?? []
    if (!next) break
    deps.clock.set(Math.max(deps.clock.now(), next.fireAt))
    await sweep(deps)
  }
  deps.clock.set(until)
}

/** What somebody was told, the first thing first: `handle overdue 0`, and what is plain without rung and level. */
async function heard(deps: TestDeps, who: Caller): Promise<string[]> {
  const { items } = await listInbox(deps.db.read, who, { unread: false, limit: 200 }, 'zh')
  return items
    .reverse()
    .map(item => (item.rung === null ? item.kind : `${item.kind} ${item.rung} ${item.level}`))
}

async function acknowledge(deps: TestDeps, who: Caller, what: string): Promise<void> {
  const { items } = await listInbox(deps.db.read, who, { unread: false, limit: 200 }, 'zh')
  const item = items.find(({ kind, rung, level }) => `${kind} ${rung} ${level}` === what)
  if (!item) throw new Error(`${who.name} was not told ${what}`)
  const own = { id: item.id, communityIds: [item.communityId] }
  await deps.db.transaction(tx => acknowledgeNotice(deps, tx, who, own))
}

interface Cast {
  readonly deps: TestDeps
  readonly community: SmallCommunity
  readonly patroller: Caller
  readonly handler: Caller
  readonly manager: Caller
  readonly coordinator: Caller
  readonly supervisor: Caller
  readonly chief: Caller
  readonly admin: Caller
}

/** Somebody of every role; the supervisor holds the estate only, the chief the whole community. */
async function cast(profile: 'light' | 'full' = 'light'): Promise<Cast> {
  const deps = await openHouse()
  const community = await buildCommunity(deps, profile)
  const property = { unitId: community.units.property, affiliation: 'property' } as const
  return {
    deps,
    community,
    patroller: await community.member('王阿姨', ['patroller']),
    handler: await community.member('赵师傅', ['handler'], property),
    manager: await community.member('李经理', ['unit_manager'], property),
    coordinator: await community.member('陈社工', ['coordinator']),
    supervisor: await community.member('周督查', ['supervisor'], { at: community.places.estate.path }),
    chief: await community.member('钱主任', ['supervisor']),
    admin: await community.member('管理员', ['admin']),
  }
}

describe('an overdue finding', () => {
  // 0101 is S3 with 24 working hours: reported on Monday 09:00, due on Thursday 09:00.
  it('is told one above the other: handler or manager, coordinator, supervisor, the whole community', async () => {
    const { deps, community, patroller, manager, coordinator, supervisor, chief, admin } = await cast()
    const finding = await community.report(patroller)
    await community.happen(manager, finding, { type: 'receive' })
    await passTo(deps, '10-16 09:00')
    expect(await heard(deps, manager)).toEqual(['dispatched', 'handle warn 0', 'handle overdue 0'])
    expect(await heard(deps, coordinator)).toEqual(['handle overdue 0'])
    expect(await heard(deps, supervisor)).toEqual([])
    await acknowledge(deps, coordinator, 'handle overdue 0')
    await passTo(deps, '10-25 09:00')
    expect(await heard(deps, supervisor)).toEqual(expect.arrayContaining(['handle yellow 0', 'handle red 0']))
    expect(await heard(deps, admin)).toEqual(expect.arrayContaining(['handle red 0']))
    expect(await heard(deps, chief)).toEqual(expect.arrayContaining(['handle red 0']))
    expect(await heard(deps, patroller)).toEqual([])
  })

  it('goes to the handler first once there is one', async () => {
    const { deps, community, patroller, handler, manager } = await cast()
    const finding = await community.report(patroller)
    await community.happen(manager, finding, { type: 'receive' })
    await community.happen(manager, finding, { type: 'assign_handler', handlerId: handler.memberId })
    await passTo(deps, '10-16 09:00')
    expect(await heard(deps, handler)).toEqual(['assigned', 'handle warn 0', 'handle due 0'])
    expect(await heard(deps, manager)).toEqual(['dispatched', 'handle overdue 0'])
  })

  it('climbs while nobody acknowledges, and goes on at the top', async () => {
    const { deps, community, patroller, manager, coordinator, supervisor, admin } = await cast()
    const finding = await community.report(patroller)
    await community.happen(manager, finding, { type: 'receive' })
    // Half a working day of patience for S3: Thursday 09:00 and four working hours; at the top a whole one each time.
    await passTo(deps, '10-16 14:59')
    expect(await heard(deps, supervisor)).toEqual([])
    await passTo(deps, '10-16 15:00')
    expect(await heard(deps, supervisor)).toEqual(['handle overdue 1'])
    expect(await heard(deps, coordinator)).toEqual(['handle overdue 0', 'handle overdue 1'])
    expect(await heard(deps, admin)).toEqual([])
    await passTo(deps, '10-31 18:00')
    const times = (await heard(deps, admin)).filter(what => what.startsWith('handle red'))
    expect(times.length).toBeGreaterThan(5)
    expect(new Set(times).size).toBe(times.length)
    // The lower rungs went silent when the card came: one reminder a day, not three.
    expect((await heard(deps, manager)).filter(what => what.startsWith('handle overdue'))).toHaveLength(3)
  })

  it('is quiet once somebody has acknowledged, and again when it was handed in', async () => {
    const { deps, community, patroller, manager, coordinator, supervisor } = await cast()
    const finding = await community.report(patroller)
    await community.happen(manager, finding, { type: 'receive' })
    await passTo(deps, '10-16 09:00')
    await acknowledge(deps, manager, 'handle overdue 0')
    await passTo(deps, '10-17 08:00')
    expect(await heard(deps, supervisor)).toEqual([])
    const { items } = await listInbox(deps.db.read, coordinator, { unread: false, limit: 9 }, 'zh')
    expect(items[0]).toMatchObject({ rung: 'overdue', acknowledgedBy: manager.memberId })

    const photoIds = [await community.photo(manager)]
    await community.happen(manager, finding, { type: 'rectify', note: '已清走', photoIds })
    const before = (await heard(deps, manager)).length
    await passTo(deps, '10-17 12:00')
    expect((await heard(deps, manager)).length).toBe(before)
  })

  it('begins another round with another due date', async () => {
    const { deps, community, patroller, manager, coordinator } = await cast()
    const finding = await community.report(patroller)
    await community.happen(manager, finding, { type: 'receive' })
    await community.happen(manager, finding, {
      type: 'apply_extension',
      duration: 'P1D',
      reason: '等待业主清理',
    })
    await passTo(deps, '10-16 08:59')
    await community.happen(coordinator, finding, { type: 'decide_extension', approve: true })
    await passTo(deps, '10-17 09:00')
    expect((await heard(deps, manager)).filter(what => what === 'handle warn 0')).toHaveLength(2)
    expect((await heard(deps, manager)).filter(what => what === 'handle overdue 0')).toHaveLength(1)
  })
})

describe('what nobody takes up', () => {
  it('a unit without a manager: its handlers hear; without them the coordinators', async () => {
    const { deps, community, patroller, coordinator } = await cast()
    const police = { unitId: community.units.police, affiliation: 'police' } as const
    await community.report(patroller, { categoryCode: '0407' })
    expect(await heard(deps, coordinator)).toEqual(['dispatched'])
    const officer = await community.member('刘警官', ['handler'], police)
    await community.report(patroller, { categoryCode: '0407' })
    expect(await heard(deps, officer)).toEqual(['dispatched'])
    expect(await heard(deps, coordinator)).toEqual(['dispatched'])
  })

  it('not received: the unit, the coordinators, then the supervisors', async () => {
    const { deps, community, patroller, manager, coordinator, supervisor } = await cast()
    await community.report(patroller)
    await passTo(deps, '10-15 18:00')
    expect(await heard(deps, manager)).toEqual(
      expect.arrayContaining(['receive warn 0', 'receive overdue 0']),
    )
    expect(await heard(deps, coordinator)).toEqual(
      expect.arrayContaining(['receive overdue 0', 'receive raised 0']),
    )
    expect(await heard(deps, supervisor)).toEqual(expect.arrayContaining(['receive raised 0']))
  })

  it('not triaged and not dispatched: the coordinators, then whoever stands above them', async () => {
    const { deps, community, patroller, coordinator, supervisor, chief } = await cast('full')
    await community.report(patroller)
    expect(await heard(deps, coordinator)).toEqual(['reported'])
    await passTo(deps, '10-31 18:00')
    expect(await heard(deps, coordinator)).toEqual(
      expect.arrayContaining(['triage warn 0', 'triage overdue 0']),
    )
    expect(await heard(deps, supervisor)).toEqual(expect.arrayContaining(['triage overdue 0']))
    expect(await heard(deps, chief)).toEqual(expect.arrayContaining(['triage raised 0']))
  })

  it('a community without anybody but its patroller: the root administrators hear', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps, 'full')
    const root = await rootAdministrator(deps)
    await community.report(await community.member('王阿姨', ['patroller']))
    await passTo(deps, '10-31 18:00')
    expect(await heard(deps, root)).toEqual(expect.arrayContaining(['triage warn 0', 'triage overdue 0']))
  })
})

async function rootAdministrator(deps: TestDeps): Promise<Caller> {
  const { ensureRootAdministrator } = await import('../../src/app/people/bootstrap.ts')
  await ensureRootAdministrator(deps, { bootstrap: 'root:Zaojian-7-Yangliu' })
  const member = await deps.db.read.people.findByLogin('root')
  return {
    memberId: member?.id ?? '',
    communityId: null,
    name: '总管理员',
    login: 'root',
    affiliation: 'other',
    unitId: null,
    roles: [{ role: 'admin', placeId: null, path: null }],
    credential: { hash: '', kind: 'session' },
    requestId: null,
  }
}

describe('what is told of a step', () => {
  it('is not told to whoever took it', async () => {
    const { deps, community, patroller, manager, coordinator } = await cast()
    const finding = await community.report(patroller)
    deps.clock.pass(1_000)
    await community.happen(coordinator, finding, { type: 'urge', note: '请尽快' })
    expect(await heard(deps, manager)).toEqual(['dispatched', 'urged'])
    expect(await heard(deps, coordinator)).toEqual([])
  })

  it('leaves no trace when the step is undone', async () => {
    const { deps, community, patroller, manager } = await cast()
    const finding = await community.report(patroller)
    await expect(community.happen(manager, finding, { type: 'rectify', note: '已清走' })).rejects.toThrow()
    expect(await heard(deps, manager)).toEqual(['dispatched'])
  })

  it('says which finding, where and until when, and names nobody', async () => {
    const { deps, community, patroller, manager } = await cast()
    await community.report(patroller)
    await passTo(deps, '10-16 09:00')
    const { items } = await listInbox(deps.db.read, manager, { unread: false, limit: 9 }, 'zh')
    const overdue = items.find(({ rung }) => rung === 'overdue')
    expect(overdue?.title).toMatch(/^(已超期|接收超时):2025-000001 /)
    expect(items.map(({ body }) => body).join()).not.toContain('王阿姨')
    const english = await listInbox(deps.db.read, manager, { unread: false, limit: 9 }, 'en')
    expect(english.items.find(({ kind }) => kind === 'handle')?.body).toContain('Due 2025-10-16 09:00')
  })
})
