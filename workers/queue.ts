/*
 * The queue wakes somebody up; it remembers nothing of its own. What is to be done stands in the database, and a
 * sweep puts back into the queue whatever is not marked done there, so a queue may be emptied, stopped or lost at any
 * moment without losing work.
 *
 * Promised: a job that was accepted is handed to its handler at least once while the queue lives; a handler that
 * throws is called again later, with growing pauses, up to `ATTEMPTS` times; a job with the id of one that waits or
 * runs is taken for the same and not added twice; the id of a job that is done, or was dropped, may come again;
 * `close` waits for the handlers that run. Whoever asks a queue that cannot be reached is refused within seconds, and
 * a queue that comes back is used again without a restart.
 *
 * Not promised: an order, that a job is handed over only once, that a waiting job survives the process, and that a
 * job that failed for good is kept: the sweep finds it again in the database.
 *
 * Words: a job is a name and the id of a row, nothing else, so that no personal data travels through the queue. The
 * handler reads the row and decides.
 */

/** Times a failing job is tried before it is dropped. (Default: 5) */
export const ATTEMPTS = 5

export interface Job {
  /** Which handler. No `:`. */
  readonly name: string
  /** Id of the row the job is about, unique within its name; no `:`, not a bare integer. */
  readonly id: string
}

/** Jobs by what they do just now. */
export interface QueueCounts {
  readonly waiting: number
  /** Failed, and waiting for the next attempt. */
  readonly delayed: number
  readonly active: number
}

export interface QueueHealth {
  readonly kind: 'in_process' | 'redis' | 'postgres'
  readonly state: 'ok' | 'unreachable'
  /** What an operator should put right although the queue works, in both languages; null when nothing. */
  readonly warning: string | null
}

/** Told of every failed attempt at a job. */
export type OnJobFailure = (job: Job, error: unknown, attempt: number) => void

export interface JobQueue {
  /**
   * Accepts a job. Rejects when the queue is closed, cannot be reached or is full, or when the job's name or id is
   * not of the right form.
   */
  enqueue(job: Job): Promise<void>
  /** The same for many in one go. When it rejects, some of them may have been accepted. */
  enqueueAll(jobs: readonly Job[]): Promise<void>
  /** Says who handles jobs of a name. One handler a name; before `start`. */
  handle(name: string, handler: (job: Job) => Promise<void>): void
  /** Begins to hand jobs over; does not wait for a queue that cannot be reached yet. */
  start(): Promise<void>
  /** Jobs that wait or run. Rejects when the queue cannot be reached. */
  depth(): Promise<number>
  /** The same by state. */
  counts(): Promise<QueueCounts>
  /** Whether the queue can be reached; asked of the queue every few seconds at most. Never rejects. */
  health(): Promise<QueueHealth>
  /** Stops handing over, waits for what runs, and refuses from then on. */
  close(): Promise<void>
}

/** Throws unless name and id keep to the form that every adapter can carry. */
export function checkJob({ name, id }: Job): void {
  if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(name))
    throw new TypeError(`job name ${JSON.stringify(name)} is not plain`)
  if (id === '' || id.includes(':') || /^\d+$/.test(id))
    throw new TypeError(`job id ${JSON.stringify(id)} is not allowed`)
}

/** Who handles jobs of which name; the same bookkeeping for every adapter. */
export function createHandlers() {
  const handlers = new Map<string, (job: Job) => Promise<void>>()
  return {
    set(name: string, handler: (job: Job) => Promise<void>): void {
      if (handlers.has(name)) throw new Error(`jobs named ${name} have a handler already`)
      handlers.set(name, handler)
    },
    async run(job: Job): Promise<void> {
      const handler = handlers.get(job.name)
      if (!handler) throw new Error(`nobody handles jobs named ${job.name}`)
      await handler(job)
    },
  }
}
