import type { PlaceKind } from '../../app/community/create-place.ts'

/* 巨塔花园 on paper: 24 buildings in two grids, each with two entrances, and the spots where bikes and bins stand. */

/** A place before it has an id; `key` is its path of names below the estate. */
export interface PlannedPlace {
  readonly key: string
  /** `null` for the estate itself. */
  readonly parent: string | null
  readonly kind: PlaceKind
  readonly name: string
  readonly code: string
  readonly grid: string | null
  readonly lat?: number
  readonly lng?: number
}

export const ESTATE = '巨塔花园'
const GRIDS = ['第一网格', '第二网格'] as const

const BUILDINGS = 24
const ENTRANCES = 2
const gridOf = (building: number): string => (building <= BUILDINGS / 2 ? GRIDS[0] : GRIDS[1])
/* The northern rows were built a storey lower, so that the southern ones keep the sun. */
const floorsOf = (building: number): number => (building % 4 === 0 ? 5 : 6)
const code = (n: number): string => String(n).padStart(2, '0')

/** Where things other than stairwells stand. */
export const SPOTS = {
  shed: ['东区一号车棚', '东区二号车棚', '中心车棚', '西区一号车棚', '西区二号车棚', '北门车棚'],
  bins: ['一号投放点', '二号投放点', '三号投放点', '四号投放点', '五号投放点', '六号投放点'],
  lane: ['南消防通道', '中消防通道', '北消防通道', '西消防通道'],
  green: ['中心绿地', '东侧绿化带', '沿河绿化带'],
  road: ['环路东段', '环路西段', '北门广场'],
  gate: ['南大门', '北大门'],
  pavilion: ['中心凉亭', '沿河凉亭'],
} as const
export type SpotKind = keyof typeof SPOTS

/** 31.25° north, 120.51° east: 木渎, give or take a street. */
const SOUTH_WEST = { lat: 31.2486, lng: 120.5082 }
const position = (row: number, column: number) => ({
  lat: Number((SOUTH_WEST.lat + row * 0.0006).toFixed(6)),
  lng: Number((SOUTH_WEST.lng + column * 0.0008).toFixed(6)),
})

/** Every place below the community, parents first. */
export function planPlaces(): PlannedPlace[] {
  const places: PlannedPlace[] = GRIDS.map((name, n) => ({
    key: name,
    parent: null,
    kind: 'grid',
    name,
    code: `g${n + 1}`,
    grid: null,
  }))
  places.push({ key: ESTATE, parent: null, kind: 'estate', name: ESTATE, code: 'jt', grid: null })
  for (let building = 1; building <= BUILDINGS; building++) {
    const key = `${building}幢`
    const grid = gridOf(building)
    const where = position(Math.floor((building - 1) / 6), (building - 1) % 6)
    places.push({ key, parent: ESTATE, kind: 'building', name: key, code: code(building), grid, ...where })
    for (let entrance = 1; entrance <= ENTRANCES; entrance++) {
      const door = `${key}/${entrance}单元`
      places.push({
        key: door,
        parent: key,
        kind: 'entrance',
        name: `${entrance}单元`,
        code: code(entrance),
        grid,
      })
      for (let floor = 1; floor <= floorsOf(building); floor++)
        places.push({
          key: `${door}/${floor}层`,
          parent: door,
          kind: 'floor',
          name: `${floor}层`,
          code: code(floor),
          grid,
        })
    }
  }
  Object.values(SPOTS)
    .flat()
    .forEach((name, n) => {
      const grid = GRIDS[n % GRIDS.length] ?? null
      const where = position(n % 4, 6 + (n % 3))
      places.push({ key: name, parent: ESTATE, kind: 'spot', name, code: `s${code(n + 1)}`, grid, ...where })
    })
  return places
}

/** Keys of all buildings, entrances or floors. */
export function keysOf(kind: 'building' | 'entrance' | 'floor'): string[] {
  return planPlaces().flatMap(place => (place.kind === kind ? [place.key] : []))
}

/** The building a key lies in, or the key itself. */
export const buildingOf = (key: string): string => key.split('/')[0] ?? key
