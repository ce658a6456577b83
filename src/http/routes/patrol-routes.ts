import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { createRoute } from '../../app/rounds/create-route.ts'
import { listRoutes } from '../../app/rounds/list-routes.ts'
import { getRouteVersion } from '../../app/rounds/route-view.ts'
import { updateRoute } from '../../app/rounds/update-route.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, PageQuery, pageOf, Version } from '../schemas.ts'
import type { Server } from '../server.ts'
import { RouteBody, RouteChangesBody, RouteShape } from './round-schemas.ts'

const params = closed({ id: Id })
const policy = 'signed in' as const
const tags = ['patrols']

/** Routes that squads walk, and the sheet of QR codes to print for one. */
export async function addRouteRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/routes',
    {
      config: { policy },
      schema: {
        summary: '新增巡查路线 · add a route',
        tags,
        body: RouteBody,
        response: answers({ 200: RouteShape, 201: RouteShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createRoute(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/routes',
    {
      config: { policy },
      schema: {
        summary: '巡查路线列表 · list routes in scope',
        tags,
        querystring: closed(PageQuery),
        response: answers({ 200: pageOf(RouteShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listRoutes(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/routes/:id',
    {
      config: { policy },
      schema: {
        summary: '巡查路线 · one route, in one of its versions',
        tags,
        params,
        querystring: closed({ version: Type.Optional(Version) }),
        response: answers({ 200: RouteShape }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const body = await getRouteVersion(deps.db.read, callerOf(request), id, request.query.version)
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/routes/:id/sheet',
    {
      config: { policy },
      schema: { summary: '巡查点二维码(PDF) · QR codes of a route to print', tags, params },
    },
    async (request, reply) => {
      // Loaded with the first sheet: what prints is large.
      const { printSheet } = await import('../../app/rounds/print-sheet.ts')
      const sheet = await printSheet(deps.db.read, callerOf(request), request.params.id)
      return reply
        .header('content-disposition', 'inline; filename="checkpoints.pdf"')
        .type('application/pdf')
        .send(sheet)
    },
  )

  app.patch(
    '/api/v1/routes/:id',
    {
      config: { policy },
      schema: {
        summary: '修改巡查路线 · change a route; stops replaces all of them',
        tags,
        params,
        body: RouteChangesBody,
        response: answers({ 200: RouteShape }),
      },
    },
    (request, reply) => {
      const { expectedVersion: _, ...changes } = request.body
      const update = { id: request.params.id, expected: expectedVersion(request), changes }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await updateRoute(tx, caller, update),
      }))
    },
  )

  app.delete(
    '/api/v1/routes/:id',
    {
      config: { policy },
      schema: {
        summary: '停用巡查路线 · take a route out of use',
        tags,
        params,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) => {
      const update = { id: request.params.id, expected: expectedVersion(request), changes: { active: false } }
      return change(deps, request, reply, async (tx, caller) => {
        await updateRoute(tx, caller, update)
        return { status: 204, body: null }
      })
    },
  )
}
