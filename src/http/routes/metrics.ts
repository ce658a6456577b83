import { Type } from 'typebox'
import { FINDING_COUNTERS, PATROL_COUNTERS } from '../../../machines/counters.ts'
import type { Deps } from '../../app/deps.ts'
import { breakdown, SPLIT_METRICS, SPLITS } from '../../app/figures/breakdown.ts'
import { chronicSpots } from '../../app/figures/chronic-spots.ts'
import { METRICS } from '../../app/figures/metrics.ts'
import { STEPS, series } from '../../app/figures/series.ts'
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

const Figure = Type.Union([Count, Rate])
const Split = {
  metric: oneOf([...METRICS]),
  placeId: Nullable(Id),
  from: Day,
  to: Day,
  countBy: CountBy,
}
const Asked = {
  metric: oneOf([...METRICS]),
  placeId: Type.Optional(Id),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  countBy: Type.Optional(CountBy),
}

const SeriesShape = closed({
  ...Split,
  by: oneOf([...STEPS]),
  items: Type.Array(closed({ from: Day, to: Day, value: Figure })),
})
const BreakdownShape = closed({
  ...Split,
  metric: oneOf([...SPLIT_METRICS]),
  by: oneOf([...SPLITS]),
  items: Type.Array(
    closed({
      key: Type.String({ description: 'code of a category, id of a place or unit, name of a source' }),
      name: Type.String(),
      kind: Nullable(Type.String({ description: 'of a place' })),
      parentId: Nullable(Type.String({ description: 'of a place' })),
      value: Figure,
    }),
  ),
})

/** Figures: the summary of a period, a metric over time, a metric split up; where fixes do not hold. */
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
  app.get(
    '/api/v1/metrics/series',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '统计序列 · a metric over time, a point a day, week or month',
        tags: ['metrics'],
        querystring: closed({ ...Asked, by: oneOf([...STEPS]) }),
        response: answers({ 200: SeriesShape }),
      },
    },
    async (request, reply) => {
      const { countBy = 'event', ...query } = request.query
      const { db, clock } = deps
      const body = await series({ read: db.read, clock }, callerOf(request), { ...query, countBy })
      return send(reply, { status: 200, body })
    },
  )
  app.get(
    '/api/v1/metrics/breakdown',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '统计分布 · a metric by category, place, unit or source',
        tags: ['metrics'],
        querystring: closed({
          ...Asked,
          metric: oneOf([...SPLIT_METRICS]),
          by: oneOf([...SPLITS]),
          levels: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 4,
              description: 'levels of places below the scope; 1 unless said',
            }),
          ),
        }),
        response: answers({ 200: BreakdownShape }),
      },
    },
    async (request, reply) => {
      const { countBy = 'event', levels = 1, ...query } = request.query
      const { db, clock } = deps
      const asked = { ...query, countBy, levels }
      const body = await breakdown({ read: db.read, clock }, callerOf(request), asked)
      return send(reply, { status: 200, body })
    },
  )
}
