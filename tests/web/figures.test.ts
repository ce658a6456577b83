import { describe, expect, it } from 'vitest'
import { instantOf } from '../../machines/zone.ts'
import { listOf } from '../../src/web/figures/asked.ts'
import { buildingsOf, shadeOf, treeOf } from '../../src/web/figures/buildings.ts'
import { dayBefore, periodOf } from '../../src/web/figures/period.ts'
import { startOfDay } from '../../src/web/finding/day-start.ts'
import { reportedBetween } from '../../src/web/finding/finding-filters.ts'

const item = (key: string, kind: string, parentId: string | null, value = 0) => ({
  key,
  name: `${key}号`,
  kind,
  parentId,
  value,
})

describe('the schematic', () => {
  it('finds the buildings wherever they stand, with entrances and floors below them', () => {
    const tree = treeOf([
      item('e', 'estate', 'community', 3),
      item('b1', 'building', 'e', 2),
      item('u1', 'entrance', 'b1', 2),
      item('f1', 'floor', 'u1', 1),
      item('f2', 'floor', 'u1', 1),
      item('b2', 'building', 'community'),
    ])
    const buildings = buildingsOf(tree)
    expect(buildings.map(({ id, open }) => [id, open])).toEqual([
      ['b1', 2],
      ['b2', 0],
    ])
    expect(buildings[0]?.below[0]?.below.map(({ id }) => id)).toEqual(['f1', 'f2'])
  })

  it('draws more open findings darker', () => {
    expect([0, 1, 2, 3, 4, 40].map(shadeOf)).toEqual([0, 1, 2, 2, 3, 3])
  })
})

it('names the last day of a period, also of a leap year’s February', () => {
  expect(dayBefore(periodOf('lastMonth', new Date(2028, 2, 15)).to)).toBe('2028-02-29')
  expect(dayBefore(periodOf('thisYear', new Date(2026, 0, 1)).to)).toBe('2026-12-31')
})

describe('the list behind a number', () => {
  it('covers the days of the period, the last one too, and no other', () => {
    const address = listOf({ from: '2026-02-01', to: '2026-03-01', placeId: 'p1' }, 'closed', { q: '3幢' })
    const query = Object.fromEntries(new URL(address, 'http://localhost').searchParams)
    expect(query).toEqual({
      state: 'closed',
      reportedFrom: '2026-02-01',
      reportedTo: '2026-02-28',
      placeId: 'p1',
      q: '3幢',
    })
    expect(reportedBetween(query, 'Asia/Shanghai')).toEqual({
      reportedFrom: '2026-01-31T16:00:00.000Z',
      reportedTo: '2026-02-28T16:00:00.000Z',
    })
  })

  it.each(['Asia/Shanghai', 'Asia/Urumqi', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia'])(
    'begins its days when the server does, in %s',
    zone => {
      for (let at = Date.UTC(2010, 0, 1); at < Date.UTC(2027, 0, 1); at += 3 * 86_400_000) {
        const day = new Date(at).toISOString().slice(0, 10)
        expect([day, startOfDay(day, zone)]).toEqual([day, instantOf(day, 0, zone)])
      }
    },
  )

  it('leaves out a day that is none', () => {
    expect(reportedBetween({ reportedFrom: '昨天', reportedTo: '2026-02-28' }, 'Asia/Shanghai')).toEqual({
      reportedTo: '2026-02-28T16:00:00.000Z',
    })
  })
})
