import { describe, expect, it } from 'vitest'
import type { Place } from '../../src/web/api/client.ts'
import { cellsOf, kindOfHeading, readRows, usualKinds } from '../../src/web/settings/places/pasted-rows.ts'

const place = (id: string, parentId: string | null, name: string, path: string): Place => ({
  id,
  parentId,
  name,
  path,
  namePath: name,
  communityId: 'c',
  kind: parentId === null ? 'community' : 'estate',
  code: id,
  gridId: null,
  lat: null,
  lng: null,
  active: true,
  version: 1,
})
const root = place('root', null, '长浜社区', '/cb/')
const estate = place('e', 'root', '巨塔花园', '/cb/01/')

const read = (text: string, places: readonly Place[] = [root]) => {
  const cells = cellsOf(text)
  const columns = Math.max(...cells.map(row => row.cells.length))
  return readRows(cells, { top: root, places, kinds: usualKinds('community', columns) })
}

describe('rows out of a spreadsheet', () => {
  it('become places below each other, each once', () => {
    const { places, rows } = read('巨塔花园\t1幢\t1单元\n巨塔花园\t1幢\t2单元')
    expect(places.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'estate 巨塔花园',
      'building 1幢',
      'entrance 1单元',
      'entrance 2单元',
    ])
    expect(places[1]?.parent).toEqual({ key: '巨塔花园' })
    expect(rows.map(({ added }) => added)).toEqual([3, 1])
  })

  it('take a merged cell for what stood above it', () => {
    const { rows, places } = read('巨塔花园\t1幢\t1单元\n\t\t2单元\n\t2幢\t1单元')
    expect(rows.map(({ cells }) => cells.join(' '))).toEqual([
      '巨塔花园 1幢 1单元',
      '巨塔花园 1幢 2单元',
      '巨塔花园 2幢 1单元',
    ])
    expect(places).toHaveLength(6)
  })

  it('hang what is new below what exists', () => {
    const { places, rows } = read('巨塔花园\t1幢\n巨塔花园', [root, estate])
    expect(places).toEqual([
      { key: '巨塔花园/1幢', parent: { id: 'e' }, kind: 'building', name: '1幢', line: 1 },
    ])
    expect(rows[1]).toMatchObject({ problem: null, added: 0 })
  })

  it.each([
    ['a gap between two cells', '巨塔花园\t\t1单元', 'gap'],
    ['a name that is too long', '巨'.repeat(101), 'long'],
    ['an invisible character', '巨塔\u0007花园', 'control'],
    ['more levels than a place may have', Array.from({ length: 12 }, (_, n) => `${n}层`).join('\t'), 'deep'],
  ])('say what is wrong with %s, and add nothing for it', (_, text, problem) => {
    const { rows, places } = read(text)
    expect(rows[0]?.problem).toBe(problem)
    expect(places).toEqual([])
  })

  it('say which row stands twice', () => {
    const { rows } = read('巨塔花园\t1幢\n巨塔花园\t1幢')
    expect(rows.map(({ problem }) => problem)).toEqual([null, 'twice'])
  })

  it('count lines as the sheet does, also behind empty ones', () => {
    expect(cellsOf('甲\n\n乙\r\n').map(({ line }) => line)).toEqual([1, 3])
  })

  it('part at commas of either width where there is no tab', () => {
    expect(cellsOf('巨塔花园,1幢,1单元')[0]?.cells).toEqual(['巨塔花园', '1幢', '1单元'])
  })

  it('know a heading by what people call the level', () => {
    const names = [['building', ['楼栋', '幢', 'Building']]] as const
    expect(kindOfHeading(' building ', names)).toBe('building')
    expect(kindOfHeading('1幢', names)).toBeNull()
  })
})
