import { describe, expect, it } from 'vitest'
import type { Reader } from '../../db/database.ts'
import type { Role } from '../../machines/people.ts'
import type { Caller, HeldRole } from '../../src/app/caller.ts'
import { type SummaryQuery, summarise } from '../../src/app/figures/summarise.ts'
import type { FindingView } from '../../src/app/findings/view-finding.ts'
import { ROOT } from '../support/community.ts'
import { countByHand, readEverything } from '../support/count-by-hand.ts'
import { liveRandomly, liveUntil, openSetting, type Setting, walk } from '../support/finding-setting.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

type Summary = Awaited<ReturnType<typeof summarise>>

const ask = (deps: TestDeps, caller: Caller, query: Partial<SummaryQuery> = {}): Promise<Summary> =>
  summarise({ read: deps.db.read, clock: deps.clock }, caller, { countBy: 'event', ...query })

const share = (numerator: number, denominator: number, value: number | null) => ({
  numerator,
  denominator,
  value,
})

/** Opens a house with people who can take a finding anywhere; its category has four hours, around the clock. */
async function openStory(start = '2025-10-13T01:00:00.000Z') {
  const deps = await openHouse(start)
  const setting = await openSetting(deps, 'full')
  const { community, staff } = setting
  const happen = community.happen
  const report = (): Promise<FindingView> => community.report(staff.patroller, { categoryCode: '0203' })
  const register = (f: FindingView) => happen(staff.coordinator, f, { type: 'register' })
  const dispatch = (f: FindingView) =>
    happen(staff.coordinator, f, { type: 'dispatch', unitId: community.units.property })
  const receive = (f: FindingView) => happen(staff.manager, f, { type: 'receive' })
  const rectify = async (f: FindingView) =>
    happen(staff.manager, f, {
      type: 'rectify',
      photoIds: [await community.photo(staff.manager)],
      note: '已清理',
    })
  const check = async (f: FindingView, result: 'pass' | 'fail') =>
    happen(staff.otherPatroller, f, {
      type: 'check',
      result,
      photoIds: [await community.photo(staff.otherPatroller)],
    })
  const close = (f: FindingView) => happen(staff.coordinator, f, { type: 'close' })
  return {
    deps,
    ...setting,
    report,
    register,
    dispatch,
    receive,
    rectify,
    check,
    close,
    /** Reported and in the unit's hands. */
    handOver: async () => {
      const f = await report()
      await register(f)
      await dispatch(f)
      await receive(f)
      return f
    },
    finish: async (f: FindingView) => {
      await rectify(f)
      await check(f, 'pass')
      await close(f)
    },
    extend: async (f: FindingView) => {
      await happen(staff.manager, f, {
        type: 'apply_extension',
        duration: 'PT1H',
        reason: '缺件',
        interimMeasure: '已围挡',
      })
      await happen(staff.coordinator, f, { type: 'decide_extension', approve: true })
    },
    voidIt: async (f: FindingView) => {
      await happen(staff.coordinator, f, { type: 'propose_void', reason: '误报' })
      await happen(staff.supervisor, f, { type: 'decide_void', approve: true })
    },
  }
}

describe('the twelve rates', () => {
  it('come out as counted by hand on nine lives', async () => {
    const story = await openStory()
    const { deps, community, staff } = story
    const inTime = await story.handOver()
    const extendedAndLate = await story.handOver()
    const reworked = await story.handOver()
    const stillOpen = await story.handOver()
    await story.extend(extendedAndLate)
    await story.extend(stillOpen)
    await story.finish(inTime)
    await story.rectify(reworked)
    await story.check(reworked, 'fail')
    await community.happen(staff.coordinator, reworked, { type: 'rework', reason: '未清完' })
    await story.finish(reworked)

    const rejected = await story.report()
    await community.happen(staff.coordinator, rejected, { type: 'reject', reason: 'out_of_scope' })
    const mistaken = await story.report()
    await story.register(mistaken)
    await story.voidIt(mistaken)
    const twice = await story.report()
    await community.happen(staff.coordinator, twice, {
      type: 'merge',
      intoId: stillOpen.id,
      reason: '同一处',
    })
    const onTheSpot = await community.report(staff.patroller, {
      fixed: { photoIds: [await community.photo(staff.patroller)], note: '当场劝离' },
    })
    await community.happen(staff.coordinator, onTheSpot, { type: 'approve_self_handled' })
    await story.report()

    // Five hours after dispatch with the extension: the late one is handed in after that, the other never.
    await liveUntil(deps, deps.clock.now() + 6 * HOUR)
    await story.finish(extendedAndLate)
    await liveUntil(deps, deps.clock.now() + 3 * DAY)
    await walk(deps, community.places.building.id, staff.patroller, staff.coordinator)

    const summary = await ask(deps, staff.coordinator)
    expect(summary).toEqual({
      placeId: community.rootPlaceId,
      unitId: null,
      from: '2025-01-01',
      to: '2026-01-01',
      asOf: new Date(deps.clock.now()).toISOString(),
      countBy: 'event',
      patrols: 1,
      patrolsMissed: 0,
      patrolsKept: 0,
      stopsDue: 0,
      stopsMade: 0,
      reported: 8,
      valid: 5,
      triaged: 6,
      registered: 5,
      rejected: 1,
      void: 1,
      merged: 1,
      selfHandled: 1,
      dispatched: 4,
      handled: 3,
      handledInTime: 2,
      closed: 3,
      closedInTime: 2,
      closedReworked: 1,
      closedExtended: 1,
      closedForced: 0,
      found: 6,
      rectified: 4,
      overdue: 2,
      returned: 0,
      recurred: 0,
      overdueOpen: 1,
      overdueUnclosed: 1,
      rectificationRate: share(4, 6, 66.67),
      validReportRate: share(5, 8, 62.5),
      registrationRate: share(5, 6, 83.33),
      rejectionRate: share(1, 6, 16.67),
      dispatchRate: share(4, 5, 80),
      disposalRate: share(3, 4, 75),
      intimeDisposalRate: share(2, 4, 50),
      closingRate: share(3, 4, 75),
      intimeClosingRate: share(2, 4, 50),
      reworkRate: share(1, 4, 25),
      extensionRate: share(2, 4, 50),
      onTheSpotRate: share(1, 6, 16.67),
      recurrenceRate: share(0, 5, 0),
      patrolCompletionRate: share(0, 0, null),
      checkpointCoverage: share(0, 0, null),
      staysFixed30Rate: share(0, 0, null),
      staysFixed90Rate: share(0, 0, null),
    })
  })

  it('are null where nothing has happened, never 0 or 100', async () => {
    const { deps, staff } = await openStory()
    const summary = await ask(deps, staff.coordinator)
    for (const [name, value] of Object.entries(summary))
      if (name.endsWith('Rate')) expect([name, value]).toEqual([name, share(0, 0, null)])
      else if (typeof value === 'number') expect([name, value]).toEqual([name, 0])
  })
})

describe('a finding that turns out to be none', () => {
  it('is taken off the day it was reported on, however much later that shows', async () => {
    const story = await openStory('2025-12-30T01:00:00.000Z')
    const { deps, staff, community } = story
    const early = { from: '2025-12-30', to: '2025-12-31' }
    const wrong = await story.handOver()
    const same = await story.report()
    const outside = await story.report()
    expect((await ask(deps, staff.coordinator, early)).found).toBe(3)

    await liveUntil(deps, '2026-01-05T01:00:00.000Z')
    await story.voidIt(wrong)
    expect(await ask(deps, staff.coordinator, early)).toMatchObject({ found: 2, reported: 2, dispatched: 0 })
    await community.happen(staff.coordinator, same, {
      type: 'merge',
      intoId: outside.id,
      reason: '同一处',
    })
    expect(await ask(deps, staff.coordinator, early)).toMatchObject({ found: 1, reported: 2 })
    await community.happen(staff.coordinator, outside, { type: 'reject', reason: 'out_of_scope' })
    expect(await ask(deps, staff.coordinator, early)).toMatchObject({ found: 0, reported: 2, rejected: 0 })
    expect(await ask(deps, staff.coordinator, { ...early, countBy: 'cohort' })).toMatchObject({
      found: 0,
      rejected: 1,
      merged: 1,
      void: 1,
    })
    expect(await ask(deps, staff.coordinator)).toMatchObject({ from: '2026-01-01', rejected: 1, void: 1 })
  })
})

describe('a life that crosses the new year', () => {
  const year = (n: number, countBy: 'event' | 'cohort') => ({
    from: `${n}-01-01`,
    to: `${n + 1}-01-01`,
    countBy,
  })

  it('counts in each year what happened in it, or all of it in the year of its report', async () => {
    const story = await openStory('2025-12-31T03:00:00.000Z')
    const { deps, staff } = story
    const finding = await story.handOver()
    await liveUntil(deps, '2026-01-05T01:00:00.000Z')
    await story.finish(finding)
    const figures = (n: number, countBy: 'event' | 'cohort') => ask(deps, staff.coordinator, year(n, countBy))

    expect(await figures(2025, 'event')).toMatchObject({
      found: 1,
      rectified: 0,
      handled: 0,
      // As of the new year it was overdue and not handed in; closing had its time until the evening.
      asOf: '2025-12-31T16:00:00.000Z',
      overdue: 1,
      overdueOpen: 1,
      overdueUnclosed: 0,
      rectificationRate: share(0, 1, 0),
      disposalRate: share(0, 1, 0),
      closingRate: share(0, 0, null),
    })
    expect(await figures(2026, 'event')).toMatchObject({
      found: 0,
      rectified: 1,
      overdueOpen: 0,
      rectificationRate: share(1, 0, null),
      disposalRate: share(1, 1, 100),
      intimeDisposalRate: share(0, 1, 0),
      closingRate: share(1, 1, 100),
    })
    // Handled once is not also overdue: by cohort, what is overdue is so now.
    expect(await figures(2025, 'cohort')).toMatchObject({
      found: 1,
      rectified: 1,
      overdueOpen: 0,
      rectificationRate: share(1, 1, 100),
      disposalRate: share(1, 1, 100),
      intimeDisposalRate: share(0, 1, 0),
      closingRate: share(1, 1, 100),
    })
    expect(await figures(2026, 'cohort')).toMatchObject({
      found: 0,
      rectified: 0,
      rectificationRate: share(0, 0, null),
    })
  })

  it('takes the days of the community, not those of Greenwich', async () => {
    // 00:30 on New Year’s Day in Shanghai.
    const story = await openStory('2025-12-31T16:30:00.000Z')
    await story.report()
    expect(await ask(story.deps, story.staff.coordinator)).toMatchObject({ from: '2026-01-01', found: 1 })
    expect((await ask(story.deps, story.staff.coordinator, year(2025, 'event'))).found).toBe(0)
  })

  it('keeps the overdue of a cohort to the findings reported in the period', async () => {
    const story = await openStory('2025-12-30T01:00:00.000Z')
    const { deps, staff } = story
    await story.handOver()
    await liveUntil(deps, '2026-01-03T01:00:00.000Z')
    await story.handOver()
    await liveUntil(deps, '2026-01-08T01:00:00.000Z')
    expect(await ask(deps, staff.coordinator)).toMatchObject({ overdueOpen: 2, overdueUnclosed: 2 })
    for (const n of [2025, 2026])
      expect(await ask(deps, staff.coordinator, year(n, 'cohort'))).toMatchObject({
        overdueOpen: 1,
        overdueUnclosed: 1,
      })
  })
})

describe('the period', () => {
  it('is this calendar year unless an end is given', async () => {
    const { deps, staff } = await openStory()
    const period = async (query: Partial<SummaryQuery>) => {
      const { from, to } = await ask(deps, staff.coordinator, query)
      return `${from} ${to}`
    }
    expect(await period({})).toBe('2025-01-01 2026-01-01')
    expect(await period({ from: '2024-03-01' })).toBe('2024-03-01 2026-01-01')
    expect(await period({ from: '2030-03-01' })).toBe('2030-03-01 2031-01-01')
    expect(await period({ to: '2024-01-01' })).toBe('2023-01-01 2024-01-01')
    expect(await period({ to: '2024-03-01' })).toBe('2024-01-01 2024-03-01')
  })

  it('has to be of real days, the first before the last', async () => {
    const { deps, staff } = await openStory()
    for (const query of [
      { from: '2025-02-30' },
      { to: '2025-13-01' },
      { from: '2025-03-01', to: '2025-02-01' },
    ])
      await expect(ask(deps, staff.coordinator, query)).rejects.toMatchObject({ code: 'request.invalid' })
  })
})

const holding = (caller: Caller, ...roles: readonly (readonly [Role, string])[]): Caller => ({
  ...caller,
  roles: roles.map(([role, path]): HeldRole => ({ role, placeId: null, path })),
})

describe('whose figures', () => {
  it('are those of everything the caller holds a role at, nothing counted twice', async () => {
    const { deps, staff, community, report } = await openStory()
    const { floor, building, otherBuilding, estate } = community.places
    await report()
    await community.report(staff.patroller, { placeId: otherBuilding.id })
    await community.report(staff.patroller, { placeId: estate.id, address: '南门' })
    const found = async (...roles: readonly (readonly [Role, string])[]) => {
      const { found, placeId } = await ask(deps, holding(staff.patroller, ...roles))
      return { found, placeId }
    }
    expect(await found(['resident', floor.path])).toEqual({ found: 1, placeId: floor.id })
    expect(await found(['resident', floor.path], ['patroller', building.path])).toEqual({
      found: 1,
      placeId: building.id,
    })
    expect(await found(['resident', otherBuilding.path], ['patroller', building.path])).toEqual({
      found: 2,
      placeId: null,
    })
    expect(await found(['auditor', estate.path])).toEqual({ found: 3, placeId: estate.id })
    expect(await found()).toEqual({ found: 0, placeId: null })
  })

  it('are the unit’s for those who only work for a unit', async () => {
    const story = await openStory()
    const { deps, staff, community } = story
    await story.handOver()
    await story.report()
    expect(await ask(deps, staff.manager)).toMatchObject({
      unitId: community.units.property,
      placeId: community.rootPlaceId,
      reported: 1,
      dispatched: 1,
      patrols: 0,
    })
    expect(await ask(deps, staff.cleaner)).toMatchObject({ unitId: community.units.cleaning, reported: 0 })
    const { building, otherBuilding } = community.places
    expect((await ask(deps, staff.manager, { placeId: building.id })).reported).toBe(1)
    expect((await ask(deps, staff.manager, { placeId: otherBuilding.id })).reported).toBe(0)
    const alsoResident = holding(
      staff.manager,
      ['unit_manager', community.rootPath],
      ['resident', building.path],
    )
    expect(await ask(deps, alsoResident)).toMatchObject({ unitId: null, placeId: building.id, reported: 2 })
  })

  it('do not exist for a place outside the caller’s scope, nor for the root administrator', async () => {
    const { deps, staff, community } = await openStory()
    const { floor, building, otherBuilding } = community.places
    const neighbour = holding(staff.resident, ['resident', building.path])
    await expect(ask(deps, neighbour, { placeId: otherBuilding.id })).rejects.toMatchObject({
      code: 'place.not_found',
    })
    await expect(ask(deps, neighbour, { placeId: community.rootPlaceId })).rejects.toMatchObject({
      code: 'place.not_found',
    })
    expect((await ask(deps, neighbour, { placeId: floor.id })).placeId).toBe(floor.id)
    await expect(ask(deps, ROOT)).rejects.toMatchObject({ code: 'community.not_found' })
  })

  it('are read from kept totals for community, estate, building and unit, whatever their size', async () => {
    const story = await openStory()
    const { deps, staff, community } = story
    await story.handOver()
    const { read } = deps.db
    const unread = async (): Promise<never> => {
      throw new Error('findings were walked')
    }
    const kept: Reader = {
      ...read,
      findings: { ...read.findings, contextsReportedBetween: unread },
      patrols: { ...read.patrols, contextsBelow: unread },
    }
    const found = async (caller: Caller, placeId?: string) =>
      (await summarise({ read: kept, clock: deps.clock }, caller, { placeId, countBy: 'event' })).found
    const { estate, building, floor } = community.places
    for (const placeId of [undefined, community.rootPlaceId, estate.id, building.id])
      expect(await found(staff.coordinator, placeId)).toBe(1)
    expect(await found(staff.manager)).toBe(1)
    await expect(found(staff.coordinator, floor.id)).rejects.toThrow('walked')
  })
})

describe('after a month of random lives', () => {
  const scopes = ({ community, staff }: Setting) => {
    const { estate, building, otherBuilding, entrance, floor } = community.places
    const { rootPath, rootPlaceId, units } = community
    const desk = staff.coordinator
    return [
      { caller: desk, paths: [rootPath], unitId: null },
      { caller: desk, placeId: rootPlaceId, paths: [rootPath], unitId: null },
      { caller: desk, placeId: estate.id, paths: [estate.path], unitId: null },
      { caller: desk, placeId: building.id, paths: [building.path], unitId: null },
      { caller: desk, placeId: entrance.id, paths: [entrance.path], unitId: null },
      { caller: desk, placeId: floor.id, paths: [floor.path], unitId: null },
      {
        caller: holding(staff.patroller, ['patroller', otherBuilding.path], ['resident', floor.path]),
        paths: [otherBuilding.path, floor.path],
        unitId: null,
      },
      { caller: staff.manager, paths: [rootPath], unitId: units.property },
      { caller: staff.cleaner, paths: [rootPath], unitId: units.cleaning },
      { caller: staff.manager, placeId: building.id, paths: [building.path], unitId: units.property },
    ]
  }
  const periods = [
    { from: '2025-01-01', to: '2026-01-01' },
    { from: '2025-09-20', to: '2025-09-30' },
    { from: '2025-10-01', to: '2025-10-08' },
    { from: '2025-10-08', to: '2025-10-09' },
    { from: '2024-01-01', to: '2025-01-01' },
  ]

  it.each([
    [11, 'full'],
    [12, 'light'],
    [13, 'light'],
    [14, 'full'],
  ] as const)('every scope agrees with a count by hand (seed %i, %s)', async (seed, profile) => {
    const deps = await openHouse('2025-09-20T01:00:00.000Z')
    const setting = await openSetting(deps, profile)
    await liveRandomly(deps, setting, { seed, steps: 700 })
    deps.clock.pass(1)
    const now = deps.clock.now()
    const everything = await readEverything(deps, setting.community.id)
    for (const { caller, placeId, paths, unitId } of scopes(setting)) {
      for (const { from, to } of periods) {
        for (const countBy of ['event', 'cohort'] as const) {
          const end = Date.parse(`${to}T00:00:00+08:00`)
          const asOf = countBy === 'cohort' ? now : Math.min(now, end)
          const summary = await ask(deps, caller, { placeId, from, to, countBy })
          const { overdueUnclosedExtended, ...expected } = countByHand(everything, {
            paths,
            unitId,
            from,
            to,
            countBy,
            asOf,
          })
          expect({ paths, ...summary }).toMatchObject({
            ...expected,
            asOf: new Date(asOf).toISOString(),
            extensionRate: {
              numerator: expected.closedExtended! + overdueUnclosedExtended!,
              denominator: expected.closed! + expected.overdueUnclosed!,
            },
          })
        }
      }
    }
  })
})
