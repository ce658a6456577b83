import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import { type Below, below, isBelow } from './below.ts'
import type { Tables } from './connection.ts'

/**
 * Which findings somebody sees, as data: the ones they reported, all below some places, the ones of their unit below
 * some places. An empty path list means none; the root's path means all of the community.
 */
export interface Visibility {
  readonly everything: boolean
  readonly reporterId: string | null
  readonly paths: readonly string[]
  readonly unit: { readonly id: string; readonly paths: readonly string[] } | null
}

/** Sees all: for work that the system does for itself. */
export const ALL: Visibility = { everything: true, reporterId: null, paths: [], unit: null }

/** A visibility with its paths as ranges, so that a statement can be prepared for it. */
export interface VisibleRanges {
  readonly everything: boolean
  readonly reporterId: string | null
  readonly places: readonly Below[]
  readonly unit: { readonly id: string; readonly places: readonly Below[] } | null
}

export const rangesOf = ({ everything, reporterId, paths, unit }: Visibility): VisibleRanges => ({
  everything,
  reporterId,
  places: paths.map(below),
  unit: unit && { id: unit.id, places: unit.paths.map(below) },
})

/** The condition on `findings` that a visibility stands for; `undefined` when it hides nothing. */
export function visibleFindings(t: Tables['findings'], v: VisibleRanges): SQL | undefined {
  if (v.everything) return undefined
  const within = (places: readonly Below[]): SQL | undefined =>
    or(...places.map(range => isBelow(t.placePath, range)))
  return (
    or(
      v.reporterId === null ? undefined : eq(t.reporterId, v.reporterId),
      v.places.length > 0 ? within(v.places) : undefined,
      v.unit && v.unit.places.length > 0 ? and(eq(t.unitId, v.unit.id), within(v.unit.places)) : undefined,
    ) ?? sql`1 = 0`
  )
}
