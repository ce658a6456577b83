import type { InjectOptions } from 'fastify'
import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import { SENT_AT } from '../answer.ts'
import { languageOf, problemBody } from '../problem.ts'
import { answers, closed, Instant, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const MOST_ITEMS = 100
const NOT_TRIED = 503
const KINDS = ['finding', 'finding_event', 'patrol', 'patrol_event'] as const
type Kind = (typeof KINDS)[number]

/* An id as the contract writes it; whether it names anything is each item's own business. */
const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const ADDRESS: Record<Kind, { readonly fixed: string | null; readonly path: RegExp }> = {
  finding: { fixed: '/api/v1/findings', path: /^(?:\/api\/v1)?\/findings$/ },
  finding_event: { fixed: null, path: new RegExp(`^(?:/api/v1)?(/findings/${ID}/events)$`) },
  patrol: { fixed: '/api/v1/patrols', path: /^(?:\/api\/v1)?\/patrols$/ },
  patrol_event: { fixed: null, path: new RegExp(`^(?:/api/v1)?(/patrols/${ID}/events)$`) },
}

const Item = closed({
  kind: oneOf(KINDS),
  key: Type.String({ minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' }),
  path: Type.Optional(Type.String({ maxLength: 200 })),
  body: Type.Object({}, { additionalProperties: true }),
})

const Result = closed({
  key: Type.String(),
  status: Type.Integer(),
  record: Type.Optional(Type.Object({}, { additionalProperties: true })),
  problem: Type.Optional(Type.Object({}, { additionalProperties: true })),
})

/** Headers of the batch that speak for each of its items: who asks, from where, in which language. */
const PASSED_ON = ['authorization', 'cookie', 'origin', 'sec-fetch-site', 'accept-language', 'host'] as const

/**
 * What a phone kept without signal, sent in one go; `sentAt` is what its clock shows on sending, so that each item's own
 * time is dated back from there (left out: the clock is taken to be right). Each item is a request of its own through the very same routes,
 * in order, with its key as `Idempotency-Key`; so a batch whose answer got lost is simply sent again. An item that is
 * refused holds nothing up. One that failed for a while only (429, 5xx) ends the batch: what follows may build on it,
 * so it is not tried, and says so.
 */
export async function addBatchRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/batch',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '离线补传 · send what was kept without signal, at most 100 items in order',
        tags: ['batch'],
        body: closed({
          sentAt: Type.Optional(Instant),
          items: Type.Array(Item, { maxItems: MOST_ITEMS }),
        }),
        response: answers({ 200: closed({ results: Type.Array(Result) }) }),
      },
    },
    async (request, reply) => {
      const { items, sentAt } = request.body
      const urls = items.map(({ kind, path }, n) => addressOf(kind, path, n))
      const passed = PASSED_ON.flatMap(name => {
        const value = request.headers[name]
        return typeof value === 'string' ? [[name, value] as const] : []
      })
      const headers = {
        ...Object.fromEntries(passed),
        [SENT_AT]: sentAt ?? new Date(deps.clock.now()).toISOString(),
      }
      const results: { key: string; status: number; record?: object; problem?: object }[] = []
      let ended = false
      for (const [n, { key, body }] of items.entries()) {
        if (ended) {
          const options = { language: languageOf(request), instance: urls[n], status: NOT_TRIED }
          const problem = problemBody(new AppError('batch.not_tried'), options)
          results.push({ key, status: NOT_TRIED, problem })
          continue
        }
        const { statusCode, payload } = await ask(app, {
          method: 'POST',
          url: urls[n] ?? '',
          headers: { ...headers, 'idempotency-key': key },
          remoteAddress: request.ip,
          payload: body,
        })
        const content = payload === '' ? {} : (JSON.parse(payload) as object)
        ended = statusCode === 429 || statusCode >= 500
        results.push({
          key,
          status: statusCode,
          ...(statusCode < 300 ? { record: content } : { problem: content }),
        })
      }
      return reply.send({ results })
    },
  )
}

const ask = (app: Server, options: InjectOptions) => app.inject(options)

function addressOf(kind: Kind, path: string | undefined, n: number): string {
  const { fixed, path: pattern } = ADDRESS[kind]
  const match = path === undefined ? null : pattern.exec(path)
  if (fixed !== null && (path === undefined || match)) return fixed
  if (match?.[1]) return `/api/v1${match[1]}`
  const detail = `the path of a ${kind}, such as ${fixed ?? `/${kind === 'finding_event' ? 'findings' : 'patrols'}/{id}/events`}`
  throw new AppError('request.invalid', {
    errors: [{ pointer: `/items/${n}/path`, code: 'path', detail }],
  })
}
