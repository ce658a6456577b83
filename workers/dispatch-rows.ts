import type { Job, JobQueue } from './queue.ts'

export interface DispatchOptions<Row> {
  readonly queue: Pick<JobQueue, 'enqueueAll'>
  /** Rows that wait to be carried out, in an order that does not change: those after a row, or from the beginning. */
  readonly list: (after: Row | null, limit: number) => Promise<readonly Row[]>
  /** The jobs that carry out such rows; one may stand for several. */
  readonly jobsOf: (rows: readonly Row[]) => readonly Job[]
  /** Rows put into the queue at once. (Default: 500) */
  readonly atOnce?: number
  /** Rows put into the queue in one sweep. (Default: 5000) */
  readonly most?: number
}

/**
 * Makes a sweep that puts waiting rows into the queue; what waits there already is not added twice. A sweep goes on
 * where the last one left off and begins anew at the end, so that rows which stay, because they fail or take long,
 * do not hide the ones behind them. Gives the number of rows it met.
 */
export function createDispatch<Row>({
  queue,
  list,
  jobsOf,
  atOnce = 500,
  most = 5_000,
}: DispatchOptions<Row>): () => Promise<number> {
  let after: Row | null = null
  return async () => {
    let met = 0
    do {
      const rows: readonly Row[] = await list(after, atOnce)
      await queue.enqueueAll(jobsOf(rows))
      met += rows.length
      after = rows.length < atOnce ? null : (rows.at(-1) ?? null)
    } while (after !== null && met < most)
    return met
  }
}
