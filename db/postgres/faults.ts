import { StoreError } from '../errors.ts'

/* What PostgreSQL and the way to it say, in this room's words. Codes: PostgreSQL, appendix A. */

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // Ended by an operator, by a crash of another connection, not yet up; a session that was idle in a transaction.
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '25P03',
  // A standby after a change of roles: what it refuses today the new primary takes.
  '25006',
])
/** node-postgres gives these no code. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying|Query read timeout)/
const COLLIDED = new Set(['40001', '40P01'])
/** Too many connections, no memory left, waited too long for a lock, took too long. */
const BUSY = new Set(['53300', '53200', '55P03', '57014'])

/** True when the connection, not the statement, is what failed: on another one the same may go well. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== null) return UNREACHABLE.has(code) || code.startsWith('08')
  return causesOf(error).some(({ message }) => LOST.test(message))
}

/** True for two transactions that got into each other's way, of which PostgreSQL gave up this one. */
export function isCollision(error: unknown): boolean {
  return COLLIDED.has(codeOf(error) ?? '')
}

/** True for a unique key that exists already. */
export function isConflict(error: unknown): boolean {
  return codeOf(error) === '23505'
}

/** Translates a driver's error; anything unknown is handed on as it came. */
export function translatePostgresError(error: unknown): unknown {
  if (error instanceof StoreError) return error
  if (isConnectionLost(error)) return new StoreError('unreachable', 'PostgreSQL cannot be reached', error)
  const code = codeOf(error) ?? ''
  if (isConflict(error)) return new StoreError('conflict', 'this key exists already', error)
  if (COLLIDED.has(code)) return new StoreError('busy', 'other changes kept getting in the way', error)
  if (BUSY.has(code)) return new StoreError('busy', 'PostgreSQL has too much to do', error)
  if (code === '53100') return new StoreError('full', 'the disk of PostgreSQL is full', error)
  if (code === '58030') return new StoreError('io', 'the disk of PostgreSQL refused to read or write', error)
  return error
}

/* Drizzle wraps a driver's error, so the code may sit one level down. */
function codeOf(error: unknown): string | null {
  for (const cause of causesOf(error))
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  return null
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) causes.push(at)
  return causes
}
