import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Deps } from '../../app/deps.ts'

/** Counted no further than this on every scrape: watching must not cost what it watches. */
const MOST = 10_000
/** Deliveries sent within this long are "lately". */
const LATELY_MS = 300_000

/** What the server cannot see by itself. */
export interface Watched {
  /** Jobs that wait or run in the queue. */
  readonly queueDepth?: () => Promise<number>
  /** Timers that rang since the start. */
  readonly timersFired?: () => number
}

export interface Meters {
  readonly registry: Registry
  /** One request that was answered; `route` is the pattern, never the address. */
  answered(request: { method: string; route: string; status: number; ms: number }): void
}

/**
 * Everything that is measured, in a registry of its own. Labels are routes' patterns, methods, classes of status and
 * names of channels: a fixed set, and nothing that leads to a person.
 */
export function createMeters({ db, clock }: Pick<Deps, 'db' | 'clock'>, watched: Watched): Meters {
  const registry = new Registry()
  const registers = [registry]
  // Processor, memory, garbage collection, and the event loop's delay (perf_hooks.monitorEventLoopDelay).
  collectDefaultMetrics({ register: registry, prefix: 'xuncha_' })

  const requests = new Histogram({
    name: 'xuncha_http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const signInFailures = new Counter({
    name: 'xuncha_sign_in_failures_total',
    help: 'Sign-ins that were refused: wrong, or locked after too many',
    labelNames: ['reason'] as const,
    registers,
  })
  for (const reason of ['wrong', 'locked']) signInFailures.inc({ reason }, 0)

  const total = (name: string, help: string, read: () => number): void =>
    void new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  total('xuncha_db_turns_total', 'Turns asked of the database', () => db.tally.turns)
  total('xuncha_db_commits_total', 'Commits; several turns share one', () => db.tally.commits)
  total('xuncha_db_statements_total', 'Statements run within turns', () => db.tally.statements)
  const { timersFired, queueDepth } = watched
  if (timersFired) total('xuncha_timers_fired_total', 'Timers that rang', timersFired)

  const gauge = (name: string, help: string, read: () => number | Promise<number>): void =>
    void new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read())
      },
    })
  gauge('xuncha_db_turns_per_commit', 'Mean size of a commit since the start', () =>
    db.tally.commits === 0 ? 0 : db.tally.turns / db.tally.commits,
  )
  if (queueDepth) gauge('xuncha_queue_depth', 'Jobs that wait or run', queueDepth)

  const age = (oldest: number | null): number =>
    oldest === null ? 0 : Math.max(0, clock.now() - oldest) / 1_000
  const pair = (
    names: readonly [count: string, age: string],
    what: string,
    read: () => ReturnType<Deps['db']['read']['waiting']['outboxWaiting']>,
  ): void => {
    // Both are collected at the same moment, and one look is enough for the two.
    let looking: ReturnType<typeof read> | null = null
    const look = (): ReturnType<typeof read> => {
      looking ??= read().finally(() => {
        looking = null
      })
      return looking
    }
    gauge(names[0], `${what}, at most ${MOST}`, async () => (await look()).count)
    gauge(names[1], `Age of the oldest: ${what}`, async () => age((await look()).oldest))
  }
  pair(['xuncha_timers_due', 'xuncha_timer_lag_seconds'], 'Timers that are due and have not rung', () =>
    db.read.waiting.timersDue(clock.now(), MOST),
  )
  pair(['xuncha_outbox_waiting', 'xuncha_outbox_oldest_seconds'], 'Notices not handed on', () =>
    db.read.waiting.outboxWaiting(MOST),
  )
  void new Gauge({
    name: 'xuncha_deliveries',
    help: `Deliveries by channel: waiting, given up (dead), sent within the last five minutes; each at most ${MOST}`,
    labelNames: ['channel', 'state'] as const,
    registers,
    async collect() {
      const states = await db.read.waiting.deliveriesByChannel(clock.now() - LATELY_MS, MOST)
      this.reset()
      for (const [state, channels] of Object.entries(states))
        for (const [channel, count] of Object.entries(channels)) this.set({ channel, state }, count)
    },
  })

  return {
    registry,
    answered({ method, route, status, ms }) {
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1_000)
      if (method !== 'POST' || route !== '/api/v1/session') return
      if (status === 401) signInFailures.inc({ reason: 'wrong' })
      if (status === 429) signInFailures.inc({ reason: 'locked' })
    },
  }
}
