import { createRequire } from 'node:module'

/*
 * Brings a PostgreSQL database up to date as the program does, and is killed before the n-th query of its migrations;
 * with n = 0 it lives and says how many there are.
 *
 *   node die-at-query.mjs <built db/postgres/migrate.js> <url> <migrations> <n>
 */
const [built, url, migrations, n] = process.argv.slice(2)
const { Client } = createRequire(built)('pg')
const { query } = Client.prototype
let count = 0
Client.prototype.query = function (...asked) {
  count += 1
  if (count === Number(n)) process.kill(process.pid, 'SIGKILL')
  return query.apply(this, asked)
}
const { migratePostgres } = await import(built)
await migratePostgres(url, migrations)
process.stdout.write(String(count))
