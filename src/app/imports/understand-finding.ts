import { createHash } from 'node:crypto'
import type { CategoryRow, PlaceRow, UnitRow } from '../../../db/stores/setup.ts'
import type { Cells } from './read-cells.ts'
import { readMoment } from './read-moment.ts'

/** A finding as a ledger tells it. Moments are milliseconds since 1970. */
export interface ToldFinding {
  readonly key: string
  readonly reportedAt: number
  readonly closedAt: number | null
  readonly category: CategoryRow
  readonly description: string
  readonly place: PlaceRow | null
  readonly address: string | null
  readonly position: { readonly lat: number; readonly lng: number } | null
  readonly unit: UnitRow | null
  readonly note: string
}

/** What the words of a ledger are looked up in. */
export interface Surroundings {
  readonly timeZone: string
  readonly now: number
  /** By code, name in Chinese and name in English. */
  readonly categories: ReadonlyMap<string, CategoryRow>
  /** By name path, code path and id. */
  readonly places: ReadonlyMap<string, PlaceRow>
  /** By name and id. */
  readonly units: ReadonlyMap<string, UnitRow>
}

/** Reads a row of a ledger; null when something is wrong with it, which the cells then tell. */
export function understandFinding(cells: Cells, around: Surroundings): ToldFinding | null {
  const { words, wrong } = cells
  const moment = (field: 'reportedAt' | 'closedAt'): number | null => {
    if (words(field) === '') return null
    const at = readMoment(words(field), around.timeZone)
    if (at === null) wrong(field, '不是日期;例如 2025-03-01 14:05', 'is no date, such as 2025-03-01 14:05')
    else if (at > around.now) wrong(field, '在将来,请核对', 'lies in the future; check it')
    return at
  }
  const reportedAt = moment('reportedAt')
  if (words('reportedAt') === '') wrong('reportedAt', '缺少发现时间', 'says not when it was found')
  const closedAt = moment('closedAt')
  if (reportedAt !== null && closedAt !== null && closedAt < reportedAt)
    wrong('closedAt', '早于发现时间', 'lies before it was found')
  const category = cells.named('category', around.categories)
  if (!category)
    wrong(
      'category',
      '没有这个类别;请填类别编码或名称,或在 values 中对应',
      'is no category; map it to a code or a name in “values”',
    )
  const place = cells.named('place', around.places)
  if (words('place') !== '' && !place && words('address') === '')
    wrong(
      'place',
      '没有这个点位;请先建点位,或改用地址列',
      'is no place; make it first, or map the column as address',
    )
  const unit = cells.named('unit', around.units)
  if (words('unit') !== '' && !unit)
    wrong(
      'unit',
      '没有这个责任单位;请先建单位,或在 values 中对应',
      'is no unit; make it first, or map it in “values”',
    )
  const [lat, lng] = [words('lat'), words('lng')].map(text => (text === '' ? Number.NaN : Number(text))) as [
    number,
    number,
  ]
  const position = Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null
  if (!position && words('lat') + words('lng') !== '')
    wrong('lat', '不是经纬度', 'is no latitude and longitude')
  const address = [words('address'), place ? '' : words('place')].filter(Boolean).join(' ') || null
  if (!place && !address && !position) wrong('address', '没有位置', 'says not where')
  if (cells.problems.length > 0 || reportedAt === null || !category) return null
  return {
    key: words('key') || createHash('sha256').update(cells.row.cells.join('\u001f')).digest('base64url'),
    reportedAt,
    closedAt,
    category,
    description: (words('description') || category.nameZh).slice(0, 2_000),
    place,
    address: address?.slice(0, 200) ?? null,
    position,
    unit,
    note: words('note').slice(0, 2_000),
  }
}
