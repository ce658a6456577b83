import { describe, expect, it } from 'vitest'
import type { UnitRow } from '../../db/stores/setup.ts'
import { getRoute, isCompetent, routeOf } from '../../src/app/findings/route-finding.ts'
import { buildCommunity } from '../support/community.ts'
import { openHouse } from '../support/house.ts'

const paths = new Map([
  ['community', '/cb/'],
  ['estate', '/cb/01/'],
  ['building', '/cb/01/03/'],
  ['building thirty', '/cb/01/030/'],
  ['next estate', '/cb/02/'],
])
const here = '/cb/01/03/02/'
/** 楼道堆物: the property firm's, unless a unit says otherwise. */
const clutter = { code: '0101', defaultRole: 'property' }

type Draft = Partial<Omit<UnitRow, 'placeIds' | 'categoryCodes'>> & {
  readonly at?: readonly string[]
  readonly codes?: readonly string[]
}
function unit(id: string, { at = ['community'], codes, ...columns }: Draft = {}): UnitRow {
  return {
    communityId: 'cb',
    id,
    name: id,
    kind: 'property',
    external: false,
    active: true,
    version: 1,
    ...columns,
    placeIds: JSON.stringify(at),
    categoryCodes: codes ? JSON.stringify(codes) : null,
  }
}

describe('a finding goes', () => {
  it.each<[fact: string, units: UnitRow[], route: string | null]>([
    ['nowhere when there are no units', [], null],
    ['to the only property unit of the community', [unit('物业')], '物业'],
    ['nowhere by itself when two units are equally near', [unit('甲物业'), unit('乙物业')], null],
    ['not to a unit of another kind', [unit('保洁', { kind: 'cleaning' })], null],
    ['not to a unit out of use', [unit('旧物业', { active: false })], null],
    [
      'to the new firm once the old one is out of use',
      [unit('旧物业', { active: false }), unit('新物业')],
      '新物业',
    ],
    [
      'to the unit of the estate before that of the community',
      [unit('总物业'), unit('小区物业', { at: ['estate'] })],
      '小区物业',
    ],
    [
      'to the unit of the building before that of the estate',
      [unit('小区物业', { at: ['estate'] }), unit('楼栋物业', { at: ['building'] })],
      '楼栋物业',
    ],
    ['not to the unit of the next estate', [unit('邻区物业', { at: ['next estate'] })], null],
    [
      'not to the unit of a building whose number only begins alike',
      [unit('三十幢物业', { at: ['building thirty'] })],
      null,
    ],
    [
      'by the nearest of all the places of a unit',
      [unit('小区物业', { at: ['estate'] }), unit('两处物业', { at: ['next estate', 'building'] })],
      '两处物业',
    ],
    [
      'to the unit that lists the leaf before the one of its kind',
      [unit('物业'), unit('清障队', { kind: 'sanitation', codes: ['0101'] })],
      '清障队',
    ],
    [
      'to the unit that lists the domain before the one of its kind',
      [unit('物业'), unit('楼道队', { kind: 'cleaning', codes: ['01'] })],
      '楼道队',
    ],
    [
      'to the unit that lists the leaf before the one that lists the domain',
      [unit('楼道队', { codes: ['01'] }), unit('清障队', { codes: ['02', '0101'] })],
      '清障队',
    ],
    [
      'by place before category',
      [unit('清障队', { codes: ['0101'] }), unit('楼栋物业', { at: ['building'] })],
      '楼栋物业',
    ],
    ['not to a unit that lists other leaves, whatever its kind', [unit('物业', { codes: ['0102'] })], null],
    [
      'nowhere by itself when two list the same leaf',
      [unit('甲', { codes: ['0101'] }), unit('乙', { codes: ['0101'] })],
      null,
    ],
    ['not to a unit whose place is unknown', [unit('物业', { at: ['nowhere'] })], null],
  ])('%s', (_fact, units, expected) => {
    expect(routeOf(units, paths, here, clutter)?.unitId ?? null).toBe(expected)
    expect(routeOf([...units].reverse(), paths, here, clutter)?.unitId ?? null).toBe(expected)
  })

  it('to an outside authority, told apart as such', () => {
    const police = unit('派出所', { kind: 'police', external: true, codes: ['01'] })
    expect(routeOf([police], paths, here, clutter)).toEqual({
      unitId: '派出所',
      unitKind: 'police',
      external: true,
    })
  })
})

describe('in a community', () => {
  it('clutter in a corridor goes to the property firm, a dirty corridor to the cleaners', async () => {
    const deps = await openHouse()
    const community = await buildCommunity(deps)
    const route = async (code: string): Promise<string | undefined> => {
      const category = await deps.db.read.setup.findCategory(community.id, code)
      return (await getRoute(deps.db.read, community.id, community.places.floor.path, category!))?.unitId
    }
    expect(await route('0101')).toBe(community.units.property)
    expect(await route('0104')).toBe(community.units.cleaning)
    expect(await route('0302')).toBeUndefined()
  })

  it('a unit with many places is found by each of them', async () => {
    const deps = await openHouse()
    const { id, places, units, rootPath } = await buildCommunity(deps)
    const many = Array.from({ length: 20 }, (_, n) => `00000000-0000-7000-8000-0000000001${n + 10}`)
    const placeIds = JSON.stringify([...many, places.building.id])
    await deps.db.transaction(tx => tx.setup.updateUnit(id, units.property, 1, { placeIds }))
    const category = (await deps.db.read.setup.findCategory(id, '0101'))!
    expect((await getRoute(deps.db.read, id, places.floor.path, category))?.unitId).toBe(units.property)
    expect(await getRoute(deps.db.read, id, places.otherBuilding.path, category)).toBeNull()
    expect(await getRoute(deps.db.read, id, rootPath, category)).toBeNull()
  })

  it('a unit is competent for its categories at its places and for nothing else', async () => {
    const deps = await openHouse()
    const { id, places, units } = await buildCommunity(deps)
    const estate = places.estate
    await deps.db.transaction(tx =>
      tx.setup.updateUnit(id, units.property, 1, { placeIds: JSON.stringify([estate.id]) }),
    )
    const property = (await deps.db.read.setup.findUnit(id, units.property))!
    const clutterHere = (await deps.db.read.setup.findCategory(id, '0101'))!
    const dirt = (await deps.db.read.setup.findCategory(id, '0104'))!
    const competent = (path: string, category: typeof dirt) =>
      isCompetent(deps.db.read, property, path, category)
    expect(await competent(places.floor.path, clutterHere)).toBe(true)
    expect(await competent(places.floor.path, dirt)).toBe(false)
    expect(await competent('/cb/', clutterHere)).toBe(false)
  })
})
