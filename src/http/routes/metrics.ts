import { Type } from 'typebox'
import { FINDING_COUNTERS, PATROL_COUNTERS } from '../../../machines/counters.ts'
import type { Deps } from '../../app/deps.ts'
import { chronicSpots } from '../../app/figures/chronic-spots.ts'
import { summarise } from '../../app/figures/summarise.ts'
import { callerOf, send } from '../answer.ts'
import { answers, closed, Day, Id, Nullable, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const Count = Type.Integer({ minimum: 0 })
const Rate = closed({
  numerator: Count,
  denominator: Count,
  value: Nullable(
    Type.Number({ description: 'percent, two decimals, half up; null when nothing is counted' }),
  ),
})
const CountBy = oneOf(['event', 'cohort'])

const COUNTS = Object.fromEntries(
  [...PATROL_COUNTERS, ...FINDING_COUNTERS].map(name => [name, Count]),
) as Record<(typeof PATROL_COUNTERS)[number] | (typeof FINDING_COUNTERS)[number], typeof Count>

const SummaryShape = closed({
  placeId: Nullable(Id),
  unitId: Nullable(Id),
  from: Day,
  to: Day,
  asOf: Type.String({ format: 'date-time', description: 'the moment at which what is overdue is so' }),
  countBy: CountBy,
  ...COUNTS,
  overdueOpen: Count,
  overdueUnclosed: Count,
  rectificationRate: Rate,
  validReportRate: Rate,
  registrationRate: Rate,
  rejectionRate: Rate,
  dispatchRate: Rate,
  disposalRate: Rate,
  intimeDisposalRate: Rate,
  closingRate: Rate,
  intimeClosingRate: Rate,
  reworkRate: Rate,
  extensionRate: Rate,
  onTheSpotRate: Rate,
  recurrenceRate: Rate,
  patrolCompletionRate: Rate,
  checkpointCoverage: Rate,
  staysFixed30Rate: Rate,
  staysFixed90Rate: Rate,
})

const ChronicShape = closed({
  from: Day,
  days: Count,
  times: Count,
  items: Type.Array(
    closed({
      placeId: Id,
      placePath: Type.String(),
      categoryCode: Type.String(),
      recurrences: Type.Integer({ description: 'findings that came within 30 days after a fix' }),
      found: Count,
      open: Count,
      lastReportedAt: Type.String({ format: 'date-time' }),
      forDeliberation: Type.Boolean({ description: 'found often enough to be a topic for deliberation' }),
    }),
  ),
})

/** Figures: the summary of a period; where fixes do not hold. */
export async function addMetricsRoutes(app: Server, deps: Deps): Promise<void> {
  app.get(
    '/api/v1/metrics/summary',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '统计摘要 · the figures of a period in scope',
        tags: ['metrics'],
        querystring: closed({
          placeId: Type.Optional(Id),
          from: Type.Optional(Day),
          to: Type.Optional(Day),
          countBy: Type.Optional(CountBy),
        }),
        response: answers({ 200: SummaryShape }),
      },
    },
    async (request, reply) => {
      const { countBy = 'event', ...query } = request.query
      const { db, clock } = deps
      const body = await summarise({ read: db.read, clock }, callerOf(request), { ...query, countBy })
      return send(reply, { status: 200, body })
    },
  )

  app.get(
    '/api/v1/metrics/chronic-spots',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '反复点位 · where fixes do not hold: a category at a place that came back again and again',
        tags: ['metrics'],
        querystring: closed({
          placeId: Type.Optional(Id),
          days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, description: '90 unless said' })),
          times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: '2 unless said' })),
        }),
        response: answers({ 200: ChronicShape }),
      },
    },
    async (request, reply) => {
      const { db, clock } = deps
      const body = await chronicSpots({ read: db.read, clock }, callerOf(request), request.query)
      return send(reply, { status: 200, body })
    },
  )
}
