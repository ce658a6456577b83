import type { PlaceRow } from '../../../db/stores/setup.ts'
import { createPlace, PLACE_KINDS, type PlaceKind } from '../community/create-place.ts'
import { AppError } from '../errors.ts'
import type { ImportKind } from './import-list.ts'
import { nameKey } from './read-cells.ts'
import { allPlaces, byName } from './read-ledger.ts'

interface Around {
  readonly communityId: string
  /** By name path without the community's own name. */
  readonly places: ReadonlyMap<string, PlaceRow>
  /** Name paths that rows before this one will make. */
  readonly coming: Set<string>
  /** Ids of what this import has made, by name path. */
  readonly made: Map<string, string>
}
interface ToldPlace {
  readonly names: readonly string[]
  readonly kind: PlaceKind
}

const NAMES: Readonly<Record<PlaceKind, readonly string[]>> = {
  grid: ['网格'],
  estate: ['小区', '物业小区'],
  building: ['楼栋', '幢', '栋', '楼'],
  entrance: ['单元', '门栋'],
  floor: ['楼层', '层'],
  household: ['户', '室'],
  spot: ['点位', '部位'],
}
const KINDS = byName(PLACE_KINDS, kind => [kind, ...NAMES[kind]])
/** What a name says of itself. */
const BY_ENDING: readonly (readonly [RegExp, PlaceKind])[] = [
  [/网格$/, 'grid'],
  [/(单元|门)$/, 'entrance'],
  [/(幢|栋|号楼|座)$/, 'building'],
  [/(层|楼)$/, 'floor'],
  [/(室|户)$/, 'household'],
  [/(小区|花园|苑|公寓|新村|里)$/, 'estate'],
]

const pathKey = (names: readonly string[]): string => names.map(nameKey).join('/')

/** Places, each by the names on its way down (巨塔花园/3幢/2单元); a place at the same path is the same. */
export const PLACES: ImportKind<Around, ToldPlace> = {
  name: 'places',
  fields: {
    path: { required: true, headings: ['路径', '点位', '位置', '名称', 'path', 'place', 'name'] },
    parent: { required: false, headings: ['上级', '上级点位', '所属', 'parent'] },
    kind: { required: false, headings: ['类型', '级别', 'kind', 'type'] },
  },
  readAround: async ({ db }, communityId) => {
    const places = await allPlaces(db.read, communityId)
    const root = places.find(({ parentId }) => parentId === null)
    const below = places.filter(({ parentId }) => parentId !== null)
    const skip = (root?.namePath.length ?? 0) + 1
    return {
      communityId,
      places: byName(below, ({ namePath }) => [namePath.slice(skip)]),
      coming: new Set(),
      made: new Map(),
    }
  },
  understand: (cells, { places, coming }) => {
    const parts = (field: string): string[] =>
      cells
        .words(field)
        .split(/[/／\\>›]/)
        .map(name => name.trim())
        .filter(Boolean)
    const names = [...parts('parent'), ...parts('path')]
    const last = names.at(-1) ?? ''
    if (parts('path').length === 0 || names.some(name => name.length > 100))
      cells.wrong(
        'path',
        '须写作 小区/楼栋/单元,每级不超过 100 字',
        'is to be written estate/building/entrance, each at most 100 characters',
      )
    const above = pathKey(names.slice(0, -1))
    if (names.length > 1 && !places.has(above) && !coming.has(above))
      cells.wrong(
        'path',
        '上级还不存在;请把上级放在它前面',
        'lies below a place that is not there; put that one before it',
      )
    const asked = cells.words('kind')
    const kind =
      asked === ''
        ? (BY_ENDING.find(([ending]) => ending.test(last))?.[1] ?? 'spot')
        : cells.named('kind', KINDS)
    if (kind === null)
      cells.wrong(
        'kind',
        `没有这个类型;可用:${Object.values(NAMES)
          .map(([name]) => name)
          .join('、')}`,
        `is no kind; there are ${PLACE_KINDS.join(', ')}`,
      )
    if (cells.problems.length > 0 || kind === null) return null
    coming.add(pathKey(names))
    return { names, kind }
  },
  keyOf: ({ names }) => pathKey(names),
  areKnown: async (_, { places }, items) => items.map(({ names }) => places.has(pathKey(names))),
  write: async (deps, tx, caller, { communityId, places, made }, items) => {
    for (const { names, kind } of items) {
      const above = pathKey(names.slice(0, -1))
      const parentId = above === '' ? null : (places.get(above)?.id ?? made.get(above))
      if (parentId === undefined) throw new AppError('place.not_found')
      const name = names.at(-1) ?? ''
      const { view } = await createPlace(deps, tx, caller, { communityId, parentId, kind, name })
      made.set(pathKey(names), view.id)
    }
  },
}
