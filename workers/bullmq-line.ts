import type { Queue, Worker } from 'bullmq'
import { type Ends, PATIENCE_MS, type Payload } from './bullmq-ends.ts'
import { within } from './within.ts'

/** How long an end may take to say goodbye before its line is cut. */
const LAST_WORDS_MS = 1_000
/** The same trouble is told again only after this long. */
const TOLD_AGAIN_MS = 60_000
/** Different troubles kept in mind; some name a job and never come again. */
const TOLD_AT_MOST = 100

export interface LineOptions {
  readonly ends: Ends
  readonly name: string
  readonly atOnce: number
  readonly work: (name: string, payload: Payload, attempt: number) => Promise<void>
  /** Told of trouble with the queue itself; the same trouble once a minute. */
  readonly onTrouble: (error: Error) => void
}

type End = Pick<Queue, 'waitUntilReady' | 'getBackend'> | Pick<Worker, 'waitUntilReady' | 'getBackend'>

/**
 * Both ends of one BullMQ queue, opened as soon as its server can be reached and held for the life of the process.
 * BullMQ makes up for a connection that breaks later, but an end that was opened while the server was away may stay
 * dead for ever; so the first meeting is tried until it succeeds.
 */
export function openLine({ ends, name, atOnce, work, onTrouble }: LineOptions) {
  const running = new Set<Promise<void>>()
  let queue: Queue<Payload> | null = null
  let worker: Worker<Payload> | null = null
  let takes = false
  let closed = false
  let wake = (): void => undefined
  const told = new Map<string, number>()

  const tell = (thrown: unknown): void => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const now = performance.now()
    if (closed || now - (told.get(error.message) ?? Number.NEGATIVE_INFINITY) < TOLD_AGAIN_MS) return
    if (told.size >= TOLD_AT_MOST) told.clear()
    told.set(error.message, now)
    onTrouble(error)
  }
  const pause = (ms: number): Promise<void> =>
    new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const track = async (...args: Parameters<typeof work>): Promise<void> => {
    const run = work(...args)
    const settled = run.then(
      () => undefined,
      () => undefined,
    )
    running.add(settled)
    try {
      await run
    } finally {
      running.delete(settled)
    }
  }

  /** Opens an end and waits until it answers; one that never did is thrown away. */
  async function meet<Met extends End>(open: () => Met): Promise<Met | null> {
    while (!closed) {
      const end = open()
      try {
        await within(2 * PATIENCE_MS, `reaching the ${ends.kind} queue`, end.waitUntilReady())
        return end
      } catch (error) {
        tell(error)
        await within(PATIENCE_MS, 'closing', end.getBackend().close(true)).catch(tell)
        await pause(1_000)
      }
    }
    return null
  }

  async function take(): Promise<void> {
    worker = await meet(() => ends.openWorker(name, atOnce, track).on('error', tell))
    while (worker && !closed) {
      // A worker that meets an answer it does not expect, such as a full Redis, gives up; it is set going again.
      await worker.run().catch(tell)
      if (!closed) await pause(1_000)
    }
  }

  const opened = (async () => {
    queue = await meet(() => ends.openQueue(name).on('error', tell))
  })()
  let taking: Promise<void> | null = null

  return {
    /** Resolves when the queue was reached for the first time, or closed before. */
    opened,
    /** The end that jobs are put into; null while the queue was never reached. */
    current: () => queue,
    /** Begins to take jobs as soon as the queue can be reached. */
    start(): void {
      if (takes || closed) return
      takes = true
      taking = opened.then(take)
      taking.catch(tell)
    },
    /** Rejects unless the queue can be reached; nothing asked of it takes longer than a few seconds. */
    async ask<T>(what: (queue: Queue<Payload>) => Promise<T>, ms: number = PATIENCE_MS): Promise<T> {
      if (closed) throw new Error('the queue is closed')
      if (!queue) throw new Error('the queue cannot be reached yet')
      return within(ms, 'the queue', what(queue))
    },
    tell,
    async close(): Promise<void> {
      if (closed) return
      closed = true
      wake()
      const ending = worker?.close()
      await Promise.all(running)
      await Promise.all([leave(worker, ending), leave(queue, queue?.close())])
      await within(LAST_WORDS_MS, 'closing', Promise.all([opened, taking])).catch(() => undefined)
    },
  }
}

/** Lets an end say goodbye, and cuts the line when nobody answers. */
async function leave(end: End | null, ending: Promise<void> | undefined): Promise<void> {
  if (!end || !ending) return
  ending.catch(() => undefined)
  await within(LAST_WORDS_MS, 'closing', ending).catch(() =>
    within(LAST_WORDS_MS, 'cutting the line', end.getBackend().disconnect()).catch(() => undefined),
  )
}
