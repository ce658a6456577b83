import { readCursor, writeCursor } from './cursor.ts'

/** What a list is asked for. */
export interface PageRequest {
  /** 1 to 200. */
  readonly limit: number
  readonly cursor?: string
  /** Asks for the length of the whole list beside the page. (Default: false) */
  readonly count?: boolean
}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
  /** Rows of the whole list, when they were asked for. */
  readonly total?: number
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

const ROWS_A_READ = 1_000

/**
 * The total of a list, when it was asked for: counted by walking the list. For what an administrator sets up,
 * which is some thousands of rows at most; longer lists are counted by the database.
 */
export async function totalOf<Row>(
  { count }: PageRequest,
  rowsAfter: (after: string, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Promise<{ total?: number }> {
  if (!count) return {}
  let total = 0
  for (let after = ''; ; ) {
    const rows = await rowsAfter(after, ROWS_A_READ)
    const last = rows.at(-1)
    total += rows.length
    if (rows.length < ROWS_A_READ || last === undefined) return { total }
    after = keyOf(last)
  }
}
