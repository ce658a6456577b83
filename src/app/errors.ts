import { storeErrorIn } from '../../db/errors.ts'
import { CATALOGUE, type ErrorCode } from './catalogue.ts'

/** What kind of trouble it is; decides the HTTP status, and whether a job tries again. */
export type ErrorKind =
  | 'unauthenticated'
  | 'malformed'
  | 'missing'
  | 'conflict'
  | 'forbidden'
  | 'refused'
  | 'too_large'
  | 'unsupported'
  | 'limited'
  | 'unavailable'
  | 'full'

/** One wrong place in the input: a JSON pointer, a code, and words. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

export interface ErrorExtras {
  /** Values for the `{name}` places in the catalogue's words. */
  readonly values?: Readonly<Record<string, string | number>>
  readonly errors?: readonly FieldError[]
  /** The record as it is now, for a conflict. */
  readonly current?: unknown
  /** What the record would take instead. */
  readonly allowed?: unknown
  readonly retryAfterSeconds?: number
}

/** A refusal that somebody is to read: a code of the catalogue, and what the reader needs to act. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly extras: ErrorExtras
  constructor(code: ErrorCode, extras: ErrorExtras = {}) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.kind = CATALOGUE[code].kind
    this.extras = extras
  }
}

/** An id in the input that names nothing the caller can see. */
export function unknownReference(pointer: string): AppError {
  return new AppError('request.reference_unknown', {
    values: { pointer },
    errors: [{ pointer, code: 'request.reference_unknown', detail: 'no such record within your scope' }],
  })
}

/** A value of the right shape that cannot be right. */
export function invalidValue(pointer: string, detail: string): AppError {
  return new AppError('request.invalid', { errors: [{ pointer, code: 'request.invalid', detail }] })
}

/** True for a code that the catalogue explains. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(CATALOGUE, code)
}

/** What a caller is told when the store could not keep a change; `null` for anything that is a fault of our own. */
export function ofStoreError(thrown: unknown): AppError | null {
  const fault = storeErrorIn(thrown)?.fault
  if (fault === undefined || fault === 'late' || fault === 'conflict') return null
  if (fault === 'full') return new AppError('store.full', { retryAfterSeconds: 60 })
  if (fault === 'unreachable') return new AppError('store.unreachable', { retryAfterSeconds: 5 })
  return new AppError(fault === 'io' ? 'store.unsure' : 'store.busy', { retryAfterSeconds: 1 })
}

/** True when another process holds the database for writing. */
export function isHeldByAnother(thrown: unknown): boolean {
  return storeErrorIn(thrown)?.fault === 'busy'
}
