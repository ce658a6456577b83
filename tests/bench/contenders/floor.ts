import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import Fastify from 'fastify'
import { durable, groupCommit } from './group-commit.ts'

/*
 * The two-insert floor: the least that a server has to do to remember a finding and a step of it durably. Validation,
 * two prepared inserts (or select, update, insert), one commit for many requests. Nobody is asked who they are, nothing
 * is decided, nothing is proven.
 */

const db = durable(new BetterSqlite3(join(process.env.DATA_DIR ?? '.', 'floor.sqlite')))
db.exec(`
  create table if not exists findings (id text primary key, category text, place text, description text, state text, version integer,
    due_at integer) without rowid;
  create index if not exists findings_due on findings (due_at, id) where state <> 'closed';
  create table if not exists events (seq integer primary key, finding text, body text);
  create table if not exists rollups (day integer primary key, found integer, fixed integer, overdue integer);
  with recursive days (day) as (select 1 union all select day + 1 from days where day < 366)
    insert or ignore into rollups select day, 2, 1, 1 from days;
`)
const insert = db.prepare('insert into findings values (?, ?, ?, ?, ?, 1, ?)')
const select = db.prepare<[string], { state: string; version: number }>(
  'select state, version from findings where id = ?',
)
const update = db.prepare('update findings set state = ?, version = ? where id = ? and version = ?')
const append = db.prepare('insert into events (finding, body) values (?, ?)')
const sums = db.prepare('select sum(found) found, sum(fixed) fixed, sum(overdue) overdue from rollups')
const together = groupCommit(db)
const DAY_MS = 86_400_000
const PADDING = '-'.repeat(300)

const app = Fastify()
const text = { type: 'string', minLength: 1, maxLength: 2000 }
type Report = { categoryCode: string; placeId: string; description: string }
app.post<{ Body: Report }>(
  '/api/v1/findings',
  {
    schema: {
      body: {
        type: 'object',
        required: ['categoryCode', 'placeId', 'description'],
        properties: { categoryCode: text, placeId: text, description: text },
      },
    },
  },
  async ({ body: { categoryCode, placeId, description } }, reply) => {
    const id = randomUUID()
    const at = Date.now()
    await together(() => {
      insert.run(id, categoryCode, placeId, description, 'reported', at + DAY_MS)
      append.run(id, JSON.stringify({ type: 'report', at, by: 'somebody', id, PADDING }))
    })
    return reply.code(201).send({ id, number: 1, state: 'reported', version: 1 })
  },
)
app.post<{ Params: { id: string }; Body: { type: string } }>(
  '/api/v1/findings/:id/events',
  { schema: { body: { type: 'object', required: ['type'], properties: { type: text } } } },
  async ({ params: { id }, body: { type } }, reply) => {
    const version = await together(() => {
      const row = select.get(id)
      if (!row) return null
      update.run(type, row.version + 1, id, row.version)
      append.run(id, JSON.stringify({ type, at: Date.now(), by: 'somebody', id, PADDING }))
      return row.version + 1
    })
    return version === null ? reply.code(404).send() : { id, state: type, version }
  },
)
app.get('/api/v1/metrics/summary', async () => sums.get())
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
process.on('SIGTERM', () => {
  void app.close().then(() => {
    db.close()
    process.exit(0)
  })
})
