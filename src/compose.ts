import { join } from 'node:path'
import { listMigrations } from '../db/migrations.ts'
import { openSqlite } from '../db/sqlite.ts'
import { inspectSqlite } from '../db/sqlite-inspection.ts'
import { openSqliteReadOnly } from '../db/sqlite-read-only.ts'
import { systemChance } from './app/chance.ts'
import type { Database, Deps, Inspection } from './app/deps.ts'
import { createPasswords } from './app/people/passwords.ts'
import { createDiskPhotoFiles } from './app/photos/disk-photo-files.ts'
import { readKeyFile } from './app/sealing/key-file.ts'
import { createSeal } from './app/sealing/seal.ts'
import { createOutwardAddresses } from './app/webhooks/outward-addresses.ts'
import type { Config } from './config.ts'
import { POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS } from './files.ts'

export type Composed = Deps & { close(): Promise<void> }

type Chosen = Pick<Config, 'dataDirectory'> & Partial<Config>

async function openDatabase(chosen: Chosen): Promise<Database> {
  const { dataDirectory, databaseUrl, databaseConnections, turnsPerCommit } = chosen
  if (!databaseUrl)
    return openSqlite({ directory: dataDirectory, migrations: SQLITE_MIGRATIONS, turnsPerCommit })
  // Loaded only where there is one, as is everything that speaks to PostgreSQL.
  const { openPostgres } = await import('../db/postgres.ts')
  return await openPostgres({
    url: databaseUrl,
    connections: databaseConnections,
    turnsPerCommit,
    migrations: POSTGRES_MIGRATIONS,
  })
}

/** Puts the program together from its settings: the only page that knows every adapter. */
export async function compose(config: Chosen, replaced: Partial<Deps> = {}): Promise<Composed> {
  const db = await openDatabase(config)
  const seal = createSeal(() => readKeyFile(keyFileOf(config)))
  return {
    db,
    clock: { now: Date.now },
    chance: systemChance,
    passwords: createPasswords({}),
    seal,
    photoFiles: createDiskPhotoFiles({ directory: join(config.dataDirectory, 'photos'), seal }),
    outside: {
      mail: (config.smtpUrl ?? null) !== null,
      addresses: createOutwardAddresses({ allow: config.webhookAllow ?? [] }),
    },
    communityTimeZone: config.communityTimeZone ?? 'Asia/Shanghai',
    ...replaced,
    close: () => db.close(),
  }
}

/** Where the keys for personal data lie: not in the database, and better not beside it either. */
export const keyFileOf = ({ keyFile, dataDirectory }: Pick<Chosen, 'keyFile' | 'dataDirectory'>): string =>
  keyFile || join(dataDirectory, 'xuncha.key')

type Place = Pick<Config, 'dataDirectory' | 'databaseUrl'>

/** The database to look at, beside the program that writes it. */
export async function inspect({ dataDirectory, databaseUrl }: Place): Promise<Inspection> {
  return databaseUrl === null ? inspectDirectory(dataDirectory) : inspectUrl(databaseUrl)
}

/** An embedded database, or the copy of one, by its directory. */
export function inspectDirectory(directory: string): Inspection {
  return inspectSqlite({ directory, migrations: SQLITE_MIGRATIONS })
}

/** The database to read, beside the program that writes it: it takes no lock and runs no migration. */
export async function composeReading(config: Place): Promise<{ db: Database; close(): Promise<void> }> {
  const db = config.databaseUrl === null ? await openForReading(config) : (await compose(config)).db
  return { db, close: () => db.close() }
}

/* Tables that a newer release brings cannot be read before they are there. */
async function openForReading({ dataDirectory }: Place): Promise<Database> {
  const inspection = inspectDirectory(dataDirectory)
  const pending = await inspection.pendingMigrations().finally(() => inspection.close())
  if (pending.length > 0)
    throw new Error(
      `数据库属于更早的版本,请先运行 xuncha migrate。The database is an earlier release's: run xuncha migrate first (${pending.join(', ')}).`,
    )
  return openSqliteReadOnly({ directory: dataDirectory })
}

/** What restoring needs of the database that the settings name. */
export async function restoring({ databaseUrl }: Place): Promise<{
  knownMigrations: readonly number[]
  postgres: { inspection: Inspection; fill(file: string): Promise<void> } | null
}> {
  const known = listMigrations(databaseUrl === null ? SQLITE_MIGRATIONS : POSTGRES_MIGRATIONS)
  return { knownMigrations: known.map(({ when }) => when), postgres: await fillable(databaseUrl) }
}

async function fillable(url: string | null) {
  if (url === null) return null
  const { restorePostgres } = await import('../db/postgres-inspection.ts')
  return { inspection: await inspectUrl(url), fill: (file: string) => restorePostgres({ url, file }) }
}

async function inspectUrl(url: string): Promise<Inspection> {
  const { inspectPostgres } = await import('../db/postgres-inspection.ts')
  return inspectPostgres({ url, migrations: POSTGRES_MIGRATIONS })
}
