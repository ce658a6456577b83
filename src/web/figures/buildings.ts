import { plainly } from './asked.ts'

/** A place on the schematic and what is open in it, with the places below it. */
export interface Spot {
  readonly id: string
  readonly name: string
  readonly kind: string | null
  readonly open: number
  readonly below: readonly Spot[]
}

interface Item {
  readonly key: string
  readonly name: string
  readonly kind: string | null
  readonly parentId: string | null
  readonly value: number | { readonly value: number | null }
}

/** The list of a breakdown by place as the tree that it is; the places nobody is above come first. */
export function treeOf(items: readonly Item[]): readonly Spot[] {
  const known = new Set(items.map(({ key }) => key))
  const below = new Map<string, Item[]>()
  for (const item of items) {
    const parent = item.parentId && known.has(item.parentId) ? item.parentId : ''
    below.set(parent, [...(below.get(parent) ?? []), item])
  }
  const spots = (parent: string): Spot[] =>
    (below.get(parent) ?? []).map(({ key, name, kind, value }) => ({
      id: key,
      name,
      kind,
      open: plainly(value),
      below: spots(key),
    }))
  return spots('')
}

/** All buildings of a tree, wherever they stand. */
export const buildingsOf = (spots: readonly Spot[]): readonly Spot[] =>
  spots.flatMap(spot => (spot.kind === 'building' ? [spot] : buildingsOf(spot.below)))

/** How dark a spot is drawn, 0 to 3; the number always stands there, too. */
export const shadeOf = (open: number): 0 | 1 | 2 | 3 => (open === 0 ? 0 : open === 1 ? 1 : open <= 3 ? 2 : 3)
