import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { answerRecheck, listRechecks, RECHECK_RESULTS, RECHECK_STATES } from '../../app/rechecks/rechecks.ts'
import { callerOf, change, send } from '../answer.ts'
import { answers, closed, Id, Nullable, oneOf, PageQuery, pageOf, words } from '../schemas.ts'
import type { Server } from '../server.ts'

const Text = Type.String()
const Recheck = closed({
  id: Text,
  findingId: Text,
  squadId: Text,
  offeredAt: Text,
  dueAt: Text,
  state: oneOf(RECHECK_STATES),
  doneAt: Nullable(Text),
  doneBy: Nullable(Text),
  note: Nullable(Text),
  photoIds: Type.Array(Text),
})
const policy = 'signed in' as const
const tags = ['rechecks']

/** Cross re-checks: a random share of what was closed, looked at again by another squad. */
export async function addRecheckRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/rechecks',
    {
      config: { policy },
      schema: {
        summary: '交叉复核任务 · re-checks offered to my squads; for the desk, all in scope',
        tags,
        querystring: closed({
          ...PageQuery,
          state: Type.Optional(oneOf(RECHECK_STATES)),
          findingId: Type.Optional(Id),
          squadId: Type.Optional(Id),
        }),
        response: answers({ 200: pageOf(Recheck) }),
      },
    },
    async (request, reply) => {
      const query = { ...request.query, limit: request.query.limit ?? 50 }
      const source = { read: deps.db.read, clock: deps.clock }
      return send(reply, { status: 200, body: await listRechecks(source, callerOf(request), query) })
    },
  )

  app.post(
    '/api/v1/rechecks/:id/result',
    {
      config: { policy },
      schema: {
        summary: '反馈复核结果 · say what we found',
        tags,
        params: closed({ id: Id }),
        body: closed({
          result: oneOf(RECHECK_RESULTS),
          photoIds: Type.Optional(Type.Array(Id, { maxItems: 20, uniqueItems: true })),
          note: Type.Optional(words(1_000)),
        }),
        response: answers({ 200: Recheck }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await answerRecheck(deps, tx, caller, { ...request.body, recheckId: request.params.id }),
      })),
  )
}
