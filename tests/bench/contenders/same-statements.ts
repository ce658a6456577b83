import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { Pool } from 'pg'
import { RECORDING, type Recorded, type Write } from './recording.ts'
import { valuesFor } from './replay.ts'

/*
 * The floor on PostgreSQL: a bare server that tells it what the product tells it, statement by statement and each of them
 * prepared, in a transaction for each request. What it lacks is all the thinking, turns that share a commit, and the
 * lock that the product takes with the beginning of a transaction: here the head of the chain is locked where it is read.
 */

const CONNECTIONS = 10
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: CONNECTIONS })
const recorded = JSON.parse(readFileSync(join(process.env.DATA_DIR ?? '.', RECORDING), 'utf8')) as Recorded

// One count for both kinds, beyond what was recorded: they share the sequence of the journal.
let turn = 100

async function replay(kind: string, writes: readonly Write[], finding: string): Promise<void> {
  turn += 1
  const values = valuesFor(finding, turn)
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const [n, { sql, parameters }] of writes.entries())
      await client.query({ name: `${kind}${n}`, text: sql, values: values(parameters) })
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const app = Fastify()
const text = { type: 'string', minLength: 1, maxLength: 2000 }
app.post('/api/v1/findings', {
  schema: {
    body: {
      type: 'object',
      required: ['categoryCode', 'placeId', 'description'],
      properties: { categoryCode: text, placeId: text, description: text },
    },
  },
  handler: async (_, reply) => {
    const id = randomUUID()
    await replay('create', recorded.creation, id)
    return reply.code(201).send({ id, number: 1, state: 'reported', version: 1 })
  },
})
app.post<{ Params: { id: string }; Body: { type: string } }>('/api/v1/findings/:id/events', {
  schema: { body: { type: 'object', required: ['type'], properties: { type: text } } },
  handler: async ({ params: { id }, body: { type } }) => {
    await replay('move', recorded.transition, id)
    return { id, state: type, version: 2 }
  },
})
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
process.on('SIGTERM', () => {
  void app.close().then(async () => {
    await pool.end()
    process.exit(0)
  })
})
