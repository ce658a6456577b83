import { AsyncLocalStorage } from 'node:async_hooks'
import type { PoolClient } from 'pg'
import type { Database, Writer } from './database.ts'
import { StoreError } from './errors.ts'
import { againWhenLost, runBatch } from './postgres/batch.ts'
import { type Connection, createConnection, ormOver, tablesOfPostgres } from './postgres/connection.ts'
import { createLanes } from './postgres/lanes.ts'
import { migratePostgres } from './postgres/migrate.ts'
import { createPrimaryPool } from './postgres/servers.ts'
import { createStatementNames } from './postgres/statement-names.ts'
import type { Turn } from './postgres/turn.ts'
import { createReadStores } from './stores/index.ts'

export interface PostgresOptions {
  /** postgres://user:password@host:port/database; a primary and its standbys with commas between their hosts. */
  readonly url: string
  /** Directory of the SQL migrations. */
  readonly migrations: string
  /** Connections this process may hold. Two of them are kept for reading. (Default: 10) */
  readonly connections?: number
  /** Turns of one lane that share one commit. (Default: 32) */
  readonly turnsPerCommit?: number
}

const KEPT_FOR_READING = 2
/** Nobody holds a lock, and nobody waits for one, longer than this. */
const LONGEST_WAIT_MS = 10_000
const CONNECT_MS = 5_000

/** The lane of what belongs to no community: the installation's own. */
const INSTALLATION = ''

/**
 * Opens a PostgreSQL database: several processes may. Migrations run first, one process at a time.
 *
 * A turn runs under READ COMMITTED, holding the chain head of its lane from its beginning to the commit: so two turns
 * of one lane never overlap, in no two processes, and code that reads and then writes is right here as it is on SQLite.
 * Turns of one lane that wait in this process share a transaction, each in its own savepoint; nobody is answered before
 * its commit has returned, from the standby too where one has to have it. Of several servers it speaks to the one that
 * takes writes, whichever that is. Rejects with `unreachable` when there is no server to speak to.
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { url, migrations, connections = 10, turnsPerCommit = 32 } = options
  await againWhenLost(() => migratePostgres(url, migrations)).catch(refuseToStart)

  // A connection that ends while somebody uses it is told of by the statement that meets it.
  const onConnect = (client: PoolClient): void => void client.on('error', () => undefined)
  const pool = createPrimaryPool(
    url,
    {
      max: connections,
      application_name: 'xuncha',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      // A statement is sent though the one before it has not been answered yet.
      pipeline: true,
      statement_timeout: LONGEST_WAIT_MS,
      query_timeout: LONGEST_WAIT_MS + CONNECT_MS,
      idle_in_transaction_session_timeout: LONGEST_WAIT_MS,
    },
    onConnect,
  )

  const tally = { turns: 0, commits: 0, statements: 0 }
  const within = new AsyncLocalStorage<Turn>()
  const nameStatement = createStatementNames()
  const onStatement = (): void => {
    tally.statements += 1
  }
  const known = new WeakMap<PoolClient, Connection>()
  const connectionOf = (client: PoolClient): Connection => {
    const connection = known.get(client) ?? createConnection(client, { within, nameStatement, onStatement })
    known.set(client, connection)
    return connection
  }

  const pooled = {
    async lend<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
      const client = await pool.connect()
      try {
        const result = await use(connectionOf(client))
        client.release()
        return result
      } catch (error) {
        client.release(true)
        throw error
      }
    },
  }
  const lanes = createLanes({
    atOnce: Math.max(1, connections - KEPT_FOR_READING),
    turnsPerCommit,
    runBatch: async (lane, batch) => {
      const outcomes = await runBatch(pooled, lane, batch)
      if (outcomes.some(({ ok }) => ok)) tally.commits += 1
      return outcomes
    },
  })

  let closed = false
  const read = createReadStores(
    ormOver({
      query: (statement, values) => {
        if (closed) return Promise.reject(new StoreError('closed', 'the database is closed'))
        return againWhenLost(() => pool.query(nameStatement(statement), values))
      },
    }),
    tablesOfPostgres,
  )

  return {
    read,
    tally,
    transaction<T>(work: (tx: Writer) => Promise<T>, lane: string | null = null): Promise<T> {
      if (closed) return Promise.reject(new StoreError('closed', 'the database is closed'))
      if (within.getStore())
        return Promise.reject(new StoreError('late', 'a transaction cannot be opened inside another one'))
      tally.turns += 1
      return new Promise<unknown>((resolve, reject) =>
        lanes.add(lane ?? INSTALLATION, { work, resolve, reject, triedAgain: false }),
      ) as Promise<T>
    },
    probe: async () => {
      if (closed) throw new StoreError('closed', 'the database is closed')
      const { rows } = await againWhenLost(() =>
        pool.query({ text: 'select pg_is_in_recovery() as standby' }),
      )
      if (rows[0]?.standby) throw new StoreError('unreachable', 'this PostgreSQL is a standby: it only reads')
    },
    close: async () => {
      if (closed) return
      closed = true
      await lanes.quiet()
      await pool.end()
    },
  }
}

function refuseToStart(error: unknown): never {
  if (!(error instanceof StoreError) || error.fault !== 'unreachable') throw error
  throw new StoreError(
    'unreachable',
    '无法连接 PostgreSQL,请检查 DATABASE_URL 以及服务器是否在运行。PostgreSQL cannot be reached: check DATABASE_URL and that the server runs.',
    error,
  )
}
