import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { inject } from 'vitest'
import type { Database } from '../../db/database.ts'
import { openPostgres } from '../../db/postgres.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { giveHouseBack, onDatabase, PG_MIGRATIONS, takeHouse } from '../services/houses.ts'

/** The database of one test house: a file in its directory, or a database on PostgreSQL that is empty before and after. */
export interface HouseDatabase {
  /** As `DATABASE_URL` wants it; `null` for SQLite. */
  readonly url: string | null
  open(options?: { turnsPerCommit?: number }): Promise<Database>
  /** Changes it behind the program's back; `?` stands for the values. Gives the number of rows changed. */
  falsify(statement: string, ...values: (string | number)[]): Promise<number>
  drop(): Promise<void>
}

const SQLITE_MIGRATIONS = new URL('../../db/migrations/sqlite', import.meta.url).pathname

/** The house database that belongs to a directory, made when there is none. */
export async function houseDatabase(directory: string): Promise<HouseDatabase> {
  return inject('database') === 'postgres' ? await onPostgres(directory) : onSqlite(directory)
}

function onSqlite(directory: string): HouseDatabase {
  return {
    url: null,
    open: async options => openSqlite({ directory, migrations: SQLITE_MIGRATIONS, ...options }),
    falsify: async (statement, ...values) => {
      const connection = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { timeout: 1_000 })
      try {
        if (values.length > 0) return connection.prepare(statement).run(...values).changes
        connection.exec(statement)
        return Number(connection.prepare('select changes()').pluck().get())
      } finally {
        connection.close()
      }
    },
    drop: async () => undefined,
  }
}

/* A house that is opened a second time in the same directory finds what it has left there. */
const taken = new Map<string, string>()

async function onPostgres(directory: string): Promise<HouseDatabase> {
  const list = inject('houses')
  const url = taken.get(directory) ?? (await takeHouse(list))
  taken.set(directory, url)
  return {
    url,
    open: options => openPostgres({ url, migrations: PG_MIGRATIONS, connections: 5, ...options }),
    falsify: async (statement, ...values) => {
      let count = 0
      const { count: changed } = await onDatabase(
        url,
        statement.replace(/\?/g, () => `$${++count}`),
        values,
      )
      return changed
    },
    drop: async () => {
      if (!taken.delete(directory)) return
      await giveHouseBack(list, url)
    },
  }
}
