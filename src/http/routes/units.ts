import { Type } from 'typebox'
import { createUnit } from '../../app/community/create-unit.ts'
import { getUnit, listUnits } from '../../app/community/list-units.ts'
import { updateUnit } from '../../app/community/update-unit.ts'
import type { Deps } from '../../app/deps.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { DeleteBody, listQuery, OneParams, UnitBody, UnitPatch, UnitShape } from './setup-schemas.ts'

const config = { policy: 'signed in' } as const
const tags = ['units']

/** Responsible units (责任单位): who rectifies what, and where. */
export async function addUnitRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/units',
    {
      config,
      schema: {
        summary: '新建责任单位 · create a responsible unit',
        tags,
        body: UnitBody,
        response: answers({ 200: UnitShape, 201: UnitShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createUnit(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/units',
    {
      config,
      schema: {
        summary: '责任单位列表 · responsible units',
        tags,
        querystring: closed({ ...listQuery, communityId: Type.Optional(Id) }),
        response: answers({ 200: pageOf(UnitShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...rest } = request.query
      return send(reply, {
        status: 200,
        body: await listUnits(deps.db.read, callerOf(request), { limit, ...rest }),
      })
    },
  )

  app.get(
    '/api/v1/units/:id',
    {
      config,
      schema: {
        summary: '责任单位详情 · one unit',
        tags,
        params: OneParams,
        response: answers({ 200: UnitShape }),
      },
    },
    async (request, reply) =>
      send(reply, { status: 200, body: await getUnit(deps.db.read, callerOf(request), request.params.id) }),
  )

  app.patch(
    '/api/v1/units/:id',
    {
      config,
      schema: {
        summary: '修改责任单位 · change a unit',
        tags,
        params: OneParams,
        body: UnitPatch,
        response: answers({ 200: UnitShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { expectedVersion: _, ...changes } = request.body
        const expected = expectedVersion(request)
        return { status: 200, body: await updateUnit(tx, caller, request.params.id, changes, expected) }
      }),
  )

  app.delete(
    '/api/v1/units/:id',
    {
      config,
      schema: {
        summary: '停用责任单位 · take a unit out of use',
        tags,
        params: OneParams,
        body: DeleteBody,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        await updateUnit(tx, caller, request.params.id, { active: false }, expectedVersion(request))
        return { status: 204, body: null }
      }),
  )
}
