import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Client } from 'pg'
import { ensureRootAdministrator } from '../../src/app/people/bootstrap.ts'
import { compose } from '../../src/compose.ts'
import { buildServer } from '../../src/http/server.ts'
import { ROOT_PASSWORD } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { type Parameter, RECORDING, type Recorded, type Write } from './contenders/recording.ts'

interface Executed {
  readonly sql: string
  readonly values: readonly unknown[]
}

/*
 * Lets the product answer two creations and two transitions, writes down what it told SQLite to write, and leaves the
 * database beside it. What differs between the two of a kind is an id, a hash, a counter or a moment. Of PostgreSQL it
 * writes down what is asked, too: there each statement is a way to the server and back.
 */
export async function recordWrites(directory: string, databaseUrl: string | null = null): Promise<void> {
  const listening = databaseUrl ? listenToPostgres() : listen()
  const deps = await compose({ dataDirectory: directory, databaseUrl })
  await ensureRootAdministrator(deps, { bootstrap: `root:${ROOT_PASSWORD}` })
  const app = await buildServer(deps, { publicOrigin: null, logger: false })
  try {
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const { call, root, communityId, placeId, member } = await settle(address)
    await call('PATCH', `/communities/${communityId}/policy`, { token: root, body: { profile: 'full' } })
    const token = await member('chen', '陈社工', ['coordinator'])
    const ask = async (path: string, body: object): Promise<[string, Executed[]]> => {
      listening.heard.length = 0
      const headers = { 'idempotency-key': randomUUID() }
      const { status, body: answer } = await call('POST', path, { token, body, headers })
      if (status >= 300) throw new Error(JSON.stringify(answer))
      return [String(answer.id), [...listening.heard]]
    }
    const report = { categoryCode: '0101', placeId, description: '楼道堆放纸箱,影响通行' }
    // The first of each kind may prepare what later ones find prepared.
    await ask('/findings', report)
    const one = await ask('/findings', report)
    const two = await ask('/findings', report)
    const move = ([id]: [string, Executed[]]) => ask(`/findings/${id}/events`, { type: 'register' })
    const movedOne = await move(one)
    const movedTwo = await move(two)
    const recorded: Recorded = {
      creation: generalise(one, two),
      transition: generalise([one[0], movedOne[1]], [two[0], movedTwo[1]]),
    }
    await writeFile(join(directory, RECORDING), JSON.stringify(recorded))
  } finally {
    listening.stop()
    await app.close()
    await deps.close()
  }
}

function generalise([id, before]: [string, Executed[]], [otherId, after]: [string, Executed[]]): Write[] {
  if (before.map(({ sql }) => sql).join() !== after.map(({ sql }) => sql).join())
    throw new Error('two requests of a kind wrote differently')
  const slots = new Map<string, number>()
  return after.map(({ sql, values }, n) => ({
    sql,
    parameters: values.map((value, k): Parameter => {
      const other = before[n]?.values[k]
      if (typeof value === 'number' && typeof other === 'number' && value !== other)
        return { after: value, step: value - other }
      if (typeof value !== 'string' || value === other) return { same: value }
      if (value.includes(otherId) && String(other).includes(id)) return { words: value.split(otherId) }
      const slot = slots.get(value) ?? slots.size
      slots.set(value, slot)
      return { fresh: slot, length: value.length }
    }),
  }))
}

/** Hears what the program in this process tells SQLite to write. */
function listen(): { heard: Executed[]; stop(): void } {
  const heard: Executed[] = []
  const prototype = BetterSqlite3.prototype as BetterSqlite3.Database
  const prepare = prototype.prepare
  prototype.prepare = function (this: BetterSqlite3.Database, sql: string) {
    const statement = prepare.call(this, sql)
    if (!/^(insert|update|delete)/i.test(sql)) return statement
    for (const name of ['run', 'all', 'get'] as const) {
      const execute = statement[name].bind(statement) as (...values: unknown[]) => never
      Object.defineProperty(statement, name, {
        value: (...values: unknown[]) => {
          heard.push({ sql, values })
          return execute(...values)
        },
      })
    }
    return statement
  } as typeof prepare
  return {
    heard,
    stop: () => {
      prototype.prepare = prepare
    },
  }
}

/** Hears what the program in this process tells PostgreSQL, but for where its transactions begin and end. */
function listenToPostgres(): { heard: Executed[]; stop(): void } {
  const heard: Executed[] = []
  const { query } = Client.prototype
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [statement, values] = args as [string | { text: string; values?: unknown[] }, unknown]
    const sql = typeof statement === 'string' ? statement : statement.text
    const given = typeof statement === 'string' ? values : (statement.values ?? values)
    if (!/^(begin|commit|rollback|savepoint|release)/i.test(sql))
      heard.push({ sql, values: Array.isArray(given) ? [...given] : [] })
    return (query as (...all: unknown[]) => unknown).apply(this, args)
  } as typeof query
  return {
    heard,
    stop: () => {
      Client.prototype.query = query
    },
  }
}
