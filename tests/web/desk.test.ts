import { describe, expect, it } from 'vitest'
import type { Category, Finding, Patrol, Place, Unit } from '../../src/web/api/client.ts'
import { ageOf, groupOverdue } from '../../src/web/audit/group-overdue.ts'
import { move } from '../../src/web/board/board-columns.ts'
import { periodOf } from '../../src/web/figures/period.ts'
import { suggestUnits } from '../../src/web/finding/suggest-unit.ts'
import type { Entry } from '../../src/web/keep/kept.ts'
import { walkOf } from '../../src/web/patrol/walk.ts'
import { findPlaces, placeOfCode, placesBelow, wayTo } from '../../src/web/places/place-tree.ts'
import { findCategories } from '../../src/web/report/find-categories.ts'
import { durationMs } from '../../src/web/words/moments.ts'

const place = (id: string, parentId: string | null, name: string, path: string, namePath: string): Place =>
  ({ id, parentId, name, path, namePath, kind: 'building', active: true }) as Place
const PLACES = [
  place('c', null, '长浜社区', '/cb/', '长浜社区'),
  place('e', 'c', '巨塔花园', '/cb/jt/', '长浜社区/巨塔花园'),
  place('b10', 'e', '10幢', '/cb/jt/10/', '长浜社区/巨塔花园/10幢'),
  place('b2', 'e', '2幢', '/cb/jt/02/', '长浜社区/巨塔花园/2幢'),
  place('f', 'b2', '5层', '/cb/jt/02/05/', '长浜社区/巨塔花园/2幢/5层'),
]
const category = (code: string, nameZh: string, nameEn: string, more: object = {}): Category =>
  ({ code, nameZh, nameEn, keywords: '', defaultRole: 'property', active: true, ...more }) as Category

describe('a category', () => {
  const all = [
    category('0101', '楼道堆物', 'Clutter in corridor'),
    category('0203', '飞线充电', 'Fly-wire charging'),
  ]
  it.each(['飞线', 'fxcd', 'FX', 'wire', '0203'])('is found by %s', wanted => {
    expect(findCategories(all, wanted).map(({ code }) => code)).toEqual(['0203'])
  })
})

describe('a place', () => {
  it('stands where people would look for it: 2幢 before 10幢', () => {
    expect(placesBelow(PLACES, 'e').map(({ name }) => name)).toEqual(['2幢', '10幢'])
    expect(wayTo(PLACES, 'f').map(({ name }) => name)).toEqual(['长浜社区', '巨塔花园', '2幢', '5层'])
  })

  it('is found by several words, and by the code on the wall', () => {
    expect(findPlaces(PLACES, '2幢 5层').map(({ id }) => id)).toEqual(['f'])
    const id = '0199aaaa-0000-7000-8000-000000000000'
    const wall = { ...place(id, 'e', '3幢', '/cb/jt/03/', '长浜社区/巨塔花园/3幢') }
    expect(placeOfCode([wall], `https://xuncha.example/p/${id}`)).toBe(wall)
    expect(placeOfCode([wall], 'https://elsewhere.example/')).toBeUndefined()
  })
})

describe('the suggested unit', () => {
  const unit = (id: string, placeIds: string[], categoryCodes: string[] | null): Unit =>
    ({ id, name: id, kind: 'property', placeIds, categoryCodes, active: true }) as Unit
  const finding = { placeId: 'f', categoryCode: '0101' }
  const known = { places: PLACES, category: category('0101', '楼道堆物', 'Clutter') }

  it('is the one with the nearest place, then with the most exact category', () => {
    const units = [unit('estate', ['e'], null), unit('house', ['b2'], null), unit('exact', ['b2'], ['0101'])]
    expect(suggestUnits(finding, { ...known, units }).map(each => each.unit.id)).toEqual([
      'exact',
      'house',
      'estate',
    ])
  })

  it('is not competent elsewhere, or for something else', () => {
    const units = [unit('other house', ['b10'], null), unit('other duty', ['e'], ['02'])]
    expect(suggestUnits(finding, { ...known, units }).map(({ competent }) => competent)).toEqual([
      false,
      false,
    ])
  })
})

describe('the board', () => {
  it('is walked with the keyboard, past columns without findings', () => {
    const lengths = [2, 0, 3]
    expect(move('j', null, lengths)).toEqual({ column: 0, row: 0 })
    expect(move('ArrowDown', { column: 0, row: 1 }, lengths)).toEqual({ column: 0, row: 1 })
    expect(move('l', { column: 0, row: 1 }, lengths)).toEqual({ column: 2, row: 1 })
    expect(move('h', { column: 2, row: 2 }, lengths)).toEqual({ column: 0, row: 1 })
    expect(move('x', null, lengths)).toBeNull()
  })
})

describe('what is overdue', () => {
  const now = Date.parse('2025-10-20T00:00:00Z')
  const late = (days: number, unitId: string): Finding =>
    ({
      unitId,
      placePath: '长浜社区/巨塔花园/2幢/5层',
      categoryCode: '0101',
      clock: { dueAt: new Date(now - days * 86_400_000).toISOString() },
    }) as Finding

  it('falls into the age bands of the standard', () => {
    expect([0.5, 2, 5, 20, 40].map(days => ageOf(late(days, 'u'), now))).toEqual([
      'day',
      'threeDays',
      'week',
      'month',
      'older',
    ])
  })

  it('is grouped by whose it is, the most first; by age, the oldest first', () => {
    const all = [late(1, 'a'), late(40, 'b'), late(2, 'b')]
    expect(groupOverdue(all, 'unit', now).map(({ key }) => key)).toEqual(['b', 'a'])
    expect(groupOverdue(all, 'age', now).map(({ key }) => key)).toEqual(['older', 'threeDays'])
    expect(groupOverdue(all, 'place', now).map(({ key }) => key)).toEqual(['长浜社区/巨塔花园/2幢'])
  })
})

describe('a patrol without a signal', () => {
  const entry = (
    at: number,
    kind: Entry['kind'],
    body: object,
    state: Entry['state'] = 'waiting',
  ): Entry => ({
    id: kind === 'patrol' ? 'p' : `e${at}`,
    at,
    turn: at,
    kind,
    path: '',
    body: body as Entry['body'],
    photos: [],
    chain: 'p',
    state,
    attempts: 0,
  })

  it('is what its walker has written down', () => {
    const walk = walkOf(null, [
      entry(1, 'patrol', { theme: 'ebike', placeId: 'e' }),
      entry(2, 'patrol_event', { type: 'start' }),
      entry(3, 'patrol_event', { type: 'checkpoint', placeId: 'b2', result: 'ok' }),
      entry(4, 'finding', {}),
    ])
    expect(walk).toMatchObject({ state: 'active', theme: 'ebike', findings: 1, unsent: true })
    expect(walk?.points).toHaveLength(1)
  })

  it('adds to the record only what the server has not been told', () => {
    const record = { id: 'p', theme: 'ebike', placeId: 'e', state: 'active', checkpoints: [], findings: 2 }
    const walk = walkOf(record as unknown as Patrol, [
      entry(1, 'finding', {}, 'sent'),
      entry(2, 'patrol_event', { type: 'finish' }),
    ])
    expect(walk).toMatchObject({ state: 'submitted', findings: 2 })
  })
})

describe('time', () => {
  it('reads the durations that the interface sends', () => {
    expect(['PT30M', 'PT4H', 'P1DT2H'].map(durationMs)).toEqual([1_800_000, 14_400_000, 93_600_000])
  })

  it('takes whole months and years as periods, the end not included', () => {
    const today = new Date(2026, 0, 15)
    expect(periodOf('thisYear', today)).toEqual({ from: '2026-01-01', to: '2027-01-01' })
    expect(periodOf('lastMonth', today)).toEqual({ from: '2025-12-01', to: '2026-01-01' })
  })
})
