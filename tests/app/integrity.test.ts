import { describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { linkOf } from '../../src/app/journal/keep-journal.ts'
import { falsify } from '../support/falsify.ts'
import { liveRandomly, openSetting, walk } from '../support/finding-setting.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

/** A community in which a patrol was walked and two findings have come some way. */
async function openCommunity() {
  const deps = await openHouse()
  const { community, staff } = await openSetting(deps, 'light')
  await walk(deps, community.places.building.id, staff.patroller, staff.coordinator)
  const where = { address: '3幢2单元门口', lat: 31.260123, lng: 120.514567 }
  const first = await community.report(staff.patroller, where)
  const second = await community.report(staff.patroller)
  await community.happen(staff.manager, first, { type: 'receive' })
  await community.happen(staff.manager, first, {
    type: 'rectify',
    photoIds: [await community.photo(staff.manager)],
    note: '已清理',
  })
  await community.happen(staff.coordinator, second, { type: 'comment', text: '请先看门口' })
  const id = community.id
  return { deps, community, staff, id, first, second, check: () => checkIntegrity(deps.db.read, id) }
}

/** Links a community's chain anew from the start, as somebody would who can write the database and reads our source. */
async function relink(deps: TestDeps, communityId: string): Promise<void> {
  let prevHash = ''
  for (const row of await deps.db.read.journal.after(communityId, 0, 10_000)) {
    const hash = linkOf({ ...row, prevHash })
    await falsify(
      deps,
      'update journal set hash = ?, prev_hash = ? where community_id = ? and seq = ?',
      hash,
      prevHash,
      communityId,
      row.seq,
    )
    prevHash = hash
  }
  await falsify(deps, 'update chain_heads set hash = ? where community_id = ?', prevHash, communityId)
}

describe('a community that nobody has tampered with', () => {
  it('is whole: chain, replays and audit log', async () => {
    const { id, deps, check } = await openCommunity()
    const result = await check()
    const head = await deps.db.read.journal.head(id)
    expect(result).toMatchObject({
      ok: true,
      head: { seq: head?.seq, hash: head?.hash },
      entries: head?.seq,
      findings: { replayed: 2, differing: [] },
      patrols: { replayed: 1, differing: [] },
      audit: { ok: true },
    })
    expect(result.entries).toBeGreaterThan(10)
  })

  it('is whole before anything has happened', async () => {
    const deps = await openHouse()
    const { community } = await openSetting(deps)
    expect(await checkIntegrity(deps.db.read, community.id)).toMatchObject({
      ok: true,
      entries: 0,
      head: { seq: 0, hash: '' },
      findings: { replayed: 0, differing: [] },
      patrols: { replayed: 0, differing: [] },
    })
  })

  it.each([
    [21, 'full'],
    [22, 'light'],
  ] as const)('is whole after a month of random lives (seed %i, %s)', async (seed, profile) => {
    const deps = await openHouse('2025-09-20T01:00:00.000Z')
    const setting = await openSetting(deps, profile)
    await liveRandomly(deps, setting, { seed, steps: 500 })
    const result = await checkIntegrity(deps.db.read, setting.community.id)
    expect(result).toMatchObject({ ok: true, findings: { differing: [] }, patrols: { differing: [] } })
    expect(result.findings.replayed).toBeGreaterThan(5)
    expect(result.entries).toBeGreaterThan(40)
  })

  it('is whole while it is at work', async () => {
    const { deps, id, check, community, staff } = await openCommunity()
    // More than is read at once, so that others get their turn in between.
    for (let n = 0; n < 250; n++) await community.report(staff.patroller)
    let checking = true
    const checked = check().finally(() => {
      checking = false
    })
    while (checking) {
      const finding = await community.report(staff.patroller)
      await community.happen(staff.manager, finding, { type: 'receive' })
    }
    const result = await checked
    expect(result).toMatchObject({ ok: true, findings: { replayed: 252, differing: [] } })
    expect(result.entries).toBeLessThan((await deps.db.read.journal.head(id))?.seq ?? 0)
  })

  it('stays whole when words are erased: they stand beside the chain', async () => {
    const { deps, check, first, second } = await openCommunity()
    expect(await falsify(deps, 'delete from texts where record_id = ?', second.id)).toBeGreaterThan(0)
    expect(await falsify(deps, `update findings set description = '' where id = ?`, first.id)).toBe(1)
    expect(await falsify(deps, 'update findings set address = null, lat = null, lng = null')).toBe(2)
    expect(await check()).toMatchObject({ ok: true })
  })
})

describe('tampering is noticed', () => {
  it.each([
    ['another moment', 'at = at - 60000'],
    ['another actor', `actor_id = '0199aaaa-0000-7000-8000-000000000000'`],
    ['another role', `acting_role = 'supervisor'`],
    ['another payload', `payload = replace(payload, '"type"', '"kind"')`],
    ['another state', `to_state = 'closed stopped'`],
  ])('an edited entry: %s', async (_, change) => {
    const { deps, check, first } = await openCommunity()
    expect(
      await falsify(deps, `update journal set ${change} where record_id = ? and version = 4`, first.id),
    ).toBe(1)
    // Whatever else it spoils, the chain itself is told to be broken.
    expect(await check()).toMatchObject({ ok: false, journal: { ok: false } })
  })

  it.each([
    ['a note', `update texts set words = '已清理,并恢复原状' where field = 'note' and record_id = ?`],
    ['a description', `update findings set description = '楼道整洁' where id = ?`],
    ['an address', `update findings set address = '4幢门口' where id = ?`],
    ['an address taken from nowhere', `update findings set address = '4幢门口', salt = 'x' where id = ?`],
    ['a position', 'update findings set lat = lat + 0.001 where id = ?'],
    ['words that nobody said', `update texts set field = 'reason' where field = 'note' and record_id = ?`],
  ])('other words in the place of what was said: %s', async (_, change) => {
    const { deps, check, first } = await openCommunity()
    expect(await falsify(deps, change, first.id)).toBe(1)
    expect(await check()).toMatchObject({
      ok: false,
      journal: { ok: true },
      findings: { differing: [first.id] },
    })
  })

  it('an edited entry whose chain was linked anew: the replay tells', async () => {
    const { deps, check, id, first } = await openCommunity()
    await falsify(
      deps,
      `update journal set payload = replace(payload, '"at":' || at, '"at":' || (at - 60000)), at = at - 60000
       where record_id = ? and version = 5`,
      first.id,
    )
    await relink(deps, id)
    const result = await check()
    expect(result).toMatchObject({ ok: false, findings: { replayed: 2, differing: [first.id] } })
    expect(result.head.hash).toBe((await deps.db.read.journal.head(id))?.hash)
  })

  it('two entries that changed places', async () => {
    const { deps, check, id } = await openCommunity()
    const { seq = 0 } = (await deps.db.read.journal.head(id)) ?? {}
    for (const [from, to] of [
      [seq, -1],
      [seq - 1, seq],
      [-1, seq - 1],
    ] as const)
      await falsify(deps, 'update journal set seq = ? where community_id = ? and seq = ?', to, id, from)
    expect(await check()).toMatchObject({ ok: false, findings: { differing: [] } })
  })

  it('a tail that was cut off, by the head and by the records', async () => {
    const { deps, check, id, second } = await openCommunity()
    const { seq = 0 } = (await deps.db.read.journal.head(id)) ?? {}
    await falsify(deps, 'delete from journal where community_id = ? and seq = ?', id, seq)
    expect(await check()).toMatchObject({ ok: false, entries: seq - 1, findings: { differing: [second.id] } })
    await falsify(
      deps,
      `update chain_heads set seq = ?, hash = (select hash from journal where community_id = ? and seq = ?)
       where community_id = ?`,
      seq - 1,
      id,
      seq - 1,
      id,
    )
    expect(await check()).toMatchObject({ ok: false, entries: seq - 1, findings: { differing: [second.id] } })
  })

  it('a head that was set back or taken away', async () => {
    const { deps, check, id } = await openCommunity()
    const { seq = 0 } = (await deps.db.read.journal.head(id)) ?? {}
    await falsify(
      deps,
      `update chain_heads set seq = ?, hash = (select hash from journal where community_id = ? and seq = ?)
       where community_id = ?`,
      seq - 2,
      id,
      seq - 2,
      id,
    )
    expect(await check()).toMatchObject({ ok: false })
    await falsify(deps, 'delete from chain_heads where community_id = ?', id)
    expect(await check()).toMatchObject({ ok: false })
  })

  it('an entry taken out of the middle', async () => {
    const { deps, check, first } = await openCommunity()
    await falsify(deps, 'delete from journal where record_id = ? and version = 3', first.id)
    expect(await check()).toMatchObject({ ok: false, findings: { differing: [first.id] } })
  })

  it.each([
    ['the state', `state = 'closed'`],
    ['the clock', `clock = 'idle'`],
    ['the context', `context = replace(context, '"rework":0', '"rework":7')`],
    ['something under another name in the context', `context = replace(context, '"flags"', '"flag"')`],
    ['a context that is no JSON', `context = 'lost'`],
    ['a column beside it', 'close_due_at = close_due_at + 86400000'],
    ['an older version', 'version = version - 1'],
  ])('an edited snapshot: %s', async (_, change) => {
    const { deps, check, first } = await openCommunity()
    expect(await falsify(deps, `update findings set ${change} where id = ?`, first.id)).toBe(1)
    expect(await check()).toMatchObject({ ok: false, findings: { replayed: 2, differing: [first.id] } })
  })

  it('the same content in another order is no difference', async () => {
    const { deps, check, first } = await openCommunity()
    const row = await deps.db.read.findings.find(first.communityId, first.id)
    const reversed = Object.fromEntries(Object.entries(JSON.parse(row?.context ?? '{}')).reverse())
    await falsify(deps, 'update findings set context = ? where id = ?', JSON.stringify(reversed), first.id)
    expect(await check()).toMatchObject({ ok: true })
  })

  it('an edited patrol', async () => {
    const { deps, check } = await openCommunity()
    await falsify(deps, `update patrols set state = 'missed'`)
    const result = await check()
    expect(result).toMatchObject({ ok: false, findings: { differing: [] }, patrols: { replayed: 1 } })
    expect(result.patrols.differing).toHaveLength(1)
  })

  it('a finding that was deleted, and one that was slipped in', async () => {
    const { deps, check, first, second } = await openCommunity()
    await falsify(
      deps,
      `update findings set id = '0199ffff-0000-7000-8000-000000000000' where id = ?`,
      first.id,
    )
    const slipped = await check()
    expect(slipped.ok).toBe(false)
    expect([...slipped.findings.differing].sort()).toEqual(
      [first.id, '0199ffff-0000-7000-8000-000000000000'].sort(),
    )
    await falsify(deps, 'delete from findings')
    expect([...(await check()).findings.differing].sort()).toEqual([first.id, second.id].sort())
  })

  it('leaves other communities alone', async () => {
    const { deps, id, first } = await openCommunity()
    await falsify(deps, `update findings set state = 'closed' where id = ?`, first.id)
    expect(await checkIntegrity(deps.db.read, id)).toMatchObject({ ok: false })
    expect(await checkIntegrity(deps.db.read, '0199ffff-0000-7000-8000-000000000000')).toMatchObject({
      ok: true,
      entries: 0,
    })
  })
})

describe('a machine version that this program does not have', () => {
  it('stops the check when the chain vouches for it, and is a difference when it does not', async () => {
    const { deps, id, check, first } = await openCommunity()
    await falsify(
      deps,
      'update journal set machine_version = 99 where record_id = ? and version = 2',
      first.id,
    )
    expect(await check()).toMatchObject({ ok: false, findings: { differing: [first.id] } })
    await relink(deps, id)
    await expect(check()).rejects.toThrow('no version 99 of the machine finding')
  })
})
