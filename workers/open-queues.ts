import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { createInProcessQueue } from './in-process-queue.ts'
import type { JobQueue, OnJobFailure } from './queue.ts'
import type { Wakes } from './wakes.ts'

export interface Queues {
  readonly jobs: JobQueue
  /** Null where the sweeps run by themselves, or not at all. */
  readonly wakes: Wakes | null
  /** What the operators' page shows; null for a queue inside the process. */
  readonly board: (() => Queue | null) | null
  readonly sharedCounts: Redis | null
  /** Closes what the workers have not closed. */
  close(): Promise<void>
}

export interface QueueSettings {
  readonly mode: 'all' | 'web' | 'worker'
  readonly queueUrl: string | null
}

/**
 * Puts together the queue that the settings ask for: inside the process, in Redis, or in PostgreSQL. What speaks to
 * another program is loaded only where there is one.
 */
export async function openQueues(
  { mode, queueUrl }: QueueSettings,
  onTrouble: (error: unknown, what: object) => void,
): Promise<Queues> {
  const onFailure: OnJobFailure = (job, error, attempt) => onTrouble(error, { job, attempt })
  if (queueUrl === null) {
    const jobs = createInProcessQueue({ onFailure })
    return { jobs, wakes: null, board: null, sharedCounts: null, close: jobs.close }
  }
  const { createBullmqQueue } = await import('./bullmq-queue.ts')
  const { createBullmqWakes } = await import('./bullmq-wakes.ts')
  const { openSharedCounts } = await import('./shared-counts.ts')
  const tell = (error: Error): void => onTrouble(error, {})
  const jobs = createBullmqQueue({ url: queueUrl, onFailure, onTrouble: tell })
  const wakes = mode === 'web' ? null : createBullmqWakes({ url: queueUrl, onTrouble: tell })
  // The queue's own line tells of the same trouble.
  const sharedCounts = mode === 'worker' ? null : openSharedCounts(queueUrl, () => undefined)
  return {
    jobs,
    wakes,
    board: jobs.current,
    sharedCounts,
    close: async () => {
      sharedCounts?.disconnect()
      await Promise.all([jobs.close(), wakes?.close()])
    },
  }
}
