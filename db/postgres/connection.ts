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
   * Runs a turn's work within the transaction that is open, and waits until its queries have ended. `broken` is the
   * first error of its queries, whatever the turn made of it.
   */
  settle(turn: Turn): Promise<{ outcome: Outcome; broken: { readonly error: unknown } | null }>
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
 */
export function createConnection(
  client: PoolClient,
  { within, nameStatement, onStatement }: ConnectionOptions,
): Connection {
  let current: Underway | null = null

  async function query(statement: QueryConfig, values: unknown[]): Promise<QueryResult> {
    const own = current
    if (own === null || within.getStore() !== own.turn)
      throw new StoreError('late', 'a query came outside the turn it belongs to')
    onStatement()
    own.onQuery()
    own.running += 1
    try {
      return await client.query(nameStatement(statement), values)
    } catch (error) {
      own.broken ??= { error }
      throw error
    } finally {
      own.running -= 1
      if (own.running === 0) own.onQuiet()
    }
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
    async settle(turn) {
      const nothing = (): void => undefined
      const own: Underway = { turn, running: 0, broken: null, onQuery: nothing, onQuiet: nothing }
      current = own
      const outcome = await work(own)
      current = null
      if (own.running > 0) await new Promise<void>(resolve => (own.onQuiet = resolve))
      // Swallowed by the turn or not: nothing of it can be kept.
      return {
        outcome: own.broken && outcome.ok ? { ok: false, ...own.broken } : outcome,
        broken: own.broken,
      }
    },
  }
}
