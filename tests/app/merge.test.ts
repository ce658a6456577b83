import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { findSeen } from '../../src/app/findings/apply-finding-event.ts'
import { listFindings } from '../../src/app/findings/list-findings.ts'
import { viewFinding } from '../../src/app/findings/view-finding.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'

/** A corridor that three people report, one after the other; the second and third report is merged. */
async function openCorridor() {
  const deps = await openHouse('2025-10-13T01:00:00.000Z')
  const { community, staff } = await openSetting(deps, 'full')
  const neighbour = await community.member('邻居', ['resident'])
  const happen: typeof community.happen = (...given) => {
    deps.clock.pass(1_000)
    return community.happen(...given)
  }
  const report = async (by: Caller) => {
    deps.clock.pass(60_000)
    return community.report(by, by === staff.patroller ? {} : { description: '五层堆了纸箱' })
  }
  const mergeInto = (original: { id: string }, finding: { id: string }) =>
    happen(staff.coordinator, finding, { type: 'merge', intoId: original.id, reason: '同一处' })
  const photo = async (by: Caller) => ({ photoIds: [await community.photo(by)] })
  const dispatch = async (original: { id: string }) => {
    await happen(staff.coordinator, original, { type: 'register' })
    await happen(staff.coordinator, original, { type: 'dispatch', unitId: community.units.property })
  }
  const fix = async (original: { id: string }) => {
    await happen(staff.manager, original, {
      type: 'rectify',
      note: '已清走',
      ...(await photo(staff.manager)),
    })
    await happen(staff.otherPatroller, original, { type: 'check', result: 'pass' })
    await happen(staff.coordinator, original, { type: 'close' })
  }
  /** What somebody was told of a record, in the order it was told. */
  const told = async (by: Caller, { id }: { id: string }) =>
    (await deps.db.read.inbox.ofRecord(community.id, id))
      .filter(({ memberId }) => memberId === by.memberId)
      .map(({ topic }) => topic)
  return { deps, community, staff, neighbour, happen, report, mergeInto, dispatch, fix, told, photo }
}

describe('whoever reported what was merged', () => {
  it('follows the original: hears that it is closed, opened again and closed again, of their own report', async () => {
    const { deps, community, staff, neighbour, happen, report, mergeInto, dispatch, fix, told } =
      await openCorridor()
    const original = await report(staff.patroller)
    const second = await report(staff.resident)
    const third = await report(neighbour)
    for (const duplicate of [second, third]) await mergeInto(original, duplicate)
    expect(await told(staff.resident, second)).toEqual(['merged'])
    await dispatch(original)
    await happen(staff.manager, original, { type: 'receive' })
    expect(await told(staff.resident, second)).toEqual(['merged'])
    await fix(original)
    await happen(staff.coordinator, original, { type: 'reopen', reason: '又堆上了' })
    await fix(original)
    for (const [who, duplicate] of [
      [staff.resident, second],
      [neighbour, third],
    ] as const) {
      expect(await told(who, duplicate)).toEqual([
        'merged',
        'original_closed',
        'original_reopened',
        'original_closed',
      ])
      expect(await told(who, original)).toEqual([])
    }
    expect(await told(staff.patroller, original)).toEqual([
      'rectified',
      'closed',
      'reopened',
      'rectified',
      'closed',
    ])
    expect(await checkIntegrity(deps.db.read, community.id)).toMatchObject({ ok: true })
  })

  it('follows on when the original is merged itself, and hears of its end once', async () => {
    const { staff, neighbour, happen, report, mergeInto, dispatch, photo, told } = await openCorridor()
    const first = await report(staff.patroller)
    const second = await report(staff.resident)
    const third = await report(neighbour)
    const fourth = await report(neighbour)
    await mergeInto(second, third)
    await mergeInto(second, fourth)
    await mergeInto(first, second)
    await dispatch(first)
    await happen(staff.supervisor, first, {
      type: 'force_close',
      reason: '无法处置',
      ...(await photo(staff.supervisor)),
    })
    expect(await told(staff.resident, second)).toEqual(['merged', 'original_closed'])
    expect(await told(neighbour, third)).toEqual(['merged', 'original_merged', 'original_closed'])
    expect(await told(neighbour, fourth)).toEqual(['merged'])
  })

  it.each([
    ['original_rejected', 'was not accepted', (by: string) => by === 'desk'],
    ['original_rejected', 'was taken back by its reporter', (by: string) => by === 'reporter'],
    ['original_voided', 'turned out to be nothing', (by: string) => by === 'both'],
  ] as const)('hears %s when the original %s', async (topic, _, is) => {
    const { staff, happen, report, mergeInto, told } = await openCorridor()
    const original = await report(staff.patroller)
    const second = await report(staff.resident)
    await mergeInto(original, second)
    if (is('desk')) await happen(staff.coordinator, original, { type: 'reject', reason: 'out_of_scope' })
    if (is('reporter')) await happen(staff.patroller, original, { type: 'withdraw' })
    if (is('both')) {
      await happen(staff.coordinator, original, { type: 'register' })
      await happen(staff.coordinator, original, { type: 'propose_void', reason: '误报' })
      await happen(staff.supervisor, original, { type: 'decide_void', approve: true })
      expect(await told(staff.patroller, original)).toEqual(['voided'])
    }
    expect(await told(staff.resident, second)).toEqual(['merged', topic])
  })

  it('hears it once when the original is their own report as well', async () => {
    const { staff, happen, report, mergeInto, told } = await openCorridor()
    const original = await report(staff.resident)
    const again = await report(staff.resident)
    await mergeInto(original, again)
    await happen(staff.coordinator, original, { type: 'reject', reason: 'out_of_scope' })
    expect(await told(staff.resident, original)).toEqual(['rejected'])
    expect(await told(staff.resident, again)).toEqual(['merged'])
  })

  it('sees on their own report what has become of an original that they may not see', async () => {
    const { deps, staff, happen, report, mergeInto, dispatch } = await openCorridor()
    const original = await report(staff.patroller)
    const second = await report(staff.resident)
    const third = await report(staff.resident)
    await mergeInto(second, third)
    await mergeInto(original, second)
    await dispatch(original)
    await happen(staff.manager, original, { type: 'receive' })
    await expect(findSeen(deps.db.read, staff.resident, original.id)).rejects.toMatchObject({
      code: 'finding.not_found',
    })
    const record = await findSeen(deps.db.read, staff.resident, third.id)
    const options = { at: deps.clock.now(), language: 'zh', seenAs: record.row } as const
    const view = await viewFinding(deps.db.read, staff.resident, record, options)
    expect(view).toMatchObject({ state: 'merged', mergedInto: second.id })
    expect(view.original).toEqual({
      number: original.number,
      state: 'in_progress',
      stateName: '处置中',
      closedAt: null,
    })
  })
})

describe('an original', () => {
  it('is open and not merged itself; what was merged into it can be listed', async () => {
    const { deps, staff, happen, report, mergeInto } = await openCorridor()
    const original = await report(staff.patroller)
    const second = await report(staff.resident)
    const third = await report(staff.resident)
    await mergeInto(original, second)
    const refused = { code: 'finding.merge_target_invalid' }
    await expect(mergeInto(second, third)).rejects.toMatchObject(refused)
    await expect(mergeInto(third, third)).rejects.toMatchObject(refused)
    const list = await listFindings(
      { read: deps.db.read, clock: deps.clock },
      staff.coordinator,
      { mergedInto: original.id, sort: '-reportedAt', limit: 10, count: true },
      'zh',
    )
    expect([list.items.map(({ id }) => id), list.total]).toEqual([[second.id], 1])
    await happen(staff.coordinator, original, { type: 'reject', reason: 'out_of_scope' })
    await expect(mergeInto(original, third)).rejects.toMatchObject(refused)
  })
})
