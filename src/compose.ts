import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../db/database.ts'
import { openPostgres } from '../db/postgres.ts'
import { openSqlite } from '../db/sqlite.ts'
import { systemChance } from './app/chance.ts'
import type { Deps } from './app/deps.ts'
import { createPasswords } from './app/people/passwords.ts'
import { createDiskPhotoFiles } from './app/photos/disk-photo-files.ts'
import type { Config } from './config.ts'

export type Composed = Deps & { close(): Promise<void> }

type Chosen = Pick<Config, 'dataDirectory'> & Partial<Config>

const migrationsFor = (dialect: 'sqlite' | 'pg'): string =>
  fileURLToPath(new URL(`../db/migrations/${dialect}`, import.meta.url))

async function openDatabase({ dataDirectory, databaseUrl, databaseConnections }: Chosen): Promise<Database> {
  return databaseUrl
    ? await openPostgres({
        url: databaseUrl,
        connections: databaseConnections,
        migrations: migrationsFor('pg'),
      })
    : openSqlite({ directory: dataDirectory, migrations: migrationsFor('sqlite') })
}

/** Puts the program together from its settings: the only page that knows every adapter. */
export async function compose(config: Chosen, replaced: Partial<Deps> = {}): Promise<Composed> {
  const db = await openDatabase(config)
  return {
    db,
    clock: { now: Date.now },
    chance: systemChance,
    passwords: createPasswords({}),
    photoFiles: createDiskPhotoFiles({ directory: join(config.dataDirectory, 'photos') }),
    communityTimeZone: config.communityTimeZone ?? 'Asia/Shanghai',
    ...replaced,
    close: () => db.close(),
  }
}
