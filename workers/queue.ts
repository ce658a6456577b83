/*
 * The queue wakes somebody up; it remembers nothing of its own. What is to be done stands in the database, and a
 * sweep puts back into the queue whatever is not marked done there, so a queue may be emptied, stopped or lost at any
 * moment without losing work.
 *
 * Promised: a job that was accepted is handed to its handler at least once while the queue lives; a handler that
 * throws is called again later, with growing pauses, up to `ATTEMPTS` times; a job with the id of one that waits or
 * runs is taken for the same and not added twice; `close` waits for the handlers that run.
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

export interface JobQueue {
  /** Accepts a job. Rejects when the queue is closed or the job's name or id is not of the right form. */
  enqueue(job: Job): Promise<void>
  /** Says who handles jobs of a name. One handler a name; before `start`. */
  handle(name: string, handler: (job: Job) => Promise<void>): void
  /** Begins to hand jobs over. */
  start(): Promise<void>
  /** Jobs that wait or run. */
  depth(): Promise<number>
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
