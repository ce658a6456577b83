import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { createSquad } from '../../app/people/create-squad.ts'
import { listSquads } from '../../app/people/list-squads.ts'
import { getSquadInScope, viewSquad } from '../../app/people/squad-view.ts'
import { updateSquad } from '../../app/people/update-squad.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, PageQuery, pageOf, Version, words } from '../schemas.ts'
import type { Server } from '../server.ts'

const Squad = closed({
  id: Type.String(),
  communityId: Type.String(),
  name: Type.String(),
  leadId: Type.String(),
  memberIds: Type.Array(Type.String()),
  active: Type.Boolean(),
  version: Type.Integer(),
})
const MemberIds = Type.Array(Id, { maxItems: 200 })
const params = closed({ id: Id })
const policy = 'signed in' as const
const tags = ['squads']

/** Squads: administrators write them, members of the same community read them. */
export async function addSquadRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/squads',
    {
      config: { policy },
      schema: {
        summary: '新增巡查分队 · add a squad',
        tags,
        body: closed({
          id: Type.Optional(Id),
          communityId: Type.Optional(Id),
          name: words(100),
          leadId: Id,
          memberIds: MemberIds,
        }),
        response: answers({ 200: Squad, 201: Squad }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createSquad(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/squads',
    {
      config: { policy },
      schema: {
        summary: '巡查分队列表 · list the squads of a community',
        tags,
        querystring: closed({ ...PageQuery, communityId: Type.Optional(Id) }),
        response: answers({ 200: pageOf(Squad) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listSquads(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/squads/:id',
    {
      config: { policy },
      schema: { summary: '巡查分队 · one squad', tags, params, response: answers({ 200: Squad }) },
    },
    async (request, reply) => {
      const row = await getSquadInScope(deps.db.read, callerOf(request), request.params.id)
      return send(reply, { status: 200, body: viewSquad(row) })
    },
  )

  app.patch(
    '/api/v1/squads/:id',
    {
      config: { policy },
      schema: {
        summary: '修改巡查分队 · change a squad; memberIds replaces all of them',
        tags,
        params,
        body: closed({
          expectedVersion: Type.Optional(Version),
          name: Type.Optional(words(100)),
          leadId: Type.Optional(Id),
          memberIds: Type.Optional(MemberIds),
          active: Type.Optional(Type.Boolean()),
        }),
        response: answers({ 200: Squad }),
      },
    },
    (request, reply) => {
      const { expectedVersion: _, ...changes } = request.body
      const update = { squadId: request.params.id, expected: expectedVersion(request), changes }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await updateSquad(deps, tx, caller, update),
      }))
    },
  )

  app.delete(
    '/api/v1/squads/:id',
    {
      config: { policy },
      schema: {
        summary: '停用巡查分队 · take a squad out of use',
        tags,
        params,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) => {
      const update = {
        squadId: request.params.id,
        expected: expectedVersion(request),
        changes: { active: false },
      }
      return change(deps, request, reply, async (tx, caller) => {
        await updateSquad(deps, tx, caller, update)
        return { status: 204, body: null }
      })
    },
  )
}
