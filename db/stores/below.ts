import { and, type Column, gte, lt, type SQL } from 'drizzle-orm'

/* Everything at a path of the address tree and below it, as a range that an index can serve. */

/** From the path itself, and before the next one. */
export interface Below {
  readonly from: string
  readonly before: string
}

/** The range of a path, which ends with a slash: the range ends before the same text with `0`, the sign that follows the slash. */
export const below = (path: string): Below => ({ from: path, before: `${path.slice(0, -1)}0` })

/** The condition that a column of texts lies in a range. */
export const isBelow = (column: Column, { from, before }: Below): SQL =>
  and(gte(column, from), lt(column, before)) as SQL
