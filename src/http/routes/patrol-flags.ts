import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { listPatrolFlags, lookAtFlag } from '../../app/patrols/patrol-flags.ts'
import { callerOf, change, send } from '../answer.ts'
import { answers, closed, Id, Nullable, PageQuery, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const Text = Type.String()
const Flag = closed({
  patrolId: Text,
  flag: Text,
  raisedAt: Text,
  lookedAt: Nullable(Text),
  lookedBy: Nullable(Text),
})
const FlagName = Type.String({ pattern: '^[a-z_]{1,40}$' })
const policy = ['coordinator', 'supervisor'] as const
const tags = ['patrols']

/** What is odd about patrols, for people to look at: flags refuse nothing and accuse nobody. */
export async function addPatrolFlagRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/patrol-flags',
    {
      config: { policy },
      schema: {
        summary: '巡查疑点 · what is odd about patrols',
        tags,
        querystring: closed({
          ...PageQuery,
          flag: Type.Optional(FlagName),
          patrolId: Type.Optional(Id),
          looked: Type.Optional(Type.Boolean()),
        }),
        response: answers({ 200: pageOf(Flag) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listPatrolFlags(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.post(
    '/api/v1/patrol-flags/:id/:flag/looked-at',
    {
      config: { policy },
      schema: {
        summary: '已查看该疑点 · note that I looked at it',
        tags,
        params: closed({ id: Id, flag: FlagName }),
        response: answers({ 200: Flag }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await lookAtFlag(deps, tx, caller, { patrolId: request.params.id, flag: request.params.flag }),
      })),
  )
}
