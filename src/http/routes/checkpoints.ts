import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import { findSeenCheckpoint, viewCheckpoint } from '../../app/rounds/checkpoint-view.ts'
import { createCheckpoint } from '../../app/rounds/create-checkpoint.ts'
import { listCheckpoints } from '../../app/rounds/list-checkpoints.ts'
import { showCode } from '../../app/rounds/show-code.ts'
import { updateCheckpoint } from '../../app/rounds/update-checkpoint.ts'
import { callerOf, change, expectedVersion, send } from '../answer.ts'
import { answers, closed, Empty, Id, PageQuery, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { CheckpointBody, CheckpointChangesBody, CheckpointShape, CodeShape } from './round-schemas.ts'

const params = closed({ id: Id })
const policy = 'signed in' as const
const tags = ['patrols']

/** Checkpoints: squads' leads and coordinators write them, members in scope read them. */
export async function addCheckpointRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/checkpoints',
    {
      config: { policy },
      schema: {
        summary: '新增巡查点 · add a checkpoint',
        tags,
        body: CheckpointBody,
        response: answers({ 200: CheckpointShape, 201: CheckpointShape }),
      },
    },
    (request, reply) => {
      refuseHalfPosition(request.body)
      return change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await createCheckpoint(deps, tx, caller, request.body)
        return { status: created ? 201 : 200, body: view }
      })
    },
  )

  app.get(
    '/api/v1/checkpoints',
    {
      config: { policy },
      schema: {
        summary: '巡查点列表 · list checkpoints in scope',
        tags,
        querystring: closed(PageQuery),
        response: answers({ 200: pageOf(CheckpointShape) }),
      },
    },
    async (request, reply) => {
      const { limit = 50, ...query } = request.query
      const body = await listCheckpoints(deps.db.read, callerOf(request), { ...query, limit })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/checkpoints/:id',
    {
      config: { policy },
      schema: {
        summary: '巡查点 · one checkpoint',
        tags,
        params,
        response: answers({ 200: CheckpointShape }),
      },
    },
    async (request, reply) => {
      const row = await findSeenCheckpoint(deps.db.read, callerOf(request), request.params.id)
      return send(reply, { status: 200, body: viewCheckpoint(row) })
    },
  )

  app.get(
    '/api/v1/checkpoints/:id/code',
    {
      config: { policy },
      schema: {
        summary: '巡查点现在的码 · the code a checkpoint shows now',
        tags,
        params,
        response: answers({ 200: CodeShape }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const body = await deps.db.transaction(
        tx => showCode(deps, tx, caller, request.params.id),
        caller.communityId,
      )
      return send(reply, { status: 200, body })
    },
  )

  app.patch(
    '/api/v1/checkpoints/:id',
    {
      config: { policy },
      schema: {
        summary: '修改巡查点 · change a checkpoint; renewCode gives it a new code',
        tags,
        params,
        body: CheckpointChangesBody,
        response: answers({ 200: CheckpointShape }),
      },
    },
    (request, reply) => {
      refuseHalfPosition(request.body)
      const { expectedVersion: _, ...changes } = request.body
      const update = { id: request.params.id, expected: expectedVersion(request), changes }
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await updateCheckpoint(deps, tx, caller, update),
      }))
    },
  )

  app.delete(
    '/api/v1/checkpoints/:id',
    {
      config: { policy },
      schema: {
        summary: '停用巡查点 · take a checkpoint out of use',
        tags,
        params,
        response: answers({ 204: Empty }),
      },
    },
    (request, reply) => {
      const update = {
        id: request.params.id,
        expected: expectedVersion(request),
        changes: { active: false },
      }
      return change(deps, request, reply, async (tx, caller) => {
        await updateCheckpoint(deps, tx, caller, update)
        return { status: 204, body: null }
      })
    },
  )
}

function refuseHalfPosition({ lat, lng }: { readonly lat?: number; readonly lng?: number }): void {
  if ((lat === undefined) === (lng === undefined)) return
  const name = lat === undefined ? 'lat' : 'lng'
  const detail = `must have required property '${name}'`
  throw new AppError('request.invalid', { errors: [{ pointer: `/${name}`, code: 'missing', detail }] })
}
