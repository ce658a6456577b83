import { createRequire } from 'node:module'

/*
 * Opens a database as the program does, and is killed before the n-th statement of its migrations; with n = 0 it lives and
 * says how many there are.
 *
 *   node die-at-statement.mjs <built db/sqlite.js> <directory> <migrations> <n>
 */
const [built, directory, migrations, n] = process.argv.slice(2)
const BetterSqlite3 = createRequire(built)('better-sqlite3')
const { prepare } = BetterSqlite3.prototype
let count = 0
let last = 0
BetterSqlite3.prototype.prepare = function (sql) {
  count += 1
  if (count === Number(n)) process.kill(process.pid, 'SIGKILL')
  // The store's own statements come after the migrations have been committed.
  if (/^\s*commit/i.test(sql) && last === 0) last = count
  return prepare.call(this, sql)
}
const { openSqlite } = await import(built)
const db = openSqlite({ directory, migrations })
process.stdout.write(String(last))
await db.close()
