import { randomBytes } from 'node:crypto'
import { Client, Pool } from 'pg'
import { openPostgres } from '../../db/postgres.ts'

export const PG_MIGRATIONS = new URL('../../db/migrations/pg', import.meta.url).pathname

/*
 * Empty databases for test houses. Making one takes a third of a second, so a house gives its own back, emptied, and
 * the next one has it. The list of them is a table, because tests run in several processes.
 */

/** The same server, another database. */
function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Runs SQL on a database, apart from everything the program holds open there. */
export async function onDatabase<Row extends object = object>(
  url: string,
  statement: string,
  values?: unknown[],
): Promise<{ rows: Row[]; count: number }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows, rowCount } = await client.query<Row>(statement, values)
    return { rows, count: rowCount ?? 0 }
  } finally {
    await client.end()
  }
}

/* Whoever takes houses again and again keeps a connection to the list and to each house; none keeps the process alive. */
const kept = new Map<string, Pool>()

function keptTo(url: string): Pool {
  const known = kept.get(url)
  if (known) return known
  const pool = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
  // A house that is dropped ends the connection to it.
  pool.on('error', () => undefined)
  kept.set(url, pool)
  return pool
}

/** Begins the list of a run's databases; gives the address of the list, which the functions below want. */
export async function beginHouses(server: string): Promise<{ list: string; drop(): Promise<void> }> {
  const name = `xuncha_tests_${randomBytes(6).toString('hex')}`
  await onDatabase(server, `create database ${name}`)
  const list = databaseUrl(server, name)
  await onDatabase(list, 'create table houses (url text primary key, taken boolean not null)')
  return {
    list,
    drop: async () => {
      const { rows } = await onDatabase<{ url: string }>(list, 'select url from houses')
      for (const { url } of rows)
        await onDatabase(server, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
      await onDatabase(server, `drop database ${name} with (force)`)
    },
  }
}

/** Gives the address of an empty database with all tables. */
export async function takeHouse(list: string): Promise<string> {
  const free = `update houses set taken = true where url =
    (select url from houses where not taken limit 1 for update skip locked) returning url`
  const { rows } = await keptTo(list).query<{ url: string }>(free)
  if (rows[0]) return rows[0].url
  const name = `xuncha_house_${randomBytes(6).toString('hex')}`
  const url = databaseUrl(list, name)
  await onDatabase(list, `create database ${name}`)
  await keptTo(list).query('insert into houses values ($1, true)', [url])
  const db = await openPostgres({ url, migrations: PG_MIGRATIONS })
  await db.close()
  return url
}

const EMPTY = `do $$
  declare name text; used boolean;
  begin
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('select exists (select from %I)', name) into used;
      if used then execute format('delete from %I', name); end if;
    end loop;
  end $$`

/** Empties a database for the next one who needs it. */
export async function giveHouseBack(list: string, url: string): Promise<void> {
  await keptTo(url).query(EMPTY)
  await keptTo(list).query('update houses set taken = false where url = $1', [url])
}
