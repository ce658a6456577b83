import { describe, expect, it } from 'vitest'
import { recount } from '../../src/app/figures/recount.ts'
import { falsify } from '../support/falsify.ts'
import { liveRandomly, openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'

async function liveAMonth(seed: number, profile: 'light' | 'full', steps = 400) {
  const deps = await openHouse('2025-09-20T01:00:00.000Z')
  const setting = await openSetting(deps, profile)
  await liveRandomly(deps, setting, { seed, steps })
  return { deps, ...setting, id: setting.community.id }
}

describe('a recount from the journal', () => {
  it.each([
    [1, 'full'],
    [2, 'light'],
    [3, 'full'],
  ] as const)(
    'agrees to the last unit after a month of random lives (seed %i, %s)',
    async (seed, profile) => {
      const { deps, id } = await liveAMonth(seed, profile)
      const { findings, patrols, rows, differences } = await recount(deps, id)
      expect(differences).toEqual([])
      expect(findings).toBeGreaterThan(5)
      expect(patrols).toBeGreaterThan(0)
      expect(rows).toBeGreaterThan(10)
    },
  )

  it('is empty and right in a community where nothing has happened', async () => {
    const deps = await openHouse()
    const { community } = await openSetting(deps)
    expect(await recount(deps, community.id)).toEqual({
      findings: 0,
      patrols: 0,
      rows: 0,
      differences: [],
      repaired: false,
    })
  })

  it('counts what is booked by findings that begin and move on while it walks', async () => {
    const { deps, id, community, staff } = await liveAMonth(4, 'light', 0)
    const first = await community.report(staff.patroller)
    // More than it reads at once, so that others get their turn in between.
    for (let n = 0; n < 250; n++) await community.report(staff.patroller)
    const photos = await Promise.all(Array.from({ length: 5 }, () => community.photo(staff.patroller)))
    const counted = recount(deps, id)
    await Promise.all([
      community.happen(staff.manager, first, { type: 'receive' }),
      ...photos.map(photo => community.report(staff.patroller, { photoIds: [photo] })),
    ])
    const { findings, differences } = await counted
    expect(differences).toEqual([])
    expect(findings).toBe(256)
  })

  it('reports a falsified counter by its row, and repairs it only when asked', async () => {
    const { deps, id, community } = await liveAMonth(5, 'full', 200)
    const before = await recount(deps, id)
    const changed = await falsify(
      deps,
      `update rollups set e_found = e_found + 3
       where (scope_id, day) in (select scope_id, day from rollups where scope_id = ? and e_found > 0 limit 1)`,
      community.rootPlaceId,
    )
    expect(changed).toBe(1)

    const found = await recount(deps, id)
    expect(found.repaired).toBe(false)
    expect(found.differences).toHaveLength(1)
    const [{ scopeId, columns }] = found.differences as [(typeof found.differences)[number]]
    expect(scopeId).toBe(community.rootPlaceId)
    expect(Object.keys(columns)).toEqual(['e_found'])
    expect(columns.e_found!.stored - columns.e_found!.counted).toBe(3)
    expect((await recount(deps, id)).differences).toEqual(found.differences)

    const repaired = await recount(deps, id, { repair: true })
    expect(repaired.repaired).toBe(true)
    expect(repaired.differences).toEqual(found.differences)
    expect(await recount(deps, id, { repair: true })).toEqual(before)
  })

  it('puts back rows that were lost and takes off rows that nobody booked', async () => {
    const { deps, id, community } = await liveAMonth(6, 'full', 150)
    await falsify(deps, 'delete from rollups where scope_id = ?', community.places.estate.id)
    await falsify(
      deps,
      `insert into rollups (community_id, scope_id, day, e_closed) values (?, 'nowhere', '2025-09-22', 7)`,
      id,
    )
    const found = await recount(deps, id)
    const scopes = new Set(found.differences.map(({ scopeId }) => scopeId))
    expect(scopes).toEqual(new Set([community.places.estate.id, 'nowhere']))
    await recount(deps, id, { repair: true })
    expect((await recount(deps, id)).differences).toEqual([])
  })

  it('throws rather than count a journal that does not replay', async () => {
    const { deps, id, community, staff } = await liveAMonth(7, 'full', 20)
    const finding = await community.report(staff.patroller)
    await falsify(deps, `update journal set event = 'close' where record_id = ? and version = 1`, finding.id)
    await expect(recount(deps, id)).rejects.toThrow(finding.id)
  })

  it('refuses a journal entry of a machine version that it does not have', async () => {
    const { deps, id, community, staff } = await liveAMonth(8, 'full', 20)
    const finding = await community.report(staff.patroller)
    await falsify(deps, 'update journal set machine_version = 99 where record_id = ?', finding.id)
    await expect(recount(deps, id)).rejects.toThrow('no version 99 of the machine finding')
  })
})
