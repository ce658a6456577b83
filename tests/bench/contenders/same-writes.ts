import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import Fastify from 'fastify'
import { durable, groupCommit } from './group-commit.ts'
import { RECORDING, type Recorded, type Write } from './recording.ts'
import { valuesFor } from './replay.ts'

/*
 * The same-writes floor: a bare server that writes what the product writes, statement by statement, into a database
 * made by the product, with the same group commit. What it lacks is all the thinking.
 */

const directory = process.env.DATA_DIR ?? '.'
const recorded = JSON.parse(readFileSync(join(directory, RECORDING), 'utf8')) as Recorded
const db = durable(new BetterSqlite3(join(directory, 'xuncha.sqlite')))
db.pragma('foreign_keys = ON')
const together = groupCommit(db)

// One count for both kinds, beyond what was recorded: they share the sequence of the journal.
let turn = 100

/** Gives what writes for one finding. */
function replay(writes: readonly Write[]): (finding: string) => void {
  const statements = writes.map(({ sql, parameters }) => {
    const statement = db.prepare(sql)
    return {
      run: statement.reader ? statement.all.bind(statement) : statement.run.bind(statement),
      parameters,
    }
  })
  return finding => {
    turn += 1
    const values = valuesFor(finding, turn)
    for (const { run, parameters } of statements) run(...values(parameters))
  }
}

const create = replay(recorded.creation)
const move = replay(recorded.transition)
const app = Fastify()
const text = { type: 'string', minLength: 1, maxLength: 2000 }
app.post<{ Body: { categoryCode: string; placeId: string; description: string } }>(
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
  async (_, reply) => {
    const id = randomUUID()
    await together(() => create(id))
    return reply.code(201).send({ id, number: 1, state: 'reported', version: 1 })
  },
)
app.post<{ Params: { id: string }; Body: { type: string } }>(
  '/api/v1/findings/:id/events',
  { schema: { body: { type: 'object', required: ['type'], properties: { type: text } } } },
  async ({ params: { id }, body: { type } }) => {
    await together(() => move(id))
    return { id, state: type, version: 2 }
  },
)
app.get('/api/v1/metrics/summary', async () => ({}))
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
process.on('SIGTERM', () => {
  void app.close().then(() => {
    db.close()
    process.exit(0)
  })
})
