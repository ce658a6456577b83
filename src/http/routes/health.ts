import { Type } from 'typebox'
import { listThinCalendars, type ThinCalendar } from '../../app/calendar-coverage.ts'
import type { Deps } from '../../app/deps.ts'
import { closed, Id } from '../schemas.ts'
import type { Server } from '../server.ts'

const config = { policy: 'everybody' } as const
const tags = ['health']

/* A probe comes every few seconds, a calendar changes a few times a year. */
const CALENDARS_FRESH_MS = 60_000
const CALENDARS_SHOWN = 20

const Live = closed({ ok: Type.Boolean() })
const Ready = closed({
  ok: Type.Boolean(),
  database: Type.String(),
  calendars: closed(
    {
      thin: Type.Integer(),
      communities: Type.Array(closed({ communityId: Id, yearsLeft: Type.Integer() })),
    },
    { description: 'communities whose public holidays are not known; their deadlines count by weekdays' },
  ),
})
const NotReady = closed({ ok: Type.Boolean(), database: Type.String() })

/** Whether the process lives, and whether it can work: for whoever starts, watches and balances it. */
export async function addHealthRoutes(app: Server, { db, clock }: Deps): Promise<void> {
  app.get(
    '/health/live',
    { config, schema: { summary: '存活 · the process lives', tags, response: { 200: Live } } },
    async (_request, reply) => reply.send({ ok: true }),
  )

  let known: { readonly at: number; readonly thin: readonly ThinCalendar[] } | null = null
  const thinCalendars = async (): Promise<readonly ThinCalendar[]> => {
    if (known === null || Math.abs(clock.now() - known.at) >= CALENDARS_FRESH_MS)
      known = { at: clock.now(), thin: await listThinCalendars({ read: db.read, clock }) }
    return known.thin
  }

  app.get(
    '/health/ready',
    {
      config,
      schema: {
        summary: '就绪 · it can serve requests; thin calendars are a warning and refuse nothing',
        tags,
        response: { 200: Ready, 503: NotReady },
      },
    },
    async (request, reply) => {
      try {
        await db.probe()
        const thin = await thinCalendars()
        return reply.send({
          ok: true,
          database: 'ok',
          calendars: { thin: thin.length, communities: thin.slice(0, CALENDARS_SHOWN) },
        })
      } catch (error) {
        request.log.error({ err: error }, 'not ready')
        return reply.code(503).header('retry-after', '5').send({ ok: false, database: 'unreachable' })
      }
    },
  )
}
