import { mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { Database, Writer } from './database.ts'
import { StoreError, translateSqliteError } from './errors.ts'
import * as tables from './schema/sqlite.ts'
import { databaseFile, writerLockFile } from './sqlite-files.ts'
import { createReadStores, createWriteStores } from './stores/index.ts'

export interface SqliteOptions {
  /** Directory of the database file, made when missing. */
  readonly directory: string
  /** Directory of the SQL migrations. */
  readonly migrations: string
  /** Turns that share one commit. More of them raise throughput and the pause of the event loop. (Default: 32) */
  readonly turnsPerCommit?: number
}

/** Pages of the log before SQLite copies them back by itself; a checkpoint when idle mostly comes first. */
const CHECKPOINT_PAGES = 10_000
const IDLE_CHECKPOINT_MS = 1_000
/** While the database opens, another process may hold it so long. */
const BUSY_MS = 200
/** Once it is open, nobody is kept waiting: SQLite itself waits next to nothing, and what waits longer leaves the loop free. */
const BUSY_AT_ONCE_MS = 5
const BEGIN_AGAIN_MS = 20
const BEGIN_WITHIN_MS = 500

interface Turn {
  readonly work: (tx: Writer) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}
type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown }

/**
 * Opens the embedded database: one writing connection with group commit, one that only reads.
 *
 * Turns queued since the last flush run one after another in one `BEGIN IMMEDIATE`, each in its own savepoint, and
 * nobody is answered before `COMMIT` has returned under `synchronous=FULL`. A second process that wants to write the
 * same directory is refused with a clear message. Migrations run first.
 */
export function openSqlite(options: SqliteOptions): Database {
  const turnsPerCommit = options.turnsPerCommit ?? 32
  // Only the account that runs the program has business in there: names, phone numbers, photos.
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const lock = holdWriterLock(writerLockFile(options.directory))
  const file = databaseFile(options.directory)
  const connection = new BetterSqlite3(file, { timeout: BUSY_MS })
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('cache_size = -65536')
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  migrate(drizzle(connection), { migrationsFolder: options.migrations })
  assertDurable(connection)
  connection.pragma(`busy_timeout = ${BUSY_AT_ONCE_MS}`)

  const reading = new BetterSqlite3(file, { readonly: true, timeout: BUSY_MS })
  reading.pragma('synchronous = FULL')
  reading.pragma('cache_size = -65536')

  /*
   * Whether a turn is under way. While it is, nothing runs but what it has set going itself, because it waits for
   * nothing; what it has set going and not waited for has run to its end before the next turn begins. (To follow each
   * promise to its turn with AsyncLocalStorage instead would slow down every promise of the process.)
   */
  let inTurn = false
  // Drizzle tells its logger of every statement: the place to refuse one that comes after its turn has ended.
  const gate = {
    logQuery: () => {
      if (!inTurn) throw new StoreError('late', 'a query came outside the turn it belongs to')
      tally.statements += 1
    },
  }
  const writer = createWriteStores(drizzle(connection, { logger: gate }), tables)
  const read = createReadStores(drizzle(reading), tables)

  const begin = connection.prepare('BEGIN IMMEDIATE')
  const commit = connection.prepare('COMMIT')
  const rollback = connection.prepare('ROLLBACK')
  const save = connection.prepare('SAVEPOINT turn')
  const release = connection.prepare('RELEASE turn')
  const undo = connection.prepare('ROLLBACK TO turn')

  /* Another process that writes, such as somebody's shell, is given a moment. */
  async function beginSoon(): Promise<void> {
    for (const until = performance.now() + BEGIN_WITHIN_MS; ; ) {
      try {
        begin.run()
        return
      } catch (error) {
        const fault = translateSqliteError(error)
        if (!(fault instanceof StoreError) || fault.fault !== 'busy' || performance.now() > until) throw error
        await pause(BEGIN_AGAIN_MS)
      }
    }
  }

  const waiting: Turn[] = []
  const tally = { turns: 0, commits: 0, statements: 0 }
  let scheduled = false
  let closed = false
  let idle: NodeJS.Timeout | null = null
  let quiet: (() => void) | null = null

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      void flush(waiting.splice(0, turnsPerCommit)).then(() => {
        scheduled = false
        if (waiting.length > 0) schedule()
        else if (quiet) quiet()
        else checkpointWhenIdle()
      })
    })
  }

  async function flush(batch: readonly Turn[]): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      await beginSoon()
      for (const turn of batch) {
        if (outcomes.length > 0) await roundOfTheLoop()
        outcomes.push(await take(turn))
      }
      commit.run()
      tally.commits += 1
    } catch (error) {
      // The batch as a whole could not be kept: the first error counts, and nobody is told otherwise.
      const fault = translateSqliteError(error)
      try {
        if (connection.inTransaction) rollback.run()
      } catch {
        // The first error tells more; the next BEGIN meets whatever is still wrong.
      }
      for (const turn of batch) turn.reject(fault)
      return
    }
    batch.forEach((turn, n) => {
      const outcome = outcomes[n]
      if (outcome?.ok) turn.resolve(outcome.value)
      else turn.reject(outcome?.error)
    })
  }

  async function take(turn: Turn): Promise<Outcome> {
    save.run()
    inTurn = true
    const outcome = await settle(turn)
    inTurn = false
    // SQLITE_FULL and its like end the whole transaction, the savepoints with it.
    if (!connection.inTransaction)
      throw outcome.ok ? new StoreError('io', 'the transaction is gone') : outcome.error
    if (!outcome.ok) {
      undo.run()
      release.run()
      return { ok: false, error: translateSqliteError(outcome.error) }
    }
    release.run()
    return outcome
  }

  function settle(turn: Turn): Promise<Outcome> {
    return new Promise(resolve => {
      const late = setImmediate(() =>
        resolve({
          ok: false,
          error: new StoreError('late', 'a turn may wait for its own queries only, and this one did not end'),
        }),
      )
      const end = (outcome: Outcome): void => {
        clearImmediate(late)
        resolve(outcome)
      }
      turn.work(writer).then(
        value => end({ ok: true, value }),
        (error: unknown) => end({ ok: false, error }),
      )
    })
  }

  function checkpointWhenIdle(): void {
    if (idle) return
    idle = setTimeout(() => {
      idle = null
      if (closed || scheduled || waiting.length > 0) return
      try {
        connection.pragma('wal_checkpoint(PASSIVE)')
      } catch {
        // A full disk: everything stays in the log, durable and readable, and the next write is told of it.
      }
    }, IDLE_CHECKPOINT_MS)
    idle.unref()
  }

  return {
    read,
    tally,
    transaction<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
      if (closed) return Promise.reject(new StoreError('closed', 'the database is closed'))
      if (inTurn)
        return Promise.reject(new StoreError('late', 'a transaction cannot be opened inside another one'))
      tally.turns += 1
      return new Promise<unknown>((resolve, reject) => {
        waiting.push({ work, resolve, reject })
        schedule()
      }) as Promise<T>
    },
    probe: async () => {
      reading.prepare('select 1').get()
      if (!closed && !connection.open) throw new StoreError('closed', 'the database is closed')
    },
    close: async () => {
      if (closed) return
      closed = true
      if (scheduled || waiting.length > 0) await new Promise<void>(resolve => (quiet = resolve))
      if (idle) clearTimeout(idle)
      reading.close()
      connection.close()
      lock.close()
    },
  }
}

const roundOfTheLoop = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/**
 * better-sqlite3 is compiled to fall back to `synchronous=NORMAL` in WAL mode after the first write, which loses
 * acknowledged writes in a power cut: so the setting is read after a write has happened, not before.
 */
function assertDurable(connection: BetterSqlite3.Database): void {
  connection.exec(
    'BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS durability_probe (x); DROP TABLE durability_probe; COMMIT',
  )
  const level = connection.pragma('synchronous', { simple: true })
  if (level !== 2)
    throw new StoreError('io', `synchronous is ${String(level)} instead of FULL: writes would not be durable`)
}

/* The operating system drops this lock with the process, however it ends. */
function holdWriterLock(file: string): BetterSqlite3.Database {
  const lock = new BetterSqlite3(file, { timeout: BUSY_MS })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw new StoreError(
      'busy',
      '另一个进程正在使用这个数据目录;SQLite 只能有一个写入进程。Another process is using this data directory; stop it first, or set DATA_DIR to another one.',
      error,
    )
  }
  return lock
}
