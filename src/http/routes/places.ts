import { Type } from 'typebox'
import { createPlace } from '../../app/community/create-place.ts'
import { deactivatePlace } from '../../app/community/deactivate-place.ts'
import { getPlace, listPlaces } from '../../app/community/list-places.ts'
import { updatePlace } from '../../app/community/update-place.ts'
import type { Deps } from '../../app/deps.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { DeleteBody, listQuery, OneParams, PlaceBody, PlacePatch, PlaceShape } from './setup-schemas.ts'

const config = { policy: 'signed in' } as const
const tags = ['places']

/** Places: the nodes of a community's address tree. */
export async function addPlaceRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/places',
    {
      config,
      schema: {
        summary: '新建点位 · create a place below another one',
        tags,
        body: PlaceBody,
        response: answers({ 200: PlaceShape, 201: PlaceShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createPlace(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/places',
    {
      config,
      schema: {
        summary: '点位列表 · places in the order of the tree',
        tags,
        querystring: closed({
          ...listQuery,
          communityId: Type.Optional(Id),
          parentId: Type.Optional(Id),
          within: Type.Optional(Id),
        }),
        response: answers({ 200: pageOf(PlaceShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...rest } = request.query
      return send(reply, {
        status: 200,
        body: await listPlaces(deps.db.read, callerOf(request), { limit, ...rest }),
      })
    },
  )

  app.get(
    '/api/v1/places/:id',
    {
      config,
      schema: {
        summary: '点位详情 · one place',
        tags,
        params: OneParams,
        response: answers({ 200: PlaceShape }),
      },
    },
    async (request, reply) =>
      send(reply, { status: 200, body: await getPlace(deps.db.read, callerOf(request), request.params.id) }),
  )

  app.patch(
    '/api/v1/places/:id',
    {
      config,
      schema: {
        summary: '修改点位 · change a place',
        tags,
        params: OneParams,
        body: PlacePatch,
        response: answers({ 200: PlaceShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...changes } = request.body
        const expected = expectedVersion(request)
        return { status: 200, body: await updatePlace(tx, caller, request.params.id, changes, expected) }
      }),
  )

  app.delete(
    '/api/v1/places/:id',
    {
      config,
      schema: {
        summary: '停用点位 · take a place out of use',
        tags,
        params: OneParams,
        body: DeleteBody,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        await deactivatePlace(tx, caller, request.params.id, expectedVersion(request))
        return { status: 204, body: null }
      }),
  )
}
