import { and, asc, desc, eq, gt, lt, or, type SQL } from 'drizzle-orm'
import type { Tables } from './connection.ts'

/*
 * Orders of the findings list. Each is served by an index; findings that lack the sorted moment (no due date, not
 * closed) come after the others, newest first, as a second phase of the same list.
 */

export const SORT_KEYS = ['-reportedAt', 'dueAt', '-closedAt'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** Where a page ended: phase, the sorted moment, the id. */
export interface Cursor {
  readonly phase: number
  readonly at: number
  readonly id: string
}

type Findings = Tables['findings']

export function sortColumns(t: Findings, sort: SortKey) {
  const newest = [desc(t.reportedAt), desc(t.id)]
  if (sort === 'dueAt')
    return {
      column: t.openDueAt,
      phases: [0, 1],
      order: (p: number) => (p === 0 ? [asc(t.openDueAt), asc(t.id)] : newest),
    }
  if (sort === '-closedAt')
    return {
      column: t.closedAt,
      phases: [0, 1],
      order: (p: number) => (p === 0 ? [desc(t.closedAt), desc(t.id)] : newest),
    }
  return { column: t.reportedAt, phases: [0], order: () => newest }
}

/** What lies after the cursor within its phase. */
export function afterCursor(t: Findings, sort: SortKey, { phase, at, id }: Cursor): SQL | undefined {
  if (sort === 'dueAt' && phase === 0) return or(gt(t.openDueAt, at), and(eq(t.openDueAt, at), gt(t.id, id)))
  const column = sort === '-closedAt' && phase === 0 ? t.closedAt : t.reportedAt
  return or(lt(column, at), and(eq(column, at), lt(t.id, id)))
}

/** The cursor behind a row. */
export function cursorOf(row: Findings['$inferSelect'], sort: SortKey): Cursor {
  if (sort === 'dueAt' && row.openDueAt !== null) return { phase: 0, at: row.openDueAt, id: row.id }
  if (sort === '-closedAt' && row.closedAt !== null) return { phase: 0, at: row.closedAt, id: row.id }
  return { phase: sort === '-reportedAt' ? 0 : 1, at: row.reportedAt, id: row.id }
}
