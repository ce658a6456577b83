import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type { Client } from 'pg'
import { StoreError } from '../errors.ts'
import { connectToPrimary } from './servers.ts'

/** Held while migrations run, so that processes that start together take turns. */
const MIGRATING = 0x78_63_6d_67

/**
 * Runs the migrations that are missing. Refuses a server that would acknowledge commits before they are on disk, or
 * that keeps texts in another encoding than UTF-8.
 */
export async function migratePostgres(url: string, migrations: string): Promise<void> {
  const { client } = await connectToPrimary(url, {
    application_name: 'xuncha',
    connectionTimeoutMillis: 5_000,
  })
  try {
    await requireSetting(client, 'synchronous_commit', value => value !== 'off')
    await requireSetting(client, 'server_encoding', value => value === 'UTF8')
    await client.query('select pg_advisory_lock($1)', [MIGRATING])
    await migrate(drizzle({ client }), { migrationsFolder: migrations })
  } finally {
    // The lock ends with the connection.
    await client.end().catch(() => undefined)
  }
}

async function requireSetting(client: Client, name: string, good: (value: string) => boolean): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(`show ${name}`)
  const value = rows[0]?.[name] ?? ''
  if (!good(value))
    throw new StoreError(
      'io',
      `PostgreSQL 的 ${name} 不能是 ${value}。PostgreSQL runs with ${name} = ${value}, with which records could be lost or mangled: change it for this database.`,
    )
}
