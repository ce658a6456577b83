import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { TestDeps } from './house.ts'

/** Changes a house's database behind the program's back, and tells how many rows it changed. */
export function falsify(deps: TestDeps, statement: string, ...values: (string | number)[]): number {
  const connection = new BetterSqlite3(join(deps.directory, 'xuncha.sqlite'), { timeout: 1_000 })
  try {
    return connection.prepare(statement).run(...values).changes
  } finally {
    connection.close()
  }
}
