import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { listFlags, lookAtFlag } from '../../app/flags/flags.ts'
import { callerOf, change, send } from '../answer.ts'
import { languageOf } from '../problem.ts'
import { answers, closed, Id, Nullable, oneOf, PageQuery, pageOf, words } from '../schemas.ts'
import type { Server } from '../server.ts'

const Text = Type.String()
const Flag = closed({
  recordType: oneOf(['patrol', 'finding']),
  recordId: Text,
  flag: Text,
  flagName: Text,
  squadId: Nullable(Text),
  raisedAt: Text,
  lookedAt: Nullable(Text),
  lookedBy: Nullable(Text),
  note: Nullable(Text),
})
const FlagName = Type.String({ pattern: '^[a-z_]{1,40}$' })
const tags = ['flags']

/** What is odd about patrols and findings, for people to look at: flags refuse nothing and accuse nobody. */
export async function addFlagRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/flags',
    {
      config: { policy: ['coordinator', 'supervisor', 'auditor'] },
      schema: {
        summary: '疑点列表 · what is odd about patrols and findings',
        tags,
        querystring: closed({
          ...PageQuery,
          flag: Type.Optional(FlagName),
          recordType: Type.Optional(oneOf(['patrol', 'finding'])),
          recordId: Type.Optional(Id),
          squadId: Type.Optional(Id),
          looked: Type.Optional(Type.Boolean()),
        }),
        response: answers({ 200: pageOf(Flag) }),
      },
    },
    async (request, reply) => {
      const query = { ...request.query, limit: request.query.limit ?? 50 }
      const body = await listFlags(deps.db.read, callerOf(request), query, languageOf(request))
      return send(reply, { status: 200, body })
    },
  )

  app.post(
    '/api/v1/flags/:id/:flag/looked-at',
    {
      config: { policy: ['coordinator', 'supervisor'] },
      schema: {
        summary: '已查看该疑点 · note that I looked at it, and what I make of it',
        tags,
        params: closed({ id: Id, flag: FlagName }),
        body: Nullable(closed({ note: Type.Optional(words(1_000)) })),
        response: answers({ 200: Flag }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { id: recordId, flag } = request.params
        const what = { recordId, flag, note: request.body?.note ?? null }
        return { status: 200, body: await lookAtFlag(deps, tx, caller, what, languageOf(request)) }
      }),
  )
}
