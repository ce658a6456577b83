import { readCursor, writeCursor } from './cursor.ts'

/** What a list is asked for. */
export interface PageRequest {
  /** 1 to 200. */
  readonly limit: number
  readonly cursor?: string
}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

/** The key after which the page begins, empty for the first: for lists in the order of one text key. */
export function startOf({ cursor }: PageRequest): string {
  return readCursor<{ after: string }>(cursor, ['after'])?.after ?? ''
}

/** Cuts a page from rows read one beyond the limit, so that the last page knows that it is the last. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
  viewOf: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items: kept.map(viewOf), nextCursor: more ? writeCursor({ after: keyOf(last) }) : null }
}
