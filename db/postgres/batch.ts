import { setTimeout as pause } from 'node:timers/promises'
import { StoreError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { isCollision, isConnectionLost, translatePostgresError } from './faults.ts'
import { beginInLane } from './lane-lock.ts'
import type { Outcome, Turn } from './turn.ts'

/** Times a batch is run again after a collision or a lost connection. */
const RETRIES = 5
/** First pause between two attempts, milliseconds; doubles each time, and varies by half. */
const FIRST_PAUSE_MS = 40

const NEXT_TURN = 'release savepoint turn; savepoint turn'

export interface Connections {
  /** Lends a connection for one attempt; one that broke is thrown away afterwards. */
  lend<T>(use: (connection: Connection) => Promise<T>): Promise<T>
}

/**
 * Runs turns of one lane in one transaction, each undone by itself when it throws, and gives their outcomes once the
 * commit has returned. Rejects when the batch as a whole could not be kept: then nothing of it was, except after a
 * connection that was lost while committing (`io`), when nobody can say.
 *
 * Collisions and connections lost before the commit was sent leave no trace, so the turns are run again from the start.
 */
export async function runBatch(
  connections: Connections,
  lane: string,
  batch: readonly Turn[],
): Promise<Outcome[]> {
  return await againWhenLost(() => connections.lend(connection => runOnce(connection, lane, batch)))
}

/** Runs something that may be run again as often as it takes, within limits; rejects with a translated error. */
export async function againWhenLost<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const passing = !(error instanceof StoreError) && (isCollision(error) || isConnectionLost(error))
      if (!passing || attempt === RETRIES) throw translatePostgresError(error)
      await pause(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

async function runOnce(connection: Connection, lane: string, batch: readonly Turn[]): Promise<Outcome[]> {
  const { client } = connection
  const alone = batch.length === 1
  const outcomes: Outcome[] = []
  try {
    await beginInLane(client, lane, !alone)
    for (const turn of batch) {
      const last = outcomes.length === batch.length - 1
      const { outcome, broken } = await connection.settle(turn, last ? null : NEXT_TURN)
      if (broken && (isCollision(broken.error) || isConnectionLost(broken.error))) throw broken.error
      outcomes.push(outcome.ok ? outcome : { ok: false, error: translatePostgresError(outcome.error) })
      if (!outcome.ok && !alone) await client.query('rollback to savepoint turn')
    }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
  if (outcomes.some(({ ok }) => ok)) await commit(connection)
  else await client.query('rollback')
  return outcomes
}

/**
 * A commit that a synchronous standby has to confirm and that is called off while it waits (by a time limit, by an
 * operator) returns as if all were well, with a warning: it is kept here, and may be lost with this server.
 * https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION
 */
async function commit({ client }: Connection): Promise<void> {
  let warned = false
  const onNotice = (): void => {
    warned = true
  }
  client.on('notice', onNotice)
  try {
    await client.query('commit')
  } catch (error) {
    if (isConnectionLost(error))
      throw new StoreError(
        'io',
        'the connection to PostgreSQL was lost while committing: it may have been kept or not',
        error,
      )
    throw error
  } finally {
    client.off('notice', onNotice)
  }
  if (warned)
    throw new StoreError('io', 'committed, but the standby has not confirmed it: it may be kept or not')
}
