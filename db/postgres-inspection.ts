import { open } from 'node:fs/promises'
import type pg from 'pg'
import { StoreError } from './errors.ts'
import type { Head, Holdings, Inspection } from './inspection.ts'
import { listMigrations, pendingOf } from './migrations.ts'
import { connectToPrimary } from './postgres/servers.ts'
import { runPostgresTool } from './postgres-tools.ts'

const CONNECT_MS = 5_000

/**
 * Looks at a PostgreSQL database beside the programs that use it. `copyTo` is `pg_dump` in its custom format, at the
 * snapshot that the holdings are counted in, so that both speak of one moment.
 */
export async function inspectPostgres({
  url,
  migrations,
}: {
  readonly url: string
  /** Directory of the SQL migrations. */
  readonly migrations: string
}): Promise<Inspection> {
  const { client, address } = await connectAsOperator(url)
  return {
    kind: 'postgres',
    holdings: () => atOneMoment(client, () => holdingsOf(client)),
    pendingMigrations: async () => pendingOf(listMigrations(migrations), await takenBy(client)),
    // Pages are checked by the server (data_checksums); what it cannot know is whether every row can be read.
    faults: async () => {
      try {
        await atOneMoment(client, () => holdingsOf(client))
        return []
      } catch (error) {
        return [wordsOf(error)]
      }
    },
    isHeld: async () => false,
    requireWritable: async () => {
      const { rows } = await client.query(
        `select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as refuses,
           coalesce(bool_and(has_table_privilege(format('%I.%I', schemaname, tablename), 'insert, update, delete')), true) as may
         from pg_tables where schemaname = 'public'`,
      )
      if (rows[0]?.refuses)
        throw new StoreError('io', 'the server takes no writes: it is a standby or read-only')
      if (!rows[0]?.may) throw new StoreError('io', 'this account may not write every table')
    },
    now: async () => {
      const { rows } = await client.query('select extract(epoch from clock_timestamp()) * 1000 as now')
      return Number(rows[0]?.now)
    },
    copyTo: file =>
      atOneMoment(client, async () => {
        const { rows } = await client.query('select pg_export_snapshot() as name')
        const holdings = await holdingsOf(client)
        await runPostgresTool('pg_dump', address, [
          '--format=custom',
          '--no-owner',
          '--no-privileges',
          `--snapshot=${rows[0]?.name}`,
          `--file=${file}`,
        ])
        await settle(file)
        return holdings
      }),
    close: async () => {
      await client.end()
    },
  }
}

/**
 * Fills an empty database from such a copy, in one transaction: afterwards everything is there, or nothing. Rejects in
 * words, as the inspection does, when no server can be reached.
 */
export async function restorePostgres({
  url,
  file,
}: {
  readonly url: string
  readonly file: string
}): Promise<void> {
  const { client, address } = await connectAsOperator(url)
  await client.end()
  await runPostgresTool('pg_restore', address, [
    '--single-transaction',
    '--exit-on-error',
    '--no-owner',
    '--no-privileges',
    file,
  ])
}

async function connectAsOperator(url: string): ReturnType<typeof connectToPrimary> {
  try {
    return await connectToPrimary(url, {
      connectionTimeoutMillis: CONNECT_MS,
      application_name: 'xuncha-operator',
    })
  } catch (error) {
    throw new StoreError('io', `连不上 PostgreSQL。PostgreSQL cannot be reached: ${wordsOf(error)}`, error)
  }
}

async function atOneMoment<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read read only')
  try {
    return await work()
  } finally {
    await client.query('rollback')
  }
}

async function holdingsOf(client: pg.Client): Promise<Holdings> {
  const tables = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like '\\_\\_%'`,
  )
  const counts: Record<string, number> = {}
  for (const name of tables.rows.map(row => row.name).sort()) {
    const { rows } = await client.query(`select count(*) as total from ${client.escapeIdentifier(name)}`)
    counts[name] = Number(rows[0]?.total)
  }
  const { rows } =
    'chain_heads' in counts
      ? await client.query('select community_id, seq, hash, audit_seq, audit_hash from chain_heads')
      : { rows: [] }
  const heads: Head[] = rows.map(row => ({
    communityId: String(row.community_id),
    seq: Number(row.seq),
    hash: String(row.hash),
    auditSeq: Number(row.audit_seq),
    auditHash: String(row.audit_hash),
  }))
  heads.sort((a, b) => (a.communityId < b.communityId ? -1 : 1))
  return { heads, counts, migrations: await takenBy(client) }
}

async function takenBy(client: pg.Client): Promise<number[]> {
  const { rows: known } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as name`)
  if (!known[0]?.name) return []
  const { rows } = await client.query(
    'select created_at from drizzle.__drizzle_migrations order by created_at',
  )
  return rows.map(row => Number(row.created_at))
}

async function settle(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error)
