import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { createPlan } from '../../app/plans/create-plan.ts'
import { listPlans } from '../../app/plans/list-plans.ts'
import { findSeenPlan, viewPlan } from '../../app/plans/plan-view.ts'
import { previewPlan } from '../../app/plans/preview-plan.ts'
import { updatePlan } from '../../app/plans/update-plan.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, PageQuery, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { PlanBody, PlanChangesBody, PlanShape, PreviewShape } from './plan-schemas.ts'

const params = closed({ id: Id })
const policy = 'signed in' as const
const tags = ['patrols']

/** Plans: when a squad walks, again and again. */
export async function addPlanRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/patrol-plans',
    {
      config: { policy },
      schema: {
        summary: '新增巡查计划 · add a plan; its patrols are made two weeks ahead',
        tags,
        body: PlanBody,
        response: answers({ 200: PlanShape, 201: PlanShape }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createPlan(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/patrol-plans',
    {
      config: { policy },
      schema: {
        summary: '巡查计划列表 · list plans in scope',
        tags,
        querystring: closed(PageQuery),
        response: answers({ 200: pageOf(PlanShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listPlans(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/patrol-plans/:id',
    {
      config: { policy },
      schema: { summary: '巡查计划 · one plan', tags, params, response: answers({ 200: PlanShape }) },
    },
    async (request, reply) => {
      const row = await findSeenPlan(deps.db.read, callerOf(request), request.params.id)
      return send(reply, { status: 200, body: viewPlan(row) })
    },
  )

  app.get(
    '/api/v1/patrol-plans/:id/preview',
    {
      config: { policy },
      schema: {
        summary: '接下来的巡查 · the next walks of a plan',
        tags,
        params,
        querystring: closed({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
        response: answers({ 200: PreviewShape }),
      },
    },
    async (request, reply) => {
      const source = { read: deps.db.read, clock: deps.clock }
      const { limit = 10 } = request.query
      const body = await previewPlan(source, callerOf(request), request.params.id, limit)
      return send(reply, { status: 200, body })
    },
  )

  app.patch(
    '/api/v1/patrol-plans/:id',
    {
      config: { policy },
      schema: {
        summary: '修改巡查计划 · change a plan; patrols ahead that it no longer asks for are cancelled',
        tags,
        params,
        body: PlanChangesBody,
        response: answers({ 200: PlanShape }),
      },
    },
    (request, reply) => {
      const { expectedVersion: _, ...changes } = request.body
      const update = { id: request.params.id, expected: expectedVersion(request), changes }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await updatePlan(deps, tx, caller, update),
      }))
    },
  )

  app.delete(
    '/api/v1/patrol-plans/:id',
    {
      config: { policy },
      schema: {
        summary: '停用巡查计划 · take a plan out of use',
        tags,
        params,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) => {
      const update = { id: request.params.id, expected: expectedVersion(request), changes: { active: false } }
      return change(deps, request, reply, async (tx, caller) => {
        await updatePlan(deps, tx, caller, update)
        return { status: 204, body: null }
      })
    },
  )
}
