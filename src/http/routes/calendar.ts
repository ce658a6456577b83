import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { createFeed, deleteFeed, listFeeds } from '../../app/plans/calendar-feeds.ts'
import { readCalendar } from '../../app/plans/read-calendar.ts'
import { callerOf, change, send } from '../answer.ts'
import { answers, closed, Empty, Id, Nullable } from '../schemas.ts'
import type { Server } from '../server.ts'

const Text = Type.String()
const Feed = { id: Text, squadId: Nullable(Text), createdAt: Text }
const policy = 'signed in' as const
const tags = ['patrols']

/** Calendar feeds (iCalendar) of a member's or a squad's patrols. */
export async function addCalendarRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/calendar-feeds',
    {
      config: { policy },
      schema: {
        summary: '新建日历订阅 · make a calendar feed; the token is shown once',
        tags,
        body: closed({ squadId: Type.Optional(Id) }),
        response: answers({ 201: closed({ ...Feed, token: Text, path: Text }) }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 201,
        body: await createFeed(deps, tx, caller, request.body.squadId ?? null),
      })),
  )

  app.get(
    '/api/v1/calendar-feeds',
    {
      config: { policy },
      schema: {
        summary: '我的日历订阅 · list my calendar feeds',
        tags,
        response: answers({ 200: closed({ items: Type.Array(closed(Feed)) }) }),
      },
    },
    async (request, reply) => {
      return send(reply, { status: 200, body: await listFeeds(deps.db.read, callerOf(request)) })
    },
  )

  app.delete(
    '/api/v1/calendar-feeds/:id',
    {
      config: { policy },
      schema: {
        summary: '停用日历订阅 · withdraw a calendar feed',
        tags,
        params: closed({ id: Id }),
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        await deleteFeed(tx, caller, request.params.id)
        return { status: 204, body: null }
      }),
  )

  app.get(
    '/api/v1/calendar/:file',
    {
      config: { policy: 'everybody' },
      schema: {
        summary: '日历(iCalendar) · the calendar behind a feed’s token',
        tags,
        params: closed({ file: Type.String({ pattern: '^[A-Za-z0-9_-]{20,64}\\.ics$' }) }),
      },
    },
    async (request, reply) => {
      const source = { read: deps.db.read, clock: deps.clock }
      const calendar = await readCalendar(source, request.params.file.replace(/\.ics$/, ''))
      return reply.type('text/calendar; charset=utf-8').send(calendar)
    },
  )
}
