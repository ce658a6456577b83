import { accessSync, closeSync, constants, fsyncSync, openSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { StoreError } from './errors.ts'
import type { Head, Holdings, Inspection } from './inspection.ts'
import { listMigrations, pendingOf } from './migrations.ts'
import { databaseFile, writerLockFile } from './sqlite-files.ts'
import { openFileReadOnly } from './sqlite-read-only.ts'

/**
 * Looks at an embedded database, or at a copy of one, through a connection that cannot write. The writer goes on
 * meanwhile: in WAL mode a reader stops nobody.
 */
export function inspectSqlite({
  directory,
  migrations,
}: {
  readonly directory: string
  /** Directory of the SQL migrations. */
  readonly migrations: string
}): Inspection {
  const file = databaseFile(directory)
  const connection = openFileReadOnly(file)
  return {
    kind: 'sqlite',
    holdings: async () => holdingsOf(connection),
    pendingMigrations: async () => pendingOf(listMigrations(migrations), takenBy(connection)),
    faults: async () => {
      try {
        return faultsOf(connection)
      } catch (error) {
        // A file so damaged that it cannot even be checked.
        return [error instanceof Error ? error.message : String(error)]
      }
    },
    isHeld: async () => isLocked(writerLockFile(directory)),
    requireWritable: async () => {
      try {
        for (const path of [directory, file]) accessSync(path, constants.W_OK)
      } catch (error) {
        throw new StoreError('io', 'this account may not write the database', error)
      }
    },
    now: async () => null,
    copyTo: async target => {
      // Not the backup interface: it begins anew after every write and starves under load (reliability.md T4).
      connection.prepare('VACUUM INTO ?').run(target)
      settle(target)
      const copy = openFileReadOnly(target)
      try {
        return holdingsOf(copy)
      } finally {
        copy.close()
      }
    },
    close: async () => {
      connection.close()
    },
  }
}

function holdingsOf(connection: BetterSqlite3.Database): Holdings {
  return connection.transaction((): Holdings => {
    const names = connection
      .prepare("select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\'")
      .pluck()
      .all()
      .map(String)
      .filter(name => !name.startsWith('sqlite_'))
      .sort()
    const count = (name: string): number =>
      Number(connection.prepare(`select count(*) from "${name}"`).pluck().get())
    const heads = connection
      .prepare(
        `select community_id as communityId, seq, hash, audit_seq as auditSeq, audit_hash as auditHash
         from chain_heads order by community_id`,
      )
      .all() as Head[]
    return {
      heads,
      counts: Object.fromEntries(names.map(name => [name, count(name)])),
      migrations: takenBy(connection),
    }
  })()
}

function takenBy(connection: BetterSqlite3.Database): number[] {
  const known = connection.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get()
  if (!known) return []
  return connection
    .prepare('select created_at from __drizzle_migrations order by created_at')
    .pluck()
    .all()
    .map(Number)
}

function faultsOf(connection: BetterSqlite3.Database): string[] {
  const found = connection.prepare('pragma integrity_check').pluck().all().map(String)
  const foreign = connection.prepare('pragma foreign_key_check').all() as { table: string; rowid: number }[]
  return [
    ...found.filter(line => line !== 'ok'),
    ...foreign.map(({ table, rowid }) => `${table}: row ${rowid} names a row that is not there`),
  ]
}

/* The lock is the operating system's: it is there exactly as long as a process holds it. */
function isLocked(file: string): boolean {
  let lock: BetterSqlite3.Database
  try {
    lock = new BetterSqlite3(file, { fileMustExist: true, readonly: true, timeout: 0 })
  } catch {
    return false
  }
  try {
    lock.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    lock.close()
  }
}

function settle(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
