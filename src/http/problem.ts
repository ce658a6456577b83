import type { FastifyReply, FastifyRequest } from 'fastify'
import { CATALOGUE, type ErrorCode } from '../app/catalogue.ts'
import { AppError, type ErrorKind, ofStoreError } from '../app/errors.ts'
import { fieldErrorOf, type Violation } from './field-error.ts'

/** The HTTP status that stands for a kind of trouble. */
export const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  unauthenticated: 401,
  malformed: 400,
  missing: 404,
  conflict: 409,
  forbidden: 403,
  refused: 422,
  too_large: 413,
  unsupported: 415,
  limited: 429,
  unavailable: 503,
  full: 507,
}

/** The reader's language: Chinese unless the client prefers English. */
export function languageOf(request: FastifyRequest): 'zh' | 'en' {
  const header = request.headers['accept-language']
  if (!header) return 'zh'
  const first = header.split(',')[0]?.trim().toLowerCase() ?? ''
  return first.startsWith('en') ? 'en' : 'zh'
}

/** A problem body (RFC 9457): a code of the catalogue in the reader's language. */
export function problemBody(
  error: AppError,
  { language, instance, status }: { language: 'zh' | 'en'; instance: string | undefined; status: number },
) {
  const [title, detail] = CATALOGUE[error.code][language]
  const { values = {}, errors, current, allowed } = error.extras
  return {
    type: `urn:xuncha:problem:${error.code}`,
    title,
    status,
    detail: detail.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    instance,
    code: error.code,
    ...(errors ? { errors } : {}),
    ...(allowed ? { allowed } : {}),
    ...(current ? { current } : {}),
  }
}

/** The problem body of whatever was thrown, for an answer that has begun already. */
export function problemOf(request: FastifyRequest, thrown: unknown) {
  const error = toProblem(request, thrown)
  const status = error.code === 'server.failed' ? 500 : STATUS_OF[error.kind]
  return problemBody(error, {
    language: languageOf(request),
    instance: request.url.split('?')[0],
    status,
  })
}

/** Answers with a problem body. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
  status = STATUS_OF[error.kind],
): FastifyReply {
  const language = languageOf(request)
  const { retryAfterSeconds } = error.extras
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
    .serializer(JSON.stringify)
    .send(problemBody(error, { language, instance: request.url.split('?')[0], status }))
}

interface Thrown {
  readonly code?: string
  readonly statusCode?: number
  readonly validation?: readonly Violation[]
  readonly validationContext?: string
}

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'request.invalid',
  404: 'request.not_found',
  413: 'request.too_large',
  415: 'request.unsupported_type',
}

/** Turns whatever was thrown into something a person can act on. Only faults of our own are logged as errors. */
export function toProblem(request: FastifyRequest, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const ofStore = ofStoreError(thrown)
  if (ofStore) return ofStore
  const { validation, validationContext, statusCode, code } = thrown as Thrown
  if (validation)
    return new AppError('request.invalid', {
      errors: validation.map(v => fieldErrorOf(v, validationContext, languageOf(request))),
    })
  if (
    code === 'FST_ERR_CTP_INVALID_JSON_BODY' ||
    code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ||
    thrown instanceof SyntaxError
  )
    return new AppError('request.not_json')
  const known = statusCode === undefined ? undefined : BY_STATUS[statusCode]
  if (known) return new AppError(known)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('request.invalid')
  request.log.error({ err: thrown }, 'request failed')
  return new AppError('server.failed', { retryAfterSeconds: 5 })
}
