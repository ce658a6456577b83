import type { FindingGroup, Overdue } from '../../../db/stores/findings.ts'
import type { CountBy } from '../../../db/stores/rollups.ts'
import type { PlaceRow } from '../../../db/stores/setup.ts'
import type { Rate } from '../../../machines/rates.ts'
import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { inPages } from '../in-pages.ts'
import { type Counted, eachCount } from './each-count.ts'
import { periodOf } from './figures-period.ts'
import { type FiguresScope, getFiguresScope } from './figures-scope.ts'
import { asksOverdue, figureOf, METRICS, type Metric, NOTHING_OVERDUE } from './metrics.ts'
import { noSums, type Sums } from './sum-figures.ts'

export const SPLITS = ['category', 'place', 'unit', 'source'] as const
type Split = (typeof SPLITS)[number]

/** Everything that can be split up; what is open is so now, whatever the period. */
export const SPLIT_METRICS = [...METRICS, 'open'] as const

export interface BreakdownQuery {
  readonly metric: Metric | 'open'
  readonly by: Split
  readonly placeId?: string
  readonly from?: string
  readonly to?: string
  readonly countBy: CountBy
  /** Levels of places below the scope. (Default: 1) */
  readonly levels: number
}

/** What a part of a breakdown is about. A place names the one above it, so that a plan can be drawn. */
interface Key {
  readonly key: string
  readonly name: string
  readonly kind: string | null
  readonly parentId: string | null
}

interface Item extends Key {
  readonly value: number | Rate
}

/**
 * A metric split by category, place, unit or source, in the caller's scope. Places are those below the scope, each with
 * everything beneath it and also where there is nothing; of the others only what has something to count, the largest
 * first. Counted from the findings and patrols of the period, page by page: time grows with them, memory does not.
 */
export async function breakdown(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  { metric, by, placeId, from, to, countBy, levels }: BreakdownQuery,
) {
  if (caller.communityId === null) throw new AppError('community.not_found')
  const { row } = await getCommunity(read, caller.communityId)
  const now = clock.now()
  const period = periodOf({ from, to }, now, row.timeZone)
  const scope = await getFiguresScope(read, caller, placeId)
  const split = await SPLIT[by](read, scope, levels)
  const groups = new Map<string, { sums: Sums; overdue: Overdue; open: number }>()
  const groupOf = (key: string) => {
    const known = groups.get(key)
    if (known) return known
    const group = { sums: noSums(), overdue: { ...NOTHING_OVERDUE }, open: 0 }
    groups.set(key, group)
    return group
  }
  const keysOf = (of: FindingGroup): readonly string[] =>
    split.keysOf(of, of.unitId === null ? [] : [of.unitId])
  if (metric === 'open')
    for (const row of await read.findings.openGroups(scope.communityId, scope.visible))
      for (const key of keysOf(row)) groupOf(key).open += row.total
  // What is overdue is asked for by itself; the rest of such a metric is counted like any other.
  else if (metric !== 'overdueOpen' && metric !== 'overdueUnclosed')
    for (const part of scope.parts)
      await eachCount(read, scope, part, period, countBy, (counter, _day, of, scopes) => {
        for (const key of split.keysOf(of, scopes)) groupOf(key).sums[counter] += 1
      })
  if (metric !== 'open' && asksOverdue(metric)) {
    const cohort = countBy === 'cohort'
    const filter = cohort ? { reportedFrom: period.start, reportedTo: period.end } : {}
    const at = cohort ? now : Math.min(now, period.end)
    const { communityId, visible } = scope
    for (const late of await read.findings.overdueGroupsAt(communityId, visible, filter, at, now))
      for (const key of keysOf(late)) {
        const { overdue } = groupOf(key)
        overdue.handling += late.handling
        overdue.closing += late.closing
        overdue.closingExtended += late.closingExtended
      }
  }
  const valueFor = (key: string): number | Rate => {
    const group = groups.get(key)
    if (metric === 'open') return group?.open ?? 0
    return figureOf(metric, group?.sums ?? noSums(), group?.overdue ?? NOTHING_OVERDUE)
  }
  const items = (split.all ?? (await split.named([...groups.keys()]))).map(
    (key): Item => ({ ...key, value: valueFor(key.key) }),
  )
  if (!split.all) items.sort((a, b) => size(b) - size(a) || (a.key < b.key ? -1 : 1))
  return { metric, by, placeId: scope.placeId, from: period.from, to: period.to, countBy, items }
}

const size = ({ value }: Item): number => (typeof value === 'number' ? value : value.denominator)

interface Splitting {
  /** The parts that something counts in. */
  keysOf(of: Counted, scopes: readonly string[]): readonly string[]
  /** All parts there are; without it only those that something counts in. */
  readonly all?: readonly Key[]
  named(keys: readonly string[]): Promise<Key[]>
}

const isOfFinding = (of: Counted): of is FindingGroup => 'categoryCode' in of
const plain = (key: string, name = key): Key => ({ key, name, kind: null, parentId: null })

const SPLIT: Record<Split, (read: Reader, scope: FiguresScope, levels: number) => Promise<Splitting>> = {
  category: async (read, { communityId }) => ({
    keysOf: of => (isOfFinding(of) ? [of.categoryCode] : []),
    named: async keys => {
      const names = new Map((await read.setup.listCategories(communityId)).map(row => [row.code, row.nameZh]))
      return keys.map(key => plain(key, names.get(key)))
    },
  }),
  source: async () => ({
    keysOf: of => (isOfFinding(of) ? [of.source] : []),
    named: async keys => keys.map(key => plain(key)),
  }),
  unit: async (read, { communityId, unitId }) => {
    const names = new Map((await read.setup.unitsOf(communityId)).map(row => [row.id, row.name]))
    return {
      // Somebody who sees one unit's figures is told of that unit alone.
      keysOf: (_, scopes) => scopes.filter(id => names.has(id) && (unitId === null || id === unitId)),
      named: async keys => keys.map(key => plain(key, names.get(key))),
    }
  },
  place: async (read, scope, levels) => {
    const places = await placesBelow(read, scope, levels)
    const byPath = new Map(places.map(({ path, id }) => [path, id]))
    return {
      keysOf: ({ placePath }) => pathsAbove(placePath).flatMap(path => byPath.get(path) ?? []),
      all: places.map(({ id, name, kind, parentId }) => ({ key: id, name, kind, parentId })),
      named: async () => [],
    }
  },
}

/** A path and those of everything above it. */
function pathsAbove(path: string): string[] {
  const codes = path.slice(1, -1).split('/')
  return codes.map((_, n) => `/${codes.slice(0, n + 1).join('/')}/`)
}

const depthOf = (path: string): number => path.split('/').length

async function placesBelow(
  read: Reader,
  { communityId, parts }: FiguresScope,
  levels: number,
): Promise<PlaceRow[]> {
  const found: PlaceRow[] = []
  for (const { path } of parts)
    for await (const row of inPages<PlaceRow>((last, limit) =>
      read.setup.listPlaces(communityId, { within: path }, last?.path ?? '', limit),
    )) {
      const below = depthOf(row.path) - depthOf(path)
      if (row.active && below >= 1 && below <= levels) found.push(row)
    }
  return found
}
