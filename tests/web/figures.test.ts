import { describe, expect, it } from 'vitest'
import { dayBefore, periodOf } from '../../src/web/figures/period.ts'
import { buildingsOf, shadeOf, treeOf } from '../../src/web/figures/split.ts'

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
