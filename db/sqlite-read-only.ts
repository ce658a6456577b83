import BetterSqlite3 from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Database, Writer } from './database.ts'
import { StoreError } from './errors.ts'
import * as tables from './schema/sqlite.ts'
import { databaseFile } from './sqlite-files.ts'
import { createReadStores, createWriteStores } from './stores/index.ts'

const BUSY_MS = 5_000

/**
 * Opens the embedded database to look at it, beside the process that writes it, if one does: takes no lock, runs no
 * migration. A turn sees one moment from beginning to end; what it tries to write is refused with `read_only`, and so
 * is the opening of a directory that holds no database.
 */
export function openSqliteReadOnly({ directory }: { readonly directory: string }): Database {
  const connection = openFileReadOnly(databaseFile(directory))
  const stores = createWriteStores(drizzle(connection), tables)
  const reading = openFileReadOnly(databaseFile(directory))
  const tally = { turns: 0, commits: 0, statements: 0 }
  let last: Promise<unknown> = Promise.resolve()

  async function take<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
    connection.exec('BEGIN')
    try {
      return await work(stores)
    } catch (error) {
      throw isRefusedWrite(error)
        ? new StoreError('read_only', 'the database is open for reading', error)
        : error
    } finally {
      connection.exec('ROLLBACK')
    }
  }

  return {
    read: createReadStores(drizzle(reading), tables),
    tally,
    transaction<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
      tally.turns += 1
      const turn = last.then(() => take(work))
      last = turn.catch(() => undefined)
      return turn
    },
    probe: async () => {
      reading.prepare('select 1').get()
    },
    close: async () => {
      await last
      reading.close()
      connection.close()
    },
  }
}

/** A connection that cannot write; a missing file is said in words for the operator. */
export function openFileReadOnly(file: string): BetterSqlite3.Database {
  try {
    return new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS })
  } catch (error) {
    throw new StoreError(
      'read_only',
      `打不开数据库 ${file}:文件不存在或没有读权限,请检查 DATA_DIR。The database ${file} cannot be opened: it is missing or not readable. Check DATA_DIR.`,
      error,
    )
  }
}

/* Drizzle wraps a driver's error, so the code may sit one level down. */
function isRefusedWrite(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && String(at.code).startsWith('SQLITE_READONLY')) return true
  return false
}
