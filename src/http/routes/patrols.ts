import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import { momentOf } from '../../app/moment-of.ts'
import { applyPatrolEvent, type PatrolEventInput } from '../../app/patrols/apply-patrol-event.ts'
import { listPatrols } from '../../app/patrols/list-patrols.ts'
import { openPatrol } from '../../app/patrols/open-patrol.ts'
import { findSeenPatrol } from '../../app/patrols/patrol-visibility.ts'
import { viewPatrol } from '../../app/patrols/view-patrol.ts'
import { callerOf, change, expectedVersion, send, sentAtOf } from '../answer.ts'
import { languageOf } from '../problem.ts'
import { answers, closed, Id, Instant, PageQuery, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'
import { PatrolBody, PatrolEventBody, PatrolShape, States, Theme } from './patrol-schemas.ts'

const policy = 'signed in' as const
const params = closed({ id: Id })

/** Patrols: open, list, one, events. */
export async function addPatrolRoutes(app: Server, deps: Deps): Promise<void> {
  app.addSchema(PatrolShape)
  const Patrol = Type.Unsafe<Record<string, unknown>>(Type.Ref('Patrol'))

  app.post(
    '/api/v1/patrols',
    {
      config: { policy },
      schema: {
        summary: '发起巡查 · open a patrol',
        tags: ['patrols'],
        body: PatrolBody,
        response: answers({ 200: Patrol, 201: Patrol }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const { created, view } = await openPatrol(deps, tx, caller, request.body, languageOf(request))
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/patrols',
    {
      config: { policy },
      schema: {
        summary: '巡查列表 · list patrols in scope',
        tags: ['patrols'],
        querystring: closed({
          ...PageQuery,
          count: Type.Optional(Type.Boolean()),
          state: Type.Optional(States),
          theme: Type.Optional(Theme),
          squadId: Type.Optional(Id),
          planId: Type.Optional(Id),
          makesUp: Type.Optional(Id),
          placeId: Type.Optional(Id),
          from: Type.Optional(Instant),
          to: Type.Optional(Instant),
        }),
        response: answers({ 200: pageOf(Patrol) }),
      },
    },
    async (request, reply) => {
      const { state, from, to, limit, ...rest } = request.query
      const query = {
        ...rest,
        states: state?.split(','),
        from: momentOf('/from', from) ?? undefined,
        to: momentOf('/to', to) ?? undefined,
        limit: limit ?? 50,
      }
      const source = { read: deps.db.read, clock: deps.clock }
      const body = await listPatrols(source, callerOf(request), query, languageOf(request))
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/patrols/:id',
    {
      config: { policy },
      schema: {
        summary: '巡查详情 · one patrol',
        tags: ['patrols'],
        params,
        response: answers({ 200: Patrol }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const record = await findSeenPatrol(deps.db.read, caller, request.params.id)
      const options = { at: deps.clock.now(), language: languageOf(request) }
      return send(reply, { status: 200, body: await viewPatrol(deps.db.read, caller, record, options) })
    },
  )

  app.post(
    '/api/v1/patrols/:id/events',
    {
      config: { policy },
      schema: {
        summary: '巡查过程 · let something happen to a patrol',
        tags: ['patrols'],
        params,
        body: PatrolEventBody,
        response: answers({ 200: Patrol }),
      },
    },
    async (request, reply) => {
      refuseHalves(request.body)
      return change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await applyPatrolEvent(deps, tx, caller, {
          patrolId: request.params.id,
          event: request.body,
          expectedVersion: expectedVersion(request),
          language: languageOf(request),
          sentAt: sentAtOf(request),
        }),
      }))
    },
  )
}

/* What belongs together comes together: a position has two numbers, and a checkpoint is one of two things. */
function refuseHalves(event: PatrolEventInput): void {
  const given = (name: string): boolean => event[name] !== undefined
  const missing = [
    ...(given('lat') === given('lng') ? [] : [given('lat') ? 'lng' : 'lat']),
    ...(event.type === 'checkpoint' && !given('checkpointId') && !given('placeId') ? ['placeId'] : []),
  ].map(name => ({ pointer: `/${name}`, code: 'missing', detail: `must have required property '${name}'` }))
  const surplus =
    given('checkpointId') && given('placeId')
      ? [{ pointer: '/checkpointId', code: 'surplus', detail: 'either checkpointId or placeId, not both' }]
      : []
  const errors = [...missing, ...surplus]
  if (errors.length > 0) throw new AppError('request.invalid', { errors })
}
