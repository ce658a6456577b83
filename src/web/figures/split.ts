import { type Api, bodyOf } from '../api/client.ts'
import { dayBefore } from './period.ts'

/** What every part of the page is asked about. */
export interface Asked {
  readonly from: string
  readonly to: string
  readonly placeId?: string
}

/** The list of what was reported in a period and is in one of the states now: as many as the number says. */
export function listOf(
  { from, to, placeId }: Asked,
  state: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = {
    state,
    reportedFrom: from,
    reportedTo: dayBefore(to),
    ...(placeId ? { placeId } : {}),
    ...more,
  }
  return `/findings?${new URLSearchParams(query)}`
}

/** A number out of a count or of a rate, of which the percentage. */
export const plainly = (value: number | { readonly value: number | null }): number =>
  typeof value === 'number' ? value : (value.value ?? 0)

/** Points of a metric over time: days for a month, months for anything longer. */
export async function pointsOf(
  api: Api,
  metric: 'found' | 'rectified',
  asked: Asked,
): Promise<readonly { from: string; to: string; value: number }[]> {
  const long = Date.parse(asked.to) - Date.parse(asked.from) > 62 * 86_400_000
  const query = { ...asked, metric, by: long ? ('month' as const) : ('day' as const) }
  const { items } = await bodyOf(api.GET('/api/v1/metrics/series', { params: { query } }))
  return items.map(({ from, to, value }) => ({ from, to, value: plainly(value) }))
}

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
