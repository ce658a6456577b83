import { ATTEMPTS, checkJob, createHandlers, type Job, type JobQueue, type OnJobFailure } from './queue.ts'

export interface InProcessQueueOptions {
  /** Jobs handled at the same time. (Default: 16) */
  readonly atOnce?: number
  /** First pause after a failure, milliseconds; doubles each time. (Default: 1000) */
  readonly pauseMs?: number
  readonly onFailure?: OnJobFailure
}

/** The embedded queue: lives and dies with the process. */
export function createInProcessQueue(options: InProcessQueueOptions = {}): JobQueue {
  const atOnce = options.atOnce ?? 16
  const pauseMs = options.pauseMs ?? 1_000
  const handlers = createHandlers()
  const known = new Set<string>()
  const waiting: { job: Job; attempt: number }[] = []
  const pauses = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let started = false
  let closed = false

  const key = ({ name, id }: Job): string => `${name}:${id}`

  function accept(job: Job): void {
    checkJob(job)
    if (closed) throw new Error('the queue is closed')
    if (known.has(key(job))) return
    known.add(key(job))
    waiting.push({ job, attempt: 1 })
  }

  function handOver(): void {
    while (started && !closed && running.size < atOnce) {
      const next = waiting.shift()
      if (!next) return
      const run = attempt(next.job, next.attempt).finally(() => {
        running.delete(run)
        handOver()
      })
      running.add(run)
    }
  }

  async function attempt(job: Job, count: number): Promise<void> {
    try {
      await handlers.run(job)
      known.delete(key(job))
    } catch (error) {
      options.onFailure?.(job, error, count)
      if (count >= ATTEMPTS || closed) known.delete(key(job))
      else retryLater(job, count)
    }
  }

  function retryLater(job: Job, count: number): void {
    const pause = setTimeout(
      () => {
        pauses.delete(pause)
        waiting.push({ job, attempt: count + 1 })
        handOver()
      },
      pauseMs * 2 ** (count - 1),
    )
    pause.unref()
    pauses.add(pause)
  }

  return {
    enqueue: async job => {
      accept(job)
      handOver()
    },
    enqueueAll: async jobs => {
      for (const job of jobs) accept(job)
      handOver()
    },
    handle: handlers.set,
    start: async () => {
      started = true
      handOver()
    },
    depth: async () => known.size,
    counts: async () => ({ waiting: waiting.length, delayed: pauses.size, active: running.size }),
    health: async () => ({ kind: 'in_process', state: 'ok', warning: null }),
    close: async () => {
      closed = true
      for (const pause of pauses) clearTimeout(pause)
      await Promise.all(running)
    },
  }
}
