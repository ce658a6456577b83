import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { chronicSpots } from '../../src/app/figures/chronic-spots.ts'
import { recount } from '../../src/app/figures/recount.ts'
import { summarise } from '../../src/app/figures/summarise.ts'
import { findSeen } from '../../src/app/findings/apply-finding-event.ts'
import { likenessTo } from '../../src/app/findings/likeness.ts'
import { hintsForFinding, hintsForReport } from '../../src/app/findings/list-hints.ts'
import { type FindingInput, reportFinding } from '../../src/app/findings/report-finding.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'

const DAY = 86_400_000

/** A corridor where cartons come back: something can be reported there, and something can be fixed there at once. */
async function openCorridor() {
  const deps = await openHouse('2025-10-13T01:00:00.000Z')
  const { community, staff } = await openSetting(deps, 'full')
  const report = (input: Partial<FindingInput> = {}, by: Caller = staff.patroller) =>
    community.report(by, input)
  const fix = async (input: Partial<FindingInput> = {}) => {
    const fixed = { photoIds: [await community.photo(staff.patroller)], note: '当场搬走' }
    const finding = await report({ ...input, fixed })
    return community.happen(staff.coordinator, finding, { type: 'approve_self_handled' })
  }
  const spot = { categoryCode: '0101', placeId: community.places.floor.id }
  const hints = async (by: Caller, description = '楼道堆放纸箱') =>
    (await hintsForReport({ read: deps.db.read, clock: deps.clock }, by, { ...spot, description }, 'zh'))
      .items
  const figures = (countBy: 'event' | 'cohort' = 'event') =>
    summarise({ read: deps.db.read, clock: deps.clock }, staff.supervisor, { countBy })
  return { deps, community, staff, report, fix, hints, figures }
}

describe('hints', () => {
  it('tell of what is open at the same place in the same category, the likest words first', async () => {
    const { community, staff, report, hints } = await openCorridor()
    const bicycle = await report({ description: '一辆旧自行车' })
    const cartons = await report({ description: '五层楼道堆了很多纸箱' })
    await report({ categoryCode: '0203', description: '楼道堆放纸箱' })
    await report({ placeId: community.places.entrance.id, description: '楼道堆放纸箱' })
    const rejected = await report()
    await community.happen(staff.coordinator, rejected, { type: 'reject', reason: 'not_exist' })
    const told = await hints(staff.patroller)
    expect(told.map(({ findingId, kind, fixed }) => [findingId, kind, fixed])).toEqual([
      [cartons.id, 'open', false],
      [bicycle.id, 'open', false],
    ])
    expect(told[0]?.likeness.words).toBeGreaterThan(0.3)
    expect(told[1]?.likeness.words).toBe(0)
  })

  it('come with the answer to a report and stop nobody, and the desk may ask for them later', async () => {
    const { deps, community, staff, report } = await openCorridor()
    const first = await report()
    const photoIds = [await community.photo(staff.patroller)]
    const input = { categoryCode: '0101', placeId: community.places.floor.id, description: '纸箱', photoIds }
    const { view } = await deps.db.transaction(tx => reportFinding(deps, tx, staff.patroller, input, 'zh'))
    expect(view).toMatchObject({
      state: 'reported',
      hints: [{ findingId: first.id, stateName: '已上报(待受理)' }],
    })
    const { items } = await hintsForFinding({ read: deps.db.read }, staff.coordinator, view.id, 'zh')
    expect(items.map(({ findingId }) => findingId)).toEqual([first.id])
  })

  it('tell of what was closed within thirty days, and of nothing older', async () => {
    const { deps, staff, fix, hints } = await openCorridor()
    const fixed = await fix()
    deps.clock.pass(30 * DAY)
    expect(await hints(staff.patroller)).toMatchObject([{ findingId: fixed.id, kind: 'closed', fixed: true }])
    deps.clock.pass(1)
    expect(await hints(staff.patroller)).toEqual([])
  })

  it('tell somebody who may not see the other report that it is there, and nothing that was written', async () => {
    const { staff, report, hints } = await openCorridor()
    await report({ description: '张三家门口的纸箱' })
    const [hint] = await hints(staff.resident, '张三家门口的纸箱')
    expect(hint).toMatchObject({ kind: 'open', state: 'reported' })
    expect(hint).toMatchObject({
      findingId: null,
      number: null,
      description: null,
      likeness: { words: null, photo: null },
    })
  })

  it('name a place and a category that there are', async () => {
    const { deps, staff, community } = await openCorridor()
    const ask = (query: { categoryCode: string; placeId: string }) =>
      hintsForReport({ read: deps.db.read, clock: deps.clock }, staff.patroller, query, 'zh')
    const placeId = community.places.floor.id
    await expect(ask({ categoryCode: '9876', placeId })).rejects.toMatchObject({
      code: 'request.reference_unknown',
    })
    await expect(ask({ categoryCode: '0101', placeId: staff.patroller.memberId })).rejects.toMatchObject({
      code: 'request.reference_unknown',
    })
  })
})

describe('how alike two descriptions are', () => {
  it.each([
    ['楼道堆放纸箱', '楼道堆放纸箱', 1],
    ['楼道堆放纸箱!', '「楼道」堆放 纸箱', 0.75],
    ['楼道堆放纸箱', '电动车飞线充电', 0],
    ['3幢2单元', '3幢2单元', 1],
    ['', '楼道', null],
    ['!!', '楼道', null],
  ])('%s and %s: %s', (one, other, likeness) => {
    expect(likenessTo(one)(other)).toBe(likeness)
    expect(likenessTo(other)(one)).toBe(likeness)
  })
})

describe('what comes back within thirty days after it was fixed', () => {
  it('is the recurrence of what was fixed last, and counts on the day it is registered', async () => {
    const { deps, community, staff, report, fix, figures } = await openCorridor()
    await fix()
    deps.clock.pass(DAY)
    const fixed = await fix()
    deps.clock.pass(29 * DAY)
    const again = await report()
    expect(again.recurrenceOf).toBe(fixed.id)
    expect(await figures()).toMatchObject({ recurred: 0 })
    await community.happen(staff.coordinator, again, { type: 'register' })
    expect(await figures()).toMatchObject({ registered: 1, recurred: 1 })
    expect(await figures('cohort')).toMatchObject({ registered: 1, recurred: 1 })
    expect((await recount(deps, community.id)).differences).toEqual([])
    expect(await checkIntegrity(deps.db.read, community.id)).toMatchObject({ ok: true })
  })

  it('is none when the fix held longer', async () => {
    const { deps, community, staff, report, fix, figures } = await openCorridor()
    await fix()
    deps.clock.pass(30 * DAY + 1)
    const again = await report()
    expect(again.recurrenceOf).toBeNull()
    await community.happen(staff.coordinator, again, { type: 'register' })
    expect(await figures()).toMatchObject({ registered: 1, recurred: 0 })
  })

  it('is none elsewhere, in another category, when nothing was fixed, or when it was seen before the fix', async () => {
    const { deps, community, staff, report, fix } = await openCorridor()
    const seenEarlier = new Date(deps.clock.now() + 60_000).toISOString()
    deps.clock.pass(DAY)
    await fix()
    deps.clock.pass(DAY)
    expect((await report({ placeId: community.places.building.id })).recurrenceOf).toBeNull()
    expect((await report({ observedAt: seenEarlier })).recurrenceOf).toBeNull()
    const other = await report({ categoryCode: '0203' })
    expect(other.recurrenceOf).toBeNull()
    const photoIds = [await community.photo(staff.supervisor)]
    await community.happen(staff.supervisor, other, { type: 'force_close', reason: '无法处置', photoIds })
    deps.clock.pass(DAY)
    expect((await report({ categoryCode: '0203' })).recurrenceOf).toBeNull()
  })

  it('is judged anew in another category, and the desk may say that the two have nothing to do with each other', async () => {
    const { deps, community, staff, report, fix } = await openCorridor()
    const fixed = await fix()
    deps.clock.pass(DAY)
    const other = await report({ categoryCode: '0203' })
    const reclassify = { type: 'reclassify', categoryCode: '0101', reason: '分类有误' }
    const judged = await community.happen(staff.coordinator, other, reclassify)
    expect(judged.recurrenceOf).toBe(fixed.id)
    const unlink = { type: 'unlink_recurrence', reason: '不是同一家堆的' }
    await expect(community.happen(staff.manager, other, unlink)).rejects.toMatchObject({
      code: 'finding.not_found',
    })
    await expect(community.happen(staff.patroller, other, unlink)).rejects.toMatchObject({
      code: 'finding.role_forbidden',
    })
    expect((await community.happen(staff.coordinator, other, unlink)).recurrenceOf).toBeNull()
    await expect(community.happen(staff.coordinator, other, unlink)).rejects.toMatchObject({
      code: 'finding.no_recurrence',
    })
    const record = await findSeen(deps.db.read, staff.coordinator, other.id)
    expect(record.row).toMatchObject({ fixOf: null, fixClosedAt: null, fixHeldMs: null })
    expect(await checkIntegrity(deps.db.read, community.id)).toMatchObject({ ok: true })
  })
})

describe('fixes that last', () => {
  const share = (numerator: number, denominator: number, value: number | null) => ({
    numerator,
    denominator,
    value,
  })

  it('are counted once they have been watched for 30 or 90 whole days, in the period in which they were fixed', async () => {
    const { deps, community, staff, report, fix } = await openCorridor()
    const { read } = deps.db
    const october = async () => {
      const period = { from: '2025-10-01', to: '2025-11-01', countBy: 'event' } as const
      const { staysFixed30Rate, staysFixed90Rate } = await summarise(
        { read, clock: deps.clock },
        staff.supervisor,
        period,
      )
      return [staysFixed30Rate, staysFixed90Rate]
    }
    await fix()
    await fix({ categoryCode: '0103' })
    const late = await fix({ placeId: community.places.building.id })
    deps.clock.pass(30 * DAY)
    expect(await october()).toEqual([share(0, 0, null), share(0, 0, null)])
    // The day after the thirtieth: all three have been watched, and all three held.
    deps.clock.pass(DAY)
    expect(await october()).toEqual([share(3, 3, 100), share(0, 0, null)])
    // Seen within the thirty days, reported by a phone that was without signal: one of them did not hold.
    const seen = new Date(deps.clock.now() - 2 * DAY).toISOString()
    const again = await report({ observedAt: seen })
    await report({ observedAt: seen })
    expect(again.recurrenceOf).not.toBeNull()
    expect(await october()).toEqual([share(2, 3, 66.67), share(0, 0, null)])
    // Seen after forty days: broken for the ninety, no recurrence and not broken for the thirty.
    deps.clock.pass(9 * DAY)
    const muchLater = await report({ placeId: community.places.building.id })
    expect(muchLater.recurrenceOf).toBeNull()
    expect((await findSeen(read, staff.supervisor, muchLater.id)).row.fixOf).toBe(late.id)
    deps.clock.pass(60 * DAY)
    expect(await october()).toEqual([share(2, 3, 66.67), share(1, 3, 33.33)])
    // What was no finding after all broke nothing.
    await community.happen(staff.coordinator, muchLater, { type: 'reject', reason: 'not_exist' })
    expect(await october()).toEqual([share(2, 3, 66.67), share(2, 3, 66.67)])
  })

  it('are none when the fix was opened again, whatever was seen in between', async () => {
    const { deps, community, staff, report } = await openCorridor()
    const { happen } = community
    const photoIds = async (by: Caller) => [await community.photo(by)]
    const finding = await report()
    await happen(staff.coordinator, finding, { type: 'register' })
    await happen(staff.coordinator, finding, { type: 'dispatch', unitId: community.units.property })
    await happen(staff.manager, finding, { type: 'receive' })
    const finish = async () => {
      await happen(staff.manager, finding, {
        type: 'rectify',
        note: '已清走',
        photoIds: await photoIds(staff.manager),
      })
      await happen(staff.otherPatroller, finding, { type: 'check', result: 'pass' })
      return happen(staff.coordinator, finding, { type: 'close' })
    }
    await finish()
    deps.clock.pass(DAY)
    const again = await report()
    expect(again.recurrenceOf).toBe(finding.id)
    await happen(staff.coordinator, finding, { type: 'reopen', reason: '又堆上了' })
    deps.clock.pass(DAY)
    await finish()
    deps.clock.pass(31 * DAY)
    const { staysFixed30Rate } = await summarise(
      { read: deps.db.read, clock: deps.clock },
      staff.supervisor,
      {
        from: '2025-10-01',
        to: '2025-11-01',
        countBy: 'event',
      },
    )
    expect(staysFixed30Rate).toEqual(share(1, 1, 100))
  })

  it('are those of a place, a unit, a floor: each is shown its own', async () => {
    const { deps, community, staff, report, fix } = await openCorridor()
    await fix()
    await fix({ placeId: community.places.otherBuilding.id })
    deps.clock.pass(DAY)
    await report()
    deps.clock.pass(30 * DAY)
    const at = async (placeId: string) => {
      const query = { placeId, from: '2025-10-01', to: '2025-11-01', countBy: 'event' } as const
      return (await summarise({ read: deps.db.read, clock: deps.clock }, staff.supervisor, query))
        .staysFixed30Rate
    }
    const { estate, building, floor, otherBuilding } = community.places
    expect(await at(estate.id)).toEqual(share(1, 2, 50))
    expect(await at(building.id)).toEqual(share(0, 1, 0))
    expect(await at(floor.id)).toEqual(share(0, 1, 0))
    expect(await at(otherBuilding.id)).toEqual(share(1, 1, 100))
  })
})

describe('a chronic spot', () => {
  it('came back twice within ninety days after it had been fixed; five findings make it a topic', async () => {
    const { deps, community, staff, report, fix } = await openCorridor()
    const spots = async (by: Caller = staff.supervisor, more: object = {}) =>
      (await chronicSpots({ read: deps.db.read, clock: deps.clock }, by, more)).items
    await fix()
    deps.clock.pass(DAY)
    await fix()
    await fix({ placeId: community.places.building.id })
    expect(await spots()).toEqual([])
    expect(await spots(staff.supervisor, { times: 1 })).toHaveLength(1)
    deps.clock.pass(DAY)
    const third = await report()
    const { floor, otherBuilding } = community.places
    const spot = { placeId: floor.id, placePath: '长浜社区/巨塔花园/3幢/2单元/5层', categoryCode: '0101' }
    expect(await spots()).toMatchObject([
      { ...spot, recurrences: 2, found: 3, open: 1, forDeliberation: false },
    ])
    await report()
    await report()
    expect(await spots()).toMatchObject([
      { ...spot, recurrences: 4, found: 5, open: 3, forDeliberation: true },
    ])
    expect(await spots(staff.supervisor, { placeId: otherBuilding.id })).toEqual([])
    const next = await community.member('四幢网格员', ['coordinator'], { at: otherBuilding.path })
    expect(await spots(next)).toEqual([])
    await community.happen(staff.coordinator, third, { type: 'reject', reason: 'not_exist' })
    expect(await spots()).toMatchObject([{ recurrences: 3, found: 4, open: 2, forDeliberation: false }])
    deps.clock.pass(89 * DAY)
    expect(await spots(staff.supervisor, { times: 1 })).toMatchObject([{ recurrences: 2 }])
    deps.clock.pass(DAY)
    expect(await spots(staff.supervisor, { times: 1 })).toEqual([])
  })
})
