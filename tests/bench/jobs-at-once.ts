import { performance } from 'node:perf_hooks'
import { Queue, Worker } from 'bullmq'
import { createBullmqQueue } from '../../workers/bullmq-queue.ts'
import { startRedis } from '../services/redis.ts'

/** How long after their moment jobs were taken up, milliseconds. */
export interface Lag {
  readonly p50: number
  readonly p99: number
}

const ADDED_TOGETHER = 500
const AHEAD_MS = 20_000
const CONCURRENCY = 100

/**
 * Many jobs whose moment is the same, each a handler that does nothing: by BullMQ as it comes, put in beforehand as
 * delayed jobs; and by the product's queue, into which a sweep puts them when their moment has come. On a Redis of
 * their own that keeps nothing.
 */
export async function jobsAtOnce(count: number): Promise<{ raw: Lag; product: Lag }> {
  const redis = await startRedis()
  try {
    return { raw: await byItself(redis.url, count), product: await throughTheProduct(redis.url, count) }
  } finally {
    await redis.stop()
  }
}

/** Collects lags until all jobs have been taken up. */
function collector(count: number) {
  const lags: number[] = []
  let due = 0
  let finish = (): void => undefined
  const all = new Promise<void>(resolve => (finish = resolve))
  return {
    all,
    begin(at: number): void {
      due = at
    },
    taken(): void {
      lags.push(performance.now() - due)
      if (lags.length === count) finish()
    },
    lag(): Lag {
      const sorted = [...lags].sort((a, b) => a - b)
      const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
      return { p50: at(0.5), p99: at(0.99) }
    },
  }
}

async function byItself(url: string, count: number): Promise<Lag> {
  const connection = { url, maxRetriesPerRequest: null }
  const jobs = collector(count)
  const queue = new Queue('raw', { connection })
  const due = Date.now() + AHEAD_MS
  jobs.begin(performance.now() + AHEAD_MS)
  for (let from = 0; from < count; from += ADDED_TOGETHER) {
    const some = Array.from({ length: Math.min(ADDED_TOGETHER, count - from) }, (_, n) => ({
      name: 'notice',
      data: { id: `row-${from + n}` },
      opts: { delay: Math.max(1, due - Date.now()), removeOnComplete: true },
    }))
    await queue.addBulk(some)
  }
  if (Date.now() > due) throw new Error('adding took longer than the time ahead')
  const worker = new Worker('raw', async () => jobs.taken(), { connection, concurrency: CONCURRENCY })
  await jobs.all
  await worker.close()
  await queue.close()
  return jobs.lag()
}

async function throughTheProduct(url: string, count: number): Promise<Lag> {
  const jobs = collector(count)
  const queue = createBullmqQueue({ url, space: 'bench' })
  queue.handle('notice', async () => jobs.taken())
  await queue.start()
  await queue.opened
  jobs.begin(performance.now())
  for (let from = 0; from < count; from += ADDED_TOGETHER)
    await queue.enqueueAll(
      Array.from({ length: Math.min(ADDED_TOGETHER, count - from) }, (_, n) => ({
        name: 'notice',
        id: `row-${from + n}`,
      })),
    )
  await jobs.all
  await queue.close()
  return jobs.lag()
}
