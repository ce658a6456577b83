import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../app/caller.ts'
import type { Deps, Writer } from '../app/deps.ts'
import { AppError } from '../app/errors.ts'
import { findAnswer, keepAnswer } from '../app/kept-answers.ts'

/** What a use case hands back to be sent. */
export interface Answer<Body> {
  readonly status: number
  readonly body: Body
  /** The member whom it tells of, when that has to be kept from whoever reads the database. */
  readonly aboutId?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** The signed-in member behind this request; the route's policy has made sure of one. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new AppError('request.unauthenticated')
  return request.caller
}

/** The version the client believes to be current: `If-Match`, else `expectedVersion` of the body. */
export function expectedVersion(request: FastifyRequest): number | null {
  const header = request.headers['if-match']
  if (header && header !== '*') {
    const version = /^(?:W\/)?"(\d+)"$/.exec(header)?.[1]
    if (!version)
      throw new AppError('request.invalid', {
        errors: [
          { pointer: '', code: 'if_match', detail: 'If-Match has to be the ETag of the record, such as "3"' },
        ],
      })
    return Number(version)
  }
  const body = request.body
  if (
    body !== null &&
    typeof body === 'object' &&
    'expectedVersion' in body &&
    typeof body.expectedVersion === 'number'
  )
    return body.expectedVersion
  return null
}

/** Header by which a phone says what its clock shows on sending: what it kept without signal is dated back from there. */
export const SENT_AT = 'x-sent-at'

/** What the client's clock showed when it sent this, milliseconds since 1970; `null` when it did not say. */
export function sentAtOf(request: FastifyRequest): number | null {
  const header = request.headers[SENT_AT]
  const at = typeof header === 'string' ? Date.parse(header) : Number.NaN
  if (header !== undefined && Number.isNaN(at))
    throw new AppError('request.invalid', {
      errors: [{ pointer: '', code: 'sent_at', detail: 'X-Sent-At is an RFC 3339 instant' }],
    })
  return header === undefined ? null : at
}

/** Sends an answer; a record brings its ETag. */
export function send<Body>(reply: FastifyReply, { status, body }: Answer<Body>): FastifyReply {
  bringVersion(reply, body)
  return status === 204 ? reply.code(204).send() : reply.code(status).send(body)
}

function bringVersion(reply: FastifyReply, body: unknown): void {
  if (body !== null && typeof body === 'object' && 'version' in body && typeof body.version === 'number')
    reply.header('etag', `"${body.version}"`)
}

/**
 * Runs a change in one transaction, and keeps its answer beside it when the client sent an `Idempotency-Key`: the
 * same key and payload then give the first answer again, whatever has happened since; the same key with another
 * payload is refused. Failures are not kept: they changed nothing and may be tried again. The change runs in the lane of
 * the caller's community; the root administrator's in that of the community the body names, else in the installation's.
 */
export async function change<Body>(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Writer, caller: Caller) => Promise<Answer<Body>>,
  /** What makes two requests the same, when the body alone does not. */
  payload: unknown = request.body,
): Promise<FastifyReply> {
  const caller = callerOf(request)
  const lane = caller.communityId ?? namedIn(request.body)
  const key = request.method === 'POST' ? keyOf(request) : null
  if (key === null) return send(reply, await deps.db.transaction(tx => work(tx, caller), lane))
  const route = `${request.method} ${request.url.split('?')[0]}`
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(payload ?? null))
    .digest('base64url')
  const {
    answer,
    text = null,
    replayed = false,
  } = await deps.db.transaction(async tx => {
    const asked = { memberId: caller.memberId, route, key, fingerprint }
    const known = await findAnswer(deps, tx, asked)
    if (known) {
      if (known.fingerprint !== fingerprint) throw new AppError('request.key_reused')
      return { answer: { status: known.status, body: JSON.parse(known.body) as Body }, replayed: true }
    }
    const answer = await work(tx, caller)
    // Put into words once, for the client and for the next time it asks.
    const text = answer.status === 204 ? null : String(reply.code(answer.status).serialize(answer.body))
    const { status, aboutId = null } = answer
    await keepAnswer(deps, tx, asked, { status, body: text ?? 'null', aboutId })
    return { answer, text }
  }, lane)
  if (replayed) reply.header('idempotency-replayed', 'true')
  // What an earlier version kept may hold more than is told today, so it goes through the answer's schema again.
  if (text === null) return send(reply, answer)
  bringVersion(reply, answer.body)
  return reply.type('application/json; charset=utf-8').send(text)
}

function namedIn(body: unknown): string | null {
  if (body === null || typeof body !== 'object' || !('communityId' in body)) return null
  return typeof body.communityId === 'string' ? body.communityId : null
}

/* A Structured-Field string is quoted; older clients send it bare. */
function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key']
  if (header === undefined) return null
  const text = Array.isArray(header) ? (header[0] ?? '') : header
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text
  if (key.length === 0 || key.length > 255 || !/^[\x20-\x7e]+$/.test(key))
    throw new AppError('request.invalid', {
      errors: [
        {
          pointer: '',
          code: 'idempotency_key',
          detail: 'Idempotency-Key has 1 to 255 printable ASCII characters',
        },
      ],
    })
  return key
}
