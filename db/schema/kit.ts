import {
  integer,
  index as sqliteIndex,
  primaryKey as sqlitePrimaryKey,
  real as sqliteReal,
  sqliteTable,
  text as sqliteText,
  uniqueIndex as sqliteUniqueIndex,
} from 'drizzle-orm/sqlite-core'

/*
 * The column kit: the few column kinds that the schema uses, so that one definition gives the tables of both
 * dialects. What a kind promises holds on either: text is UTF-8, `whole` is an exact integer up to 2^53, `moment` is
 * milliseconds since 1970 in UTC, `day` is a local day as YYYY-MM-DD, `flag` is true or false, `json` is canonical
 * JSON as text that SQL never looks into.
 */

/** Kinds of columns and indexes for SQLite. PostgreSQL gets a kit of the same shape. */
export const sqliteKit = {
  table: sqliteTable,
  text: (name: string) => sqliteText(name),
  whole: (name: string) => integer(name),
  moment: (name: string) => integer(name),
  day: (name: string) => sqliteText(name),
  flag: (name: string) => integer(name, { mode: 'boolean' }),
  real: (name: string) => sqliteReal(name),
  json: (name: string) => sqliteText(name),
  index: sqliteIndex,
  uniqueIndex: sqliteUniqueIndex,
  primaryKey: sqlitePrimaryKey,
}

export type Kit = typeof sqliteKit
