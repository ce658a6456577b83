import type { AsyncLocalStorage } from 'node:async_hooks'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg'
import type { Writer } from '../database.ts'
import { StoreError } from '../errors.ts'
import * as tables from '../schema/postgres.ts'
import type { Orm, Tables } from '../stores/connection.ts'
import { createWriteStores } from '../stores/index.ts'
import { lockChainHead } from './lane-lock.ts'
import type { Outcome, Turn } from './turn.ts'

/** One pooled connection with the stores that are built on it. */
export interface Connection {
  readonly client: PoolClient
  /**
   * Runs a turn's work within the transaction that is open, then sends `after` unless the turn has failed, and waits
   * until all of it has ended. `broken` is the first error of its queries, whatever the turn made of it.
   */
  settle(
    turn: Turn,
    after: string | null,
  ): Promise<{ outcome: Outcome; broken: { readonly error: unknown } | null }>
}

export interface ConnectionOptions {
  /** Which turn the running code belongs to. */
  readonly within: AsyncLocalStorage<Turn>
  readonly nameStatement: (statement: QueryConfig) => QueryConfig
  readonly onStatement: () => void
}

/** The tables and Drizzle's sessions of both dialects do alike whatever a store asks of them. */
export const tablesOfPostgres = tables as unknown as Tables
export function ormOver(client: {
  query(statement: QueryConfig, values: unknown[]): Promise<QueryResult>
}): Orm {
  return drizzle({ client: client as unknown as Pool }) as unknown as Orm
}

/** Queries of one turn that may be under way at once: more would fill the memory before they are on their way. */
const MOST_UNDERWAY = 100

/**
 * Whether a statement only writes: nobody looks at what the server says of it, unless it fails. Drizzle asks for rows as
 * arrays wherever somebody reads them, after `returning` too.
 */
const onlyWrites = (statement: QueryConfig): boolean =>
  !('rowMode' in statement) && /^(insert|update|delete) /.test(statement.text)
const NOTHING: QueryResult = { command: '', rowCount: null, oid: 0, fields: [], rows: [] }

/** The turn under way, with its queries. */
interface Underway {
  readonly turn: Turn
  running: number
  /** The first error of its queries: PostgreSQL takes nothing more until that is undone. */
  broken: { readonly error: unknown } | null
  onQuery(): void
  onQuiet(): void
}

/**
 * Builds the stores of one connection, once. They take queries of the turn under way only: one that comes after its
 * turn has ended is refused. A turn that does not end though none of its queries runs waits for something else, and is
 * given up as `late` at the next turn of the event loop.
 *
 * A statement that only writes is sent, and the turn goes on: PostgreSQL runs the statements of a connection in their
 * order, so whatever is read later sees it. When it fails, what was sent behind it is refused by the server, and the turn
 * ends with its error.
 */
export function createConnection(
  client: PoolClient,
  { within, nameStatement, onStatement }: ConnectionOptions,
): Connection {
  let current: Underway | null = null

  async function ask(own: Underway, statement: QueryConfig, values?: unknown[]): Promise<QueryResult> {
    own.onQuery()
    own.running += 1
    try {
      return await client.query(statement, values)
    } catch (error) {
      own.broken ??= { error }
      throw error
    } finally {
      own.running -= 1
      if (own.running === 0) own.onQuiet()
    }
  }

  async function query(statement: QueryConfig, values: unknown[]): Promise<QueryResult> {
    const own = current
    if (own === null || within.getStore() !== own.turn)
      throw new StoreError('late', 'a query came outside the turn it belongs to')
    if (own.broken) throw own.broken.error
    onStatement()
    const asked = ask(own, nameStatement(statement), values)
    if (!onlyWrites(statement) || own.running > MOST_UNDERWAY) return await asked
    // Its error is kept in `broken`.
    asked.catch(() => undefined)
    return NOTHING
  }

  const stores = createWriteStores(ormOver({ query }), tablesOfPostgres)
  const writer: Writer = {
    ...stores,
    journal: { ...stores.journal, head: communityId => lockChainHead(query, communityId) },
  }

  function work(own: Underway): Promise<Outcome> {
    return new Promise(resolve => {
      let waits: NodeJS.Immediate | undefined
      const giveUp = (): void =>
        resolve({
          ok: false,
          error: new StoreError('late', 'a turn may wait for its own queries only, and this one did not end'),
        })
      own.onQuery = () => clearImmediate(waits)
      own.onQuiet = () => {
        clearImmediate(waits)
        waits = setImmediate(giveUp)
      }
      own.onQuiet()
      within
        .run(own.turn, () => own.turn.work(writer))
        .then(
          value => resolve({ ok: true, value }),
          (error: unknown) => resolve({ ok: false, error }),
        )
        .finally(() => clearImmediate(waits))
    })
  }

  return {
    client,
    async settle(turn, after) {
      const nothing = (): void => undefined
      const own: Underway = { turn, running: 0, broken: null, onQuery: nothing, onQuiet: nothing }
      current = own
      const outcome = await work(own)
      current = null
      if (outcome.ok && !own.broken && after !== null) ask(own, { text: after }).catch(() => undefined)
      if (own.running > 0) await new Promise<void>(resolve => (own.onQuiet = resolve))
      // Swallowed by the turn or not, noticed or not: nothing of it can be kept, and this is why.
      return { outcome: own.broken ? { ok: false, ...own.broken } : outcome, broken: own.broken }
    },
  }
}
