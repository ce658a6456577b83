/** What went wrong with the store, in words the other rooms understand; drivers' own codes stay in `db/`. */
export type StoreFault = 'busy' | 'full' | 'io' | 'unreachable' | 'conflict' | 'closed' | 'late' | 'read_only'

/**
 * The database could not do what it was asked. `busy`, `full`, `io` and `unreachable` pass by themselves or with an
 * operator's help and lost nothing that was acknowledged; after `io` on PostgreSQL the change may have been kept, which
 * an idempotency key tells when it is sent again. `conflict` is a unique key that exists already; `late` is a fault of
 * our own code: a turn that waited for something else than its queries; `read_only` is a database opened to be looked at.
 */
export class StoreError extends Error {
  readonly fault: StoreFault
  constructor(fault: StoreFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreError'
    this.fault = fault
  }
}

/** The store's own error within what was thrown: Drizzle wraps it when a read fails. */
export function storeErrorIn(thrown: unknown): StoreError | null {
  for (let at = thrown; at instanceof Error; at = at.cause) if (at instanceof StoreError) return at
  return null
}

/** Translates a driver's error; anything unknown is handed on as it came. */
export function translateSqliteError(error: unknown): unknown {
  const code = codeOf(error)
  if (code === null) return error
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED')
    return new StoreError('busy', 'the database is held by another process', error)
  if (code === 'SQLITE_FULL') return new StoreError('full', 'the disk is full', error)
  if (code.startsWith('SQLITE_IOERR')) return new StoreError('io', 'the disk refused to read or write', error)
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
    return new StoreError('conflict', 'this key exists already', error)
  return error
}

/* Drizzle wraps a driver's error, so the code may sit one level down. */
function codeOf(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && at.code.startsWith('SQLITE')) return at.code
  }
  return null
}
