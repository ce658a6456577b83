import { Type } from 'typebox'
import { countThinCalendars } from '../../app/community/calendar-coverage.ts'
import type { Deps } from '../../app/deps.ts'
import { closed, Nullable } from '../schemas.ts'
import type { Server } from '../server.ts'

const config = { policy: 'everybody' } as const
const tags = ['health']

/* A probe comes every few seconds, a calendar changes a few times a year. */
const CALENDARS_FRESH_MS = 60_000
/** Timers are looked at every second; after this long without success something is wrong. */
const TIMERS_LATE_MS = 30_000

const Live = closed({ ok: Type.Boolean() })
const Ready = closed({
  ok: Type.Boolean(),
  database: Type.String(),
  timers: closed(
    { lastSweepMs: Nullable(Type.Integer()) },
    { description: 'milliseconds since timers were last looked at' },
  ),
  queue: closed(
    { kind: Type.String(), state: Type.String(), warning: Nullable(Type.String()) },
    { description: 'the job queue; requests never depend on it, so its trouble refuses nothing' },
  ),
  calendars: closed(
    { thin: Type.Integer() },
    { description: 'communities whose public holidays are not known; their deadlines count by weekdays' },
  ),
})

const NotReady = closed({ ok: Type.Boolean(), database: Type.String() })
const Stopping = closed({ ok: Type.Boolean(), stopping: Type.Boolean() })

/** What the health pages tell about the job queue. */
interface QueueState {
  readonly kind: string
  readonly state: string
  readonly warning: string | null
}

const NO_QUEUE: QueueState = { kind: 'in_process', state: 'ok', warning: null }

export interface HealthOptions {
  /** State of the job queue; answers within a second. (Default: one inside the process) */
  readonly queueHealth?: () => Promise<QueueState>
  /** Whether the process is about to end: it then answers what it has begun and wants nothing new. */
  readonly stopping?: () => boolean
  /** Milliseconds since the timer sweep last went well; `null` before the first time or without one. */
  readonly timerAge?: () => number | null
}

/** Whether the process lives, and whether it can work: for whoever starts, watches and balances it. */
export async function addHealthRoutes(
  app: Server,
  { db, clock }: Deps,
  { timerAge, queueHealth, stopping }: HealthOptions,
): Promise<void> {
  app.get(
    '/health/live',
    { config, schema: { summary: '存活 · the process lives', tags, response: { 200: Live } } },
    async (_request, reply) => reply.send({ ok: true }),
  )

  let known: { readonly at: number; readonly thin: number } | null = null
  const thinCalendars = async (): Promise<number> => {
    if (known === null || Math.abs(clock.now() - known.at) >= CALENDARS_FRESH_MS)
      known = { at: clock.now(), thin: await countThinCalendars({ read: db.read, clock }) }
    return known.thin
  }

  app.get(
    '/health/ready',
    {
      config,
      schema: {
        summary: '就绪 · it can serve requests; thin calendars are a warning and refuse nothing',
        tags,
        response: { 200: Ready, 503: Type.Union([Ready, NotReady, Stopping]) },
      },
    },
    async (request, reply) => {
      if (stopping?.()) return reply.code(503).header('retry-after', '5').send({ ok: false, stopping: true })
      try {
        await db.probe()
        const age = timerAge?.() ?? null
        const late = age !== null && age > TIMERS_LATE_MS
        const body = {
          ok: !late,
          database: 'ok',
          timers: { lastSweepMs: age === null ? null : Math.round(age) },
          queue: (await queueHealth?.()) ?? NO_QUEUE,
          calendars: { thin: await thinCalendars() },
        }
        return late ? reply.code(503).header('retry-after', '5').send(body) : reply.send(body)
      } catch (error) {
        request.log.error({ err: error }, 'not ready')
        return reply.code(503).header('retry-after', '5').send({ ok: false, database: 'unreachable' })
      }
    },
  )
}
