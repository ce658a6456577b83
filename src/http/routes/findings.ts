import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { applyFindingEvent, findSeen } from '../../app/findings/apply-finding-event.ts'
import { readFindingHistory } from '../../app/findings/finding-history.ts'
import { listFindings, SORT_KEYS } from '../../app/findings/list-findings.ts'
import { hintsForFinding, hintsForReport } from '../../app/findings/list-hints.ts'
import { reportFinding } from '../../app/findings/report-finding.ts'
import { viewFinding } from '../../app/findings/view-finding.ts'
import { momentOf } from '../../app/moment-of.ts'
import { callerOf, change, expectedVersion, send, sentAtOf } from '../answer.ts'
import { languageOf } from '../problem.ts'
import { answers, closed, Id, Instant, oneOf, PageQuery, pageOf, words } from '../schemas.ts'
import type { Server } from '../server.ts'
import {
  CategoryCode,
  FindingBody,
  FindingEventBody,
  FindingShape,
  HintsShape,
  HistoryShape,
} from './finding-schemas.ts'

const policy = 'signed in' as const
const params = closed({ id: Id })
const moment = (name: string, text: string | undefined): number | undefined =>
  momentOf(`/${name}`, text) ?? undefined

/** Findings: report, list, one, events, history. */
export async function addFindingRoutes(app: Server, deps: Deps): Promise<void> {
  app.addSchema(FindingShape)
  const Finding = Type.Unsafe<Record<string, unknown>>(Type.Ref('Finding'))

  app.post(
    '/api/v1/findings',
    {
      config: { policy },
      schema: {
        summary: '上报问题 · report a finding',
        tags: ['findings'],
        body: FindingBody,
        response: answers({ 200: Finding, 201: Finding }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => {
        const language = languageOf(request)
        const sentAt = sentAtOf(request)
        const { created, view } = await reportFinding(deps, tx, caller, request.body, language, sentAt)
        return { status: created ? 201 : 200, body: view }
      }),
  )

  app.get(
    '/api/v1/findings',
    {
      config: { policy },
      schema: {
        summary: '问题列表 · list findings in scope',
        tags: ['findings'],
        querystring: closed({
          ...PageQuery,
          count: Type.Optional(Type.Boolean()),
          state: Type.Optional(Type.String({ pattern: '^[a-z_]+(,[a-z_]+)*$', maxLength: 200 })),
          overdue: Type.Optional(Type.Boolean()),
          dueBefore: Type.Optional(Instant),
          dueFrom: Type.Optional(Instant),
          placeId: Type.Optional(Id),
          categoryCode: Type.Optional(Type.String({ pattern: '^[0-9]{1,8}$' })),
          severity: Type.Optional(oneOf(['S1', 'S2', 'S3', 'S4'])),
          unitId: Type.Optional(Id),
          handlerId: Type.Optional(Id),
          reporterId: Type.Optional(Id),
          patrolId: Type.Optional(Id),
          source: Type.Optional(
            oneOf(['patrol', 'resident', 'unit', 'staff', 'open311', 'import', 'message']),
          ),
          mergedInto: Type.Optional(Id),
          q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
          reportedFrom: Type.Optional(Instant),
          reportedTo: Type.Optional(Instant),
          sort: Type.Optional(oneOf(SORT_KEYS)),
        }),
        response: answers({ 200: pageOf(Finding) }),
      },
    },
    async (request, reply) => {
      const {
        state: states,
        overdue,
        dueBefore,
        dueFrom,
        reportedFrom,
        reportedTo,
        limit,
        sort,
        count,
        ...rest
      } = request.query
      const body = await listFindings(
        { read: deps.db.read, clock: deps.clock },
        callerOf(request),
        {
          ...rest,
          states: states?.split(','),
          overdue,
          dueBefore: moment('dueBefore', dueBefore),
          dueFrom: moment('dueFrom', dueFrom),
          reportedFrom: moment('reportedFrom', reportedFrom),
          reportedTo: moment('reportedTo', reportedTo),
          limit: limit ?? 50,
          sort: sort ?? '-reportedAt',
          count: count ?? false,
        },
        languageOf(request),
      )
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/findings/hints',
    {
      config: { policy },
      schema: {
        summary:
          '上报前提示 · what is known of a spot: the same category at the same place, open or closed within 30 days',
        tags: ['findings'],
        querystring: closed({
          categoryCode: CategoryCode,
          placeId: Id,
          description: Type.Optional(words(4_000)),
          observedAt: Type.Optional(Instant),
        }),
        response: answers({ 200: HintsShape }),
      },
    },
    async (request, reply) => {
      const { db, clock } = deps
      const asking = { read: db.read, clock }
      const body = await hintsForReport(asking, callerOf(request), request.query, languageOf(request))
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/findings/:id/hints',
    {
      config: { policy },
      schema: {
        summary: '重复与复发提示 · findings that this one may repeat',
        tags: ['findings'],
        params,
        response: answers({ 200: HintsShape }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const body = await hintsForFinding({ read: deps.db.read }, callerOf(request), id, languageOf(request))
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/findings/:id',
    {
      config: { policy },
      schema: {
        summary: '问题详情 · one finding',
        tags: ['findings'],
        params,
        response: answers({ 200: Finding }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const record = await findSeen(deps.db.read, caller, request.params.id)
      const options = { at: deps.clock.now(), language: languageOf(request), seenAs: record.row }
      return send(reply, { status: 200, body: await viewFinding(deps.db.read, caller, record, options) })
    },
  )

  app.post(
    '/api/v1/findings/:id/events',
    {
      config: { policy },
      schema: {
        summary: '办理 · let something happen to a finding',
        tags: ['findings'],
        params,
        body: FindingEventBody,
        response: answers({ 200: Finding }),
      },
    },
    (request, reply) =>
      change(deps, request, reply, async (tx, caller) => ({
        status: 200,
        body: await applyFindingEvent(deps, tx, caller, {
          findingId: request.params.id,
          event: request.body,
          expectedVersion: expectedVersion(request),
          language: languageOf(request),
        }),
      })),
  )

  app.get(
    '/api/v1/findings/:id/history',
    {
      config: { policy },
      schema: {
        summary: '办理过程 · the journal of a finding',
        tags: ['findings'],
        params,
        response: answers({ 200: HistoryShape }),
      },
    },
    async (request, reply) => {
      const body = await readFindingHistory(deps, callerOf(request), request.params.id)
      return send(reply, { status: 200, body })
    },
  )
}
