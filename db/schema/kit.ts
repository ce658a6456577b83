import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index as pgIndex,
  primaryKey as pgPrimaryKey,
  pgTable,
  uniqueIndex as pgUniqueIndex,
} from 'drizzle-orm/pg-core'
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
 * JSON as text that SQL never looks into. Text is compared and sorted by its bytes: a subtree is a range of paths, and
 * a page goes on where the last one ended.
 */

/** Kinds of columns and indexes for SQLite. */
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

/* A database's own collation may sort as people do, and differently after an upgrade of the operating system. */
const textByBytes = customType<{ data: string }>({ dataType: () => 'text collate "C"' })
const exact = (name: string) => bigint(name, { mode: 'number' })

/** The same kinds for PostgreSQL. Its tables stand in for those of SQLite wherever the types ask for them. */
export const postgresKit = {
  table: pgTable,
  text: (name: string) => textByBytes(name),
  whole: exact,
  moment: exact,
  day: (name: string) => textByBytes(name),
  flag: (name: string) => boolean(name),
  real: (name: string) => doublePrecision(name),
  json: (name: string) => textByBytes(name),
  index: pgIndex,
  uniqueIndex: pgUniqueIndex,
  primaryKey: pgPrimaryKey,
} as unknown as Kit
