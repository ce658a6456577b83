import { setImmediate as othersTurn } from 'node:timers/promises'

/** Rows read at once: enough that the pause between two pages does not show. */
const PAGE = 200

/**
 * Walks over any number of rows and holds one page of them. `readPage` gets the last row so far and gives the next
 * ones in order. The embedded database answers without letting go of the thread, so between two pages everybody else
 * gets a turn; that is why it must not be used inside a transaction.
 */
export async function* inPages<Row>(
  readPage: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let last: Row | undefined; ; ) {
    const page = await readPage(last, PAGE)
    yield* page
    last = page.at(-1)
    if (page.length < PAGE) return
    await othersTurn()
  }
}
