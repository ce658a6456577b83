import {
  Client,
  type ClientConfig,
  Pool,
  type PoolClient,
  type PoolConfig,
  type QueryConfig,
  type QueryResult,
} from 'pg'
import { isConnectionLost } from './faults.ts'

/*
 * One server, or a primary with its standbys: whoever connects looks for the one that takes writes. Nobody is told that
 * the roles have changed; the connections that break are the news.
 */

/**
 * The address of each server that a `DATABASE_URL` names. Several hosts stand with commas between them, as libpq has
 * them: postgres://user:password@one:5432,other:5432/database
 */
function addressesOf(url: string): string[] {
  const [, account = '', hosts = '', rest = ''] = /^(\w+:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/s.exec(url) ?? []
  return hosts.includes(',') ? hosts.split(',').map(host => `${account}${host}${rest}`) : [url]
}

/**
 * Connects to the server that takes writes; gives its own address too. One server alone is taken as it is. Rejects with
 * what the last one said when none of them will do. Whoever asked ends the client.
 */
export async function connectToPrimary(
  url: string,
  settings: Omit<ClientConfig, 'connectionString'>,
): Promise<{ readonly client: Client; readonly address: string }> {
  const addresses = addressesOf(url)
  let refusal: unknown
  for (const address of addresses) {
    const client = new Client({ ...settings, connectionString: address })
    // A server that goes away is told of by the query that meets it.
    client.on('error', () => undefined)
    try {
      await client.connect()
      if (addresses.length > 1) await refuseStandby(client)
      return { client, address }
    } catch (error) {
      refusal = error
      await client.end().catch(() => undefined)
    }
  }
  throw refusal
}

/** Connections to whichever server takes writes. */
export interface PrimaryPool {
  /** Rejects as `pg` does when none of the servers takes one. Whoever has one releases it. */
  connect(): Promise<PoolClient>
  /** One statement on any connection. */
  query(statement: QueryConfig, values?: unknown[]): Promise<QueryResult>
  end(): Promise<void>
}

/** Keeps up to `max` connections to the primary, and turns to the next server when the one it knew is gone. */
export function createPrimaryPool(
  url: string,
  settings: Omit<PoolConfig, 'connectionString'>,
  onConnect: (client: PoolClient) => void,
): PrimaryPool {
  const addresses = addressesOf(url)
  const verify = (client: PoolClient, done: (error?: Error) => void): void =>
    void refuseStandby(client).then(() => done(), done)
  const pools = addresses.map(address => {
    const pool = new Pool({
      ...settings,
      connectionString: address,
      ...(addresses.length > 1 && { verify }),
    } as PoolConfig)
    // A connection that ends while nobody uses it: another one is opened when it is needed.
    pool.on('error', () => undefined)
    pool.on('connect', onConnect)
    return pool
  })
  let known = 0

  async function connect(): Promise<PoolClient> {
    for (let tried = 1; ; tried += 1) {
      const asked = known
      try {
        return await (pools[asked] as Pool).connect()
      } catch (error) {
        if (!isConnectionLost(error)) throw error
        // Others may have found out before; then theirs is tried.
        if (known === asked) known = (known + 1) % pools.length
        if (tried >= pools.length) throw error
      }
    }
  }

  return {
    connect,
    query: async (statement, values) => {
      const client = await connect()
      try {
        const result = await client.query(statement, values)
        client.release()
        return result
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    end: async () => {
      await Promise.all(pools.map(pool => pool.end()))
    },
  }
}

/** What the server itself would say to the first write. */
const READ_ONLY = '25006'

async function refuseStandby(client: Client | PoolClient): Promise<void> {
  const { rows } = await client.query('select pg_is_in_recovery() as standby')
  if (rows[0]?.standby) throw Object.assign(new Error('this server is a standby'), { code: READ_ONLY })
}
