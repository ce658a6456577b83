import type { Queue } from 'bullmq'
import { endsAt, type Payload } from './bullmq-ends.ts'
import { openLine } from './bullmq-line.ts'
import {
  ATTEMPTS,
  checkJob,
  createHandlers,
  type Job,
  type JobQueue,
  type OnJobFailure,
  type QueueCounts,
  type QueueHealth,
} from './queue.ts'

export interface BullmqQueueOptions {
  /** `redis://`, `rediss://` or `postgres://`. */
  readonly url: string
  /** Keeps installations apart that share a server. (Default: xuncha) */
  readonly space?: string
  /** Jobs handled at the same time by this process. (Default: 16) */
  readonly atOnce?: number
  /** First pause after a failure, milliseconds; doubles each time. (Default: 1000) */
  readonly pauseMs?: number
  readonly onFailure?: OnJobFailure
  /** Told of trouble with the queue itself; the same trouble once a minute. */
  readonly onTrouble?: (error: Error) => void
}

/** A queue outside the process, with what operators' pages need beyond the port. */
export interface BullmqQueue extends JobQueue {
  /** Resolves when the queue was reached for the first time. */
  readonly opened: Promise<void>
  /** BullMQ's own view of the queue; null while it was never reached. */
  current(): Queue<Payload> | null
}

/** Longest a probe waits for the queue, and how long its answer is good for. */
const PROBE_MS = 500
const PROBE_FRESH_MS = 5_000

/** The queue on BullMQ, kept in Redis or in PostgreSQL. Neither has to be there when the process starts. */
export function createBullmqQueue(options: BullmqQueueOptions): BullmqQueue {
  const ends = endsAt(options.url, options.space ?? 'xuncha')
  const handlers = createHandlers()
  const line = openLine({
    ends,
    name: 'jobs',
    atOnce: options.atOnce ?? 16,
    onTrouble: options.onTrouble ?? (() => undefined),
    work: async (name, { id }, attempt) => {
      const job = { name, id }
      try {
        await handlers.run(job)
      } catch (error) {
        options.onFailure?.(job, error, attempt)
        throw error
      }
    },
  })
  const settings = {
    attempts: ATTEMPTS,
    backoff: { type: 'exponential', delay: options.pauseMs ?? 1_000 },
    // What is over leaves nothing behind: its id has to be free for the next time its row is found.
    removeOnComplete: true,
    removeOnFail: true,
  }
  const entryOf = ({ name, id }: Job) => ({
    name,
    data: { id },
    opts: { ...settings, jobId: `${name}_${id}` },
  })

  async function put(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) checkJob(job)
    await line.ask(queue => queue.addBulk(jobs.map(entryOf)))
  }
  async function counts(): Promise<QueueCounts> {
    const { waiting = 0, delayed = 0, active = 0 } = await line.ask(countOf)
    return { waiting, delayed, active }
  }

  let known: { readonly at: number; readonly health: QueueHealth } | null = null
  async function probe(): Promise<QueueHealth> {
    try {
      await line.ask(countOf, PROBE_MS)
      const warning = await line.ask(ends.findMistake, PROBE_MS)
      return { kind: ends.kind, state: 'ok', warning }
    } catch (error) {
      line.tell(error)
      return { kind: ends.kind, state: 'unreachable', warning: null }
    }
  }

  return {
    opened: line.opened,
    current: line.current,
    enqueue: job => put([job]),
    enqueueAll: put,
    handle: handlers.set,
    start: async () => line.start(),
    counts,
    depth: async () => {
      const { waiting, delayed, active } = await counts()
      return waiting + delayed + active
    },
    async health() {
      if (known === null || performance.now() - known.at >= PROBE_FRESH_MS)
        known = { health: await probe(), at: performance.now() }
      return known.health
    },
    close: line.close,
  }
}

const countOf = (queue: Queue<Payload>) => queue.getJobCounts('waiting', 'delayed', 'active')
