import { and, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
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

/** The condition on `findings` that a visibility stands for; `undefined` when it hides nothing. */
export function visibleFindings(t: Tables['findings'], v: Visibility): SQL | undefined {
  if (v.everything) return undefined
  const below = (paths: readonly string[]): SQL | undefined =>
    or(...paths.map(path => and(gte(t.placePath, path), lt(t.placePath, `${path.slice(0, -1)}0`))))
  return (
    or(
      v.reporterId === null ? undefined : eq(t.reporterId, v.reporterId),
      v.paths.length > 0 ? below(v.paths) : undefined,
      v.unit && v.unit.paths.length > 0 ? and(eq(t.unitId, v.unit.id), below(v.unit.paths)) : undefined,
    ) ?? sql`1 = 0`
  )
}
