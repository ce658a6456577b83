import { describe, expect, it } from 'vitest'
import { ALL } from '../../db/stores/visibility.ts'
import { OPEN_FINDING_STATES } from '../../machines/finding/states.ts'
import { breakdown } from '../../src/app/figures/breakdown.ts'
import { METRICS } from '../../src/app/figures/metrics.ts'
import { series } from '../../src/app/figures/series.ts'
import { summarise } from '../../src/app/figures/summarise.ts'
import { liveRandomly, openSetting } from '../support/finding-setting.ts'
import { openHouse } from '../support/house.ts'

/* Whatever is followed over time or split up is the same figure as in the summary, of fewer days or of fewer places. */

async function openMonth(steps = 250) {
  const deps = await openHouse('2025-09-20T01:00:00.000Z')
  const setting = await openSetting(deps, 'full')
  await liveRandomly(deps, setting, { seed: 11, steps })
  const at = { read: deps.db.read, clock: deps.clock }
  return { deps, ...setting, at }
}

const period = { from: '2025-09-20', to: '2025-11-05' }

describe('a series', () => {
  it('says at each point what the summary of its days says', async () => {
    const { deps, at, community, staff } = await openMonth()
    for (const placeId of [undefined, community.places.floor.id])
      for (const countBy of ['event', 'cohort'] as const)
        for (const metric of [
          'found',
          'closed',
          'rectificationRate',
          'overdueOpen',
          'intimeDisposalRate',
        ] as const) {
          const asked = { ...period, placeId, countBy }
          const { items } = await series(at, staff.coordinator, { ...asked, metric, by: 'week' })
          for (const { from, to, value } of items) {
            // Of days that are to come nothing is late yet.
            if (Date.parse(from) > deps.clock.now()) continue
            const summary = await summarise(at, staff.coordinator, { placeId, countBy, from, to })
            expect({ metric, from, value }).toEqual({ metric, from, value: summary[metric] })
          }
        }
  })

  it('has a point a day, week or month; weeks begin on Monday, the ends are cut', async () => {
    const { at, staff } = await openMonth(0)
    const days = async (by: 'day' | 'week' | 'month', from: string, to: string) =>
      (await series(at, staff.coordinator, { metric: 'found', by, from, to, countBy: 'event' })).items.map(
        item => `${item.from} ${item.to}`,
      )
    expect(await days('day', '2025-12-30', '2026-01-02')).toEqual([
      '2025-12-30 2025-12-31',
      '2025-12-31 2026-01-01',
      '2026-01-01 2026-01-02',
    ])
    // 1 October 2025 was a Wednesday.
    expect(await days('week', '2025-10-01', '2025-10-15')).toEqual([
      '2025-10-01 2025-10-06',
      '2025-10-06 2025-10-13',
      '2025-10-13 2025-10-15',
    ])
    expect(await days('month', '2025-11-20', '2026-02-01')).toEqual([
      '2025-11-20 2025-12-01',
      '2025-12-01 2026-01-01',
      '2026-01-01 2026-02-01',
    ])
  })

  it('is refused in words when it would have too many points', async () => {
    const { at, staff } = await openMonth(0)
    const asked = { metric: 'found', by: 'day', from: '2000-01-01', countBy: 'event' } as const
    await expect(series(at, staff.coordinator, asked)).rejects.toMatchObject({ code: 'request.invalid' })
  })
})

describe('a breakdown', () => {
  it('by place says for each what its summary says, down to the levels asked for', async () => {
    const { at, community, staff } = await openMonth()
    for (const countBy of ['event', 'cohort'] as const)
      for (const metric of ['patrols', 'found', 'returned', 'overdueUnclosed', 'disposalRate'] as const) {
        const asked = { ...period, countBy, metric, by: 'place', levels: 4 } as const
        const { items } = await breakdown(at, staff.coordinator, asked)
        expect(items.map(item => item.key)).toEqual(
          expect.arrayContaining(Object.values(community.places).map(({ id }) => id)),
        )
        for (const { key, value } of items) {
          const summary = await summarise(at, staff.coordinator, { ...period, placeId: key, countBy })
          expect({ metric, key, value }).toEqual({ metric, key, value: summary[metric] })
        }
      }
    const near = await breakdown(at, staff.coordinator, {
      ...period,
      countBy: 'event',
      metric: 'found',
      by: 'place',
      levels: 1,
    })
    expect(new Set(near.items.map(item => item.parentId))).toEqual(new Set([community.rootPlaceId]))
  })

  it('of what is open now counts every finding that is, once in each split', async () => {
    const { deps, at, community, staff } = await openMonth()
    const rows = await deps.db.read.findings.list({
      communityId: community.id,
      visible: ALL,
      filter: { states: OPEN_FINDING_STATES },
      sort: '-reportedAt',
      cursor: null,
      limit: 10_000,
    })
    expect(rows.length).toBeGreaterThan(2)
    for (const by of ['category', 'source'] as const) {
      const { items } = await breakdown(at, staff.coordinator, {
        metric: 'open',
        by,
        countBy: 'event',
        levels: 1,
      })
      expect(items.reduce((sum, item) => sum + (item.value as number), 0)).toBe(rows.length)
    }
    const { building } = community.places
    const byPlace = await breakdown(at, staff.coordinator, {
      metric: 'open',
      by: 'place',
      countBy: 'event',
      levels: 4,
    })
    expect(byPlace.items.find(item => item.key === building.id)?.value).toBe(
      rows.filter(row => row.placePath.startsWith(building.path)).length,
    )
  })

  it('by category and by source adds up to the summary', async () => {
    const { at, staff } = await openMonth()
    const summary = await summarise(at, staff.coordinator, { ...period, countBy: 'event' })
    for (const by of ['category', 'source'] as const)
      for (const metric of ['reported', 'found', 'closed', 'overdueOpen', 'overdueUnclosed'] as const) {
        const asked = { ...period, countBy: 'event', metric, by, levels: 1 } as const
        const { items } = await breakdown(at, staff.coordinator, asked)
        const values = items.map(item => item.value as number)
        expect({ by, metric, sum: values.reduce((a, b) => a + b, 0) }).toEqual({
          by,
          metric,
          sum: summary[metric],
        })
        expect(values).toEqual(values.toSorted((a, b) => b - a))
      }
    const named = await breakdown(at, staff.coordinator, {
      ...period,
      countBy: 'event',
      metric: 'found',
      by: 'category',
      levels: 1,
    })
    expect(named.items.find(item => item.key === '0101')?.name).toBe('楼道堆物')
  })

  it('by unit says what the summary of the unit says, and somebody of a unit sees that one alone', async () => {
    const { at, community, staff } = await openMonth()
    for (const metric of METRICS) {
      const asked = { ...period, countBy: 'event', metric, by: 'unit', levels: 1 } as const
      const all = await breakdown(at, staff.coordinator, asked)
      const own = await breakdown(at, staff.manager, asked)
      const summary = await summarise(at, staff.manager, { ...period, countBy: 'event' })
      expect(own.items.every(item => item.key === community.units.property)).toBe(true)
      const mine = all.items.find(item => item.key === community.units.property)
      if (mine) expect({ metric, value: mine.value }).toEqual({ metric, value: summary[metric] })
    }
  })
})
