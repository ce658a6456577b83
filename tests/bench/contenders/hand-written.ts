import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import Fastify from 'fastify'
import { createActor, createMachine, type Snapshot } from 'xstate'
import { durable } from './group-commit.ts'

/*
 * What a team would write in an afternoon: an XState actor restored from its snapshot for every event, Drizzle queries
 * put together on the spot, a transaction for each request. No proof, no deadlines, no figures.
 */

const machine = createMachine({
  initial: 'reported',
  context: { reopened: 0 },
  states: {
    reported: { on: { register: 'registered', reject: 'closed' } },
    registered: { on: { dispatch: 'dispatched' } },
    dispatched: { on: { receive: 'in_progress', return: 'registered' } },
    in_progress: { on: { rectify: 'rectified' } },
    rectified: { on: { pass: 'closed', fail: 'in_progress' } },
    closed: {},
  },
})

const connection = durable(new BetterSqlite3(join(process.env.DATA_DIR ?? '.', 'hand-written.sqlite')))
connection.exec(`
  create table if not exists findings (id text primary key, category text not null, place text not null, description text not null,
    state text not null, snapshot text not null, version integer not null, due_at integer not null);
  create index if not exists findings_due on findings (due_at);
  create table if not exists events (seq integer primary key, finding text not null, type text not null, body text not null);
`)
const findings = sqliteTable(
  'findings',
  {
    id: text('id').primaryKey(),
    category: text('category').notNull(),
    place: text('place').notNull(),
    description: text('description').notNull(),
    state: text('state').notNull(),
    snapshot: text('snapshot').notNull(),
    version: integer('version').notNull(),
    dueAt: integer('due_at').notNull(),
  },
  t => [index('findings_due').on(t.dueAt)],
)
const events = sqliteTable('events', {
  seq: integer('seq').primaryKey(),
  finding: text('finding').notNull(),
  type: text('type').notNull(),
  body: text('body').notNull(),
})
const db = drizzle(connection)

const app = Fastify()
const words = { type: 'string', minLength: 1, maxLength: 2000 }
type Report = { categoryCode: string; placeId: string; description: string }
app.post<{ Body: Report }>(
  '/api/v1/findings',
  {
    schema: {
      body: {
        type: 'object',
        required: ['categoryCode', 'placeId', 'description'],
        properties: { categoryCode: words, placeId: words, description: words },
      },
    },
  },
  async ({ body }, reply) => {
    const id = randomUUID()
    const actor = createActor(machine).start()
    db.transaction(tx => {
      tx.insert(findings)
        .values({
          id,
          category: body.categoryCode,
          place: body.placeId,
          description: body.description,
          state: 'reported',
          snapshot: JSON.stringify(actor.getPersistedSnapshot()),
          version: 1,
          dueAt: Date.now() + 86_400_000,
        })
        .run()
      tx.insert(events)
        .values({ finding: id, type: 'report', body: JSON.stringify(body) })
        .run()
    })
    return reply.code(201).send({ id, number: 1, state: 'reported', version: 1 })
  },
)
app.post<{ Params: { id: string }; Body: { type: string } }>(
  '/api/v1/findings/:id/events',
  { schema: { body: { type: 'object', required: ['type'], properties: { type: words } } } },
  async ({ params: { id }, body }, reply) => {
    const answer = db.transaction(tx => {
      const row = tx.select().from(findings).where(eq(findings.id, id)).get()
      if (!row) return null
      const actor = createActor(machine, { snapshot: JSON.parse(row.snapshot) as Snapshot<unknown> }).start()
      actor.send({ type: body.type } as never)
      const state = String(actor.getSnapshot().value)
      tx.update(findings)
        .set({ state, snapshot: JSON.stringify(actor.getPersistedSnapshot()), version: row.version + 1 })
        .where(and(eq(findings.id, id), eq(findings.version, row.version)))
        .run()
      tx.insert(events)
        .values({ finding: id, type: body.type, body: JSON.stringify(body) })
        .run()
      return { id, state, version: row.version + 1 }
    })
    return answer ?? reply.code(404).send()
  },
)
app.get('/api/v1/metrics/summary', async () =>
  db
    .select({ found: sql`count(*)`, overdue: sql`sum(${findings.dueAt} < ${Date.now()})` })
    .from(findings)
    .get(),
)
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
process.on('SIGTERM', () => {
  void app.close().then(() => {
    connection.close()
    process.exit(0)
  })
})
