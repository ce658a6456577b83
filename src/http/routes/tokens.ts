import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { createToken } from '../../app/people/create-token.ts'
import { deleteToken } from '../../app/people/delete-token.ts'
import { listTokens } from '../../app/people/list-tokens.ts'
import { callerOf, send } from '../answer.ts'
import { answers, closed, Empty, Id, Instant, Nullable, PageQuery, pageOf, words } from '../schemas.ts'
import type { Server } from '../server.ts'

const token = {
  id: Type.String(),
  name: Type.String(),
  createdAt: Type.String(),
  expiresAt: Nullable(Type.String()),
}

/** API tokens of programs: each member makes and ends their own. */
export async function addTokenRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/tokens',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '新建令牌 · make an API token; its secret is in this answer and nowhere else',
        tags: ['tokens'],
        body: closed({ name: words(100), expiresAt: Type.Optional(Nullable(Instant)) }),
        response: answers({ 201: closed({ ...token, token: Type.String() }) }),
      },
    },
    // No idempotency key here: to give the first answer again it would have to be kept, and the secret with it.
    async (request, reply) => {
      const caller = callerOf(request)
      const body = await deps.db.transaction(
        tx => createToken(deps, tx, caller, request.body),
        caller.communityId,
      )
      return send(reply, { status: 201, body })
    },
  )

  app.get(
    '/api/v1/tokens',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '令牌列表 · one’s own API tokens, without their secrets',
        tags: ['tokens'],
        querystring: closed(PageQuery),
        response: answers({ 200: pageOf(closed(token)) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listTokens(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.delete(
    '/api/v1/tokens/:id',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '删除令牌 · end an API token',
        tags: ['tokens'],
        params: closed({ id: Id }),
        response: answers({ 204: Empty }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      await deps.db.transaction(tx => deleteToken(deps, tx, caller, request.params.id), caller.communityId)
      return send(reply, { status: 204, body: null })
    },
  )
}
