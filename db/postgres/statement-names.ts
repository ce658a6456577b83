import type { QueryConfig } from 'pg'

/** Statements that get a name; each costs the server some memory on every connection. */
const MOST_NAMES = 1_000

/**
 * Gives prepared statements a name, so that a connection parses and plans each of them once. A statement that the
 * stores have prepared comes with the same object every time, an ad-hoc one with a new object: so an object that is
 * met again is a prepared statement. Equal texts get equal names, on every connection.
 */
export function createStatementNames(): (statement: QueryConfig) => QueryConfig {
  const met = new WeakMap<QueryConfig, QueryConfig | null>()
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MOST_NAMES) return known
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
  return statement => {
    const named = met.get(statement)
    if (named) return named
    if (named === undefined) {
      met.set(statement, null)
      return statement
    }
    const name = nameOf(statement.text)
    const prepared = name === undefined ? statement : { ...statement, name }
    met.set(statement, prepared)
    return prepared
  }
}
