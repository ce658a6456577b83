import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Client, types } from 'pg'

/** A database as it lies there, read without the product's own code. */
export interface Stored {
  /** Rows as lists of values, in the order of the columns; `?` stands for a value. */
  ask(statement: string, ...values: (string | number)[]): Promise<unknown[][]>
  /** What the database itself finds wrong with its files and references. */
  damage(): Promise<string[]>
  close(): Promise<void>
}

/** Opens what lies in a directory, or at a postgres:// address. */
export async function openStored(place: string): Promise<Stored> {
  return place.startsWith('postgres:') ? await atAddress(place) : inDirectory(place)
}

function inDirectory(directory: string): Stored {
  const db = new BetterSqlite3(join(directory, 'xuncha.sqlite'))
  return {
    ask: async (statement, ...values) =>
      db
        .prepare(statement)
        .raw()
        .all(...values) as unknown[][],
    damage: async () => {
      const whole = db.pragma('integrity_check', { simple: true })
      const loose = db.pragma('foreign_key_check') as unknown[]
      return [
        ...(whole === 'ok' ? [] : [`integrity_check: ${String(whole)}`]),
        ...(loose.length === 0 ? [] : [`foreign_key_check: ${loose.length}`]),
      ]
    },
    close: async () => void db.close(),
  }
}

async function atAddress(url: string): Promise<Stored> {
  const client = new Client({
    connectionString: url,
    // Moments and counts are exact numbers here, as SQLite gives them.
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === types.builtins.INT8 ? Number : types.getTypeParser(type, format as 'text'),
    },
  })
  await client.connect()
  const ask: Stored['ask'] = async (statement, ...values) => {
    let n = 0
    const text = statement.replace(/\?/g, () => `$${++n}`)
    return (await client.query({ text, values, rowMode: 'array' })).rows
  }
  return {
    ask,
    damage: async () => {
      // Not every package of the server brings it; the tables themselves are read whole by whoever asks.
      const [amcheck] = await ask("select 1 from pg_available_extensions where name = 'amcheck'")
      if (!amcheck) return []
      await client.query('create extension if not exists amcheck')
      const broken: string[] = []
      const indexes = await ask(
        `select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
          join pg_am a on a.oid = c.relam and a.amname = 'btree' where c.relnamespace = 'public'::regnamespace`,
      )
      for (const [index] of indexes)
        await client
          .query('select bt_index_check($1::regclass, true)', [index])
          .catch((error: Error) => broken.push(error.message))
      return broken
    },
    close: () => client.end(),
  }
}
