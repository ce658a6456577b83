import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import BetterSqlite3 from 'better-sqlite3'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migratePostgres } from '../../db/postgres/migrate.ts'
import { compose } from '../../src/compose.ts'
import { onDatabase, PG_MIGRATIONS } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { temporary } from '../support/temporary.ts'
import { expectClosed, type LeftOpen, leaveOpen } from './left-open.ts'
import { liveOn } from './live-on.ts'

/*
 * The first tables that this program made on PostgreSQL were those of machine version 2. Its golden database is carried
 * into them, row by row, and then a release of today meets it (bar 10).
 */

/** One of so many queries; each of them by `npm run bars`. */
const STEP = Number(process.env.XUNCHA_MIGRATION_STEP ?? 12)
const BUILT = fileURLToPath(new URL('../../dist/db/postgres/migrate.js', import.meta.url))
const CHILD = fileURLToPath(new URL('die-at-query.mjs', import.meta.url))

/** The migrations as they were when there was but one. */
function firstMigration(scratch: string): string {
  const directory = join(scratch, 'migrations')
  cpSync(PG_MIGRATIONS, directory, { recursive: true })
  const list = join(directory, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(list, 'utf8')) as { entries: object[] }
  writeFileSync(list, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }))
  return directory
}

async function carryInto(url: string, scratch: string): Promise<LeftOpen> {
  await migratePostgres(url, firstMigration(scratch))
  const file = join(scratch, 'xuncha.sqlite')
  const packed = readFileSync(new URL('./2/database.sqlite.br', import.meta.url))
  writeFileSync(file, brotliDecompressSync(packed))
  const left = leaveOpen(file)
  const from = new BetterSqlite3(file, { readonly: true })
  const to = new Client({ connectionString: url })
  await to.connect()
  // The rows come table by table, whichever refers to which.
  await to.query('set session_replication_role = replica')
  const { rows: columns } = await to.query<{ table: string; flags: string[] }>(
    `select table_name as table, array_remove(array_agg(case data_type when 'boolean' then column_name::text end), null) as flags
      from information_schema.columns where table_schema = 'public' group by 1`,
  )
  for (const { table, flags } of columns) {
    const rows = from.prepare(`select * from ${table}`).all() as Record<string, unknown>[]
    for (const row of rows) for (const flag of flags) if (row[flag] !== null) row[flag] = row[flag] === 1
    await to.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(rows),
    ])
  }
  await to.end()
  from.close()
  return left
}

const TABLES = `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
  where table_schema = 'public' order by 1, 2`
const INDEXES = "select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1"
const HEADS = 'select community_id, seq, hash from chain_heads order by 1'
const LIVES = 'select id, state, clock, version, machine_version from findings order by id'

async function shape(url: string): Promise<object[][]> {
  return Promise.all([TABLES, INDEXES].map(async asked => (await onDatabase(url, asked)).rows))
}
async function lives(url: string): Promise<object[][]> {
  return Promise.all([HEADS, LIVES].map(async asked => (await onDatabase(url, asked)).rows))
}

/** The early database, and copies of it for whoever wants to change one. */
let early: { readonly url: string; copy(): Promise<string>; stop(): Promise<void> }
let left: LeftOpen
let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'xuncha-golden-'))
  const postgres = await startPostgres()
  const named = (name: string): string => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
  await onDatabase(postgres.url, 'create database early')
  let copies = 0
  early = {
    url: named('early'),
    copy: async () => {
      copies += 1
      await onDatabase(postgres.url, `create database copy_${copies} template early`)
      return named(`copy_${copies}`)
    },
    stop: postgres.stop,
  }
  left = await carryInto(early.url, scratch)
})
afterAll(async () => {
  await early.stop()
  await rm(scratch, { recursive: true })
})

it('a database of machine version 2 on PostgreSQL is opened with every life as it was, and lives on', async () => {
  const [url, before] = [await early.copy(), await lives(early.url)]
  expect(before[1]).toHaveLength(53)
  const config = { dataDirectory: await temporary(), databaseUrl: url }
  await (await compose(config)).close()
  expect(await lives(url)).toEqual(before)
  const { rows: last } = await onDatabase<{ at: string }>(url, 'select max(at) as at from journal')
  const { rows: communities } = await onDatabase<{ id: string }>(url, 'select id from communities')
  await liveOn(
    config,
    Number(last[0]?.at),
    communities.map(({ id }) => id),
  )
})

it('has what is personal in it closed, wherever it lay open', async () => {
  await expectClosed({ dataDirectory: await temporary(), databaseUrl: await early.copy() }, left)
})

it('a migration on PostgreSQL that is killed at any of its queries leaves the database as it was, and then goes through', {
  timeout: 300_000,
}, async () => {
  const migrate = (to: string, n: number) =>
    spawnSync(process.execPath, [CHILD, BUILT, to, PG_MIGRATIONS, String(n)], { encoding: 'utf8' })
  const whole = await early.copy()
  const queries = Number(migrate(whole, 0).stdout)
  expect(queries).toBeGreaterThan(20)
  const [untouched, upToDate, kept] = [await shape(early.url), await shape(whole), await lives(early.url)]
  expect(upToDate).not.toEqual(untouched)

  for (let n = 1; n <= queries; n += STEP) {
    const killed = await early.copy()
    expect(migrate(killed, n).signal).toBe('SIGKILL')
    expect([await shape(killed), await lives(killed)]).toEqual([untouched, kept])
    expect(migrate(killed, 0).status).toBe(0)
    expect([await shape(killed), await lives(killed)]).toEqual([upToDate, kept])
  }
  process.stdout.write(
    `bar 10: a migration of ${queries} queries on PostgreSQL killed at one in ${STEP}, nothing lost\n`,
  )
})
