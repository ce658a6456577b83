import { type Column, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type * as tables from '../schema/sqlite.ts'

/*
 * Stores are written once, against the SQLite tables' types; the PostgreSQL tables are built from the same
 * definition and stand in for them. Only what both dialects do alike is used: `await` on every query, prepared
 * statements through `execute`, rows affected by counting `returning`. What a request on the hot path runs is
 * prepared once: an ad-hoc query costs ten to twenty times as much.
 */
export type Orm = BetterSQLite3Database
export type Tables = typeof tables

/**
 * A limit that stands in the statement itself. SQLite plans a prepared statement anew whenever a limit is bound to it,
 * which takes longer than finding a few rows does; the same goes for a list of states that an index is partial by.
 */
export const atMost = (rows: number): Placeholder =>
  sql.raw(String(Math.trunc(rows))) as unknown as Placeholder

/** A placeholder for every column of a row, to prepare an insert with. */
export function placeholdersFor<Row extends object>(columns: Row): { [Name in keyof Row]: Placeholder } {
  const names = Object.keys(columns) as (keyof Row & string)[]
  return Object.fromEntries(names.map(name => [name, sql.placeholder(name)])) as unknown as {
    [Name in keyof Row]: Placeholder
  }
}

/** The same for the `set` of an update, which wants its values as SQL, encoded as the column asks. */
export function assignmentsFor(
  columns: Record<string, Column>,
  names: readonly string[],
): Record<string, SQL> {
  return Object.fromEntries(
    names.map(name => [name, sql`${sql.param(sql.placeholder(name), columns[name] as Column)}`]),
  )
}

/** Prepares one statement per set of columns and keeps it: the sets a program writes are few. */
export function preparedPer<Statement>(prepare: (names: readonly string[]) => Statement) {
  const known = new Map<string, Statement>()
  return (row: object): Statement => {
    const names = Object.keys(row)
    const key = names.join(' ')
    let statement = known.get(key)
    if (!statement) {
      statement = prepare(names)
      known.set(key, statement)
    }
    return statement
  }
}
