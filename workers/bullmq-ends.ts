import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq'

/*
 * BullMQ keeps its jobs in Redis or, through a backend of its own, in PostgreSQL. The address decides. Everything
 * that differs between the two stands on this page.
 */

/** All that a job carries: which row it is about. */
export interface Payload {
  readonly id: string
}

type Work = (name: string, payload: Payload, attempt: number) => Promise<void>

/** Where a queue's two ends come from: the one that jobs are put into, and the one they are taken from. */
export interface Ends {
  readonly kind: 'redis' | 'postgres'
  openQueue(name: string): Queue<Payload>
  openWorker(name: string, atOnce: number, work: Work): Worker<Payload>
  /** What is wrong with the settings of the queue's server, in both languages; null when nothing is. */
  findMistake(queue: Queue<Payload>): Promise<string | null>
}

/** Whoever puts jobs in is refused rather than kept waiting. */
export const PATIENCE_MS = 2_000
/** A taker asks for something at least every ten seconds: after this long without a word the line is dead. */
const SILENCE_MS = 20_000

/** A server that comes back is met again within a second. */
const retryStrategy = (times: number): number => Math.min(100 * times, 1_000)

/** For connections that somebody waits for: every command is answered or refused soon, nothing is kept for later. */
export const impatient = (ms: number) => ({
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: ms,
  commandTimeout: ms,
  // A line that swallows one command is given up, so that only the first caller waits for its end.
  socketTimeout: ms,
  retryStrategy,
})

/** For connections that wait for jobs: a command that a dying server left unanswered is sent again, for ever. */
const patient = {
  maxRetriesPerRequest: null,
  connectTimeout: 5_000,
  socketTimeout: SILENCE_MS,
  retryStrategy,
}

/** A job that stalled or failed for good leaves nothing behind, so that the sweep can put its row in again. */
const workerSettings = { autorun: false, drainDelay: 5, runRetryDelay: 1_000 }

/** `space` keeps installations apart that share a server: a prefix of keys, or a schema. */
export function endsAt(url: string, space: string): Ends {
  return /^postgres(ql)?:/.test(url) ? onPostgres(url, space) : onRedis(url, space)
}

function onRedis(url: string, prefix: string): Ends {
  return {
    kind: 'redis',
    openQueue: name => new Queue(name, { connection: { url, ...impatient(PATIENCE_MS) }, prefix }),
    openWorker: (name, concurrency, work) =>
      new Worker(name, ({ name, data, attemptsMade }) => work(name, data, attemptsMade + 1), {
        connection: { url, ...patient },
        prefix,
        concurrency,
        ...workerSettings,
      }),
    findMistake: async queue => {
      const info = await (await queue.getBackend().client).info()
      const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction'
      return policy === 'noeviction'
        ? null
        : `Redis 的 maxmemory-policy 为 ${policy},应设为 noeviction · maxmemory-policy of Redis is ${policy}; set it to noeviction`
    },
  }
}

function onPostgres(connectionString: string, schema: string): Ends {
  const bound = withBackend(createPostgresBackend)
  const connection = {
    connectionString,
    schema,
    migrate: true,
    max: 4,
    keepAlive: true,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: SILENCE_MS,
  }
  // Both kinds of ends are used alike; their types differ only in the backend behind them.
  return {
    kind: 'postgres',
    openQueue: name => new bound.Queue(name, { connection }) as unknown as Queue<Payload>,
    openWorker: (name, concurrency, work) =>
      new bound.Worker<Payload, void>(
        name,
        ({ name, data, attemptsMade }) => work(name, data, attemptsMade + 1),
        { connection, concurrency, ...workerSettings },
      ) as unknown as Worker<Payload>,
    findMistake: async () => null,
  }
}
