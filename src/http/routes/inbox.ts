import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { acknowledgeNotice, readNotice } from '../../app/notices/acknowledge-notice.ts'
import { readLadderOfFinding } from '../../app/notices/ladder-of-finding.ts'
import { listInbox } from '../../app/notices/list-inbox.ts'
import { communitiesOfInbox } from '../../app/notices/own-inbox.ts'
import { viewInboxItems } from '../../app/notices/view-inbox-item.ts'
import { callerOf, change, send } from '../answer.ts'
import { languageOf } from '../problem.ts'
import { answers, closed, Id, Nullable, PageQuery } from '../schemas.ts'
import type { Server } from '../server.ts'

const Text = Type.String()
const TextOrNull = Nullable(Text)
const Item = closed({
  id: Text,
  at: Text,
  kind: Type.String({ description: 'an event such as dispatched, or the duty that a rung reminds of' }),
  rung: Nullable(Type.String({ description: 'warn, due, overdue, yellow, red, raised, ending, …' })),
  level: Type.Integer({ description: 'how often the rung has climbed, unacknowledged' }),
  dueAt: TextOrNull,
  communityId: Text,
  recordType: Text,
  recordId: Text,
  title: Text,
  body: Text,
  readAt: TextOrNull,
  acknowledgedAt: TextOrNull,
  acknowledgedBy: TextOrNull,
})
const Rung = closed({
  at: Text,
  kind: Text,
  rung: Text,
  name: Text,
  level: Type.Integer(),
  dueAt: Text,
  memberIds: Type.Array(Text),
  acknowledgedAt: TextOrNull,
  acknowledgedBy: TextOrNull,
})

const config = { policy: 'signed in' } as const
const params = closed({ id: Id })
const tags = ['inbox']

/** A member's inbox: what they were told, what they have read, what they have acknowledged. */
export async function addInboxRoutes(app: Server, deps: Deps): Promise<void> {
  const { read } = deps.db

  app.get(
    '/api/v1/inbox',
    {
      config,
      schema: {
        summary: '我的消息 · my inbox, the latest first',
        tags,
        querystring: closed({ ...PageQuery, unread: Type.Optional(Type.Boolean()) }),
        response: answers({
          200: closed({ items: Type.Array(Item), nextCursor: TextOrNull, unread: Type.Integer() }),
        }),
      },
    },
    async (request, reply) => {
      const { limit = 50, unread = false, cursor } = request.query
      const body = await listInbox(read, callerOf(request), { limit, unread, cursor }, languageOf(request))
      return send(reply, { status: 200, body })
    },
  )

  const marks = [
    ['read', readNotice, '标为已读 · mark an item read'],
    ['acknowledge', acknowledgeNotice, '确认知悉,停止该级催告 · acknowledge; the ladder stops for that rung'],
  ] as const
  for (const [name, mark, summary] of marks)
    app.post(
      `/api/v1/inbox/:id/${name}`,
      { config, schema: { summary, tags, params, response: answers({ 200: Item }) } },
      async (request, reply) => {
        const communityIds = await communitiesOfInbox(read, callerOf(request))
        return change(deps, request, reply, async (tx, caller) => {
          const row = await mark(deps, tx, caller, { id: request.params.id, communityIds })
          const [body = null] = await viewInboxItems(tx, [row], languageOf(request))
          return { status: 200, body }
        })
      },
    )

  app.get(
    '/api/v1/findings/:id/ladder',
    {
      config,
      schema: {
        summary: '催告与确认 · the reminders of a finding, whom they reached and who acknowledged them',
        tags,
        params,
        response: answers({ 200: closed({ items: Type.Array(Rung) }) }),
      },
    },
    async (request, reply) => {
      const body = await readLadderOfFinding(read, callerOf(request), request.params.id, languageOf(request))
      return send(reply, { status: 200, body })
    },
  )
}
