import type BetterSqlite3 from 'better-sqlite3'

interface Work {
  readonly run: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** The barest group commit: what arrives while a commit runs shares the next one, and is answered after it. */
export function groupCommit(db: BetterSqlite3.Database): <T>(run: () => T) => Promise<T> {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  let waiting: Work[] = []
  const flush = (): void => {
    const batch = waiting
    waiting = []
    begin.run()
    const values = batch.map(({ run }) => run())
    commit.run()
    batch.forEach(({ resolve }, n) => {
      resolve(values[n])
    })
  }
  return <T>(run: () => T) =>
    new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ run, resolve: resolve as (value: unknown) => void, reject })
    })
}

/** A database as durable as the product's. */
export function durable(db: BetterSqlite3.Database): BetterSqlite3.Database {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('cache_size = -65536')
  db.pragma('wal_autocheckpoint = 10000')
  return db
}
