import { communityView } from '../../app/community/community-view.ts'
import { createCommunity } from '../../app/community/create-community.ts'
import { getCommunityInScope } from '../../app/community/find-in-scope.ts'
import { listCommunities } from '../../app/community/list-communities.ts'
import { updateCommunity } from '../../app/community/update-community.ts'
import type { Deps } from '../../app/deps.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { addCommunitySettingRoutes } from './community-settings.ts'
import {
  CommunityBody,
  CommunityPatch,
  CommunityShape,
  DeleteBody,
  listQuery,
  OneParams,
} from './setup-schemas.ts'

const config = { policy: 'signed in' } as const
const tags = ['communities']

/** Communities, and what belongs to one: categories, calendar, policy. */
export async function addCommunityRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/communities',
    {
      config,
      schema: {
        summary: '新建社区 · create a community with root place, categories, calendar and policy (root only)',
        tags,
        body: CommunityBody,
        response: answers({ 200: CommunityShape, 201: CommunityShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createCommunity(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/communities',
    {
      config,
      schema: {
        summary: '社区列表 · communities: all for root, one’s own for everybody else',
        tags,
        querystring: closed(listQuery),
        response: answers({ 200: pageOf(CommunityShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...rest } = request.query
      const body = await listCommunities(deps.db.read, callerOf(request), { limit, ...rest })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/communities/:id',
    {
      config,
      schema: {
        summary: '社区详情 · one community',
        tags,
        params: OneParams,
        response: answers({ 200: CommunityShape }),
      },
    },
    async (request, reply) => {
      const { row } = await getCommunityInScope(deps.db.read, callerOf(request), request.params.id)
      return send(reply, { status: 200, body: communityView(row) })
    },
  )

  app.patch(
    '/api/v1/communities/:id',
    {
      config,
      schema: {
        summary: '修改社区 · change a community',
        tags,
        params: OneParams,
        body: CommunityPatch,
        response: answers({ 200: CommunityShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...changes } = request.body
        const expected = expectedVersion(request)
        return { status: 200, body: await updateCommunity(tx, caller, request.params.id, changes, expected) }
      }),
  )

  app.delete(
    '/api/v1/communities/:id',
    {
      config,
      schema: {
        summary: '停用社区 · take a community out of use (root only)',
        tags,
        params: OneParams,
        body: DeleteBody,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        await updateCommunity(tx, caller, request.params.id, { active: false }, expectedVersion(request))
        return { status: 204, body: null }
      }),
  )

  await addCommunitySettingRoutes(app, deps)
}
