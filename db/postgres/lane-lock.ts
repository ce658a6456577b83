import { escapeLiteral, type PoolClient, type QueryResult } from 'pg'
import type { ChainHead } from '../stores/journal.ts'

/*
 * A lane is held by locking its chain head's row. Before a lane's first entry there is no row to lock: then a lock on
 * the lane's name stands in for it, and the row is looked for once more, because somebody else may have made it.
 */

/** Any number, as long as nothing else on this server uses it for locks of its own. */
const LANES = 0x78_63_6c_6e
const COLUMNS = `community_id as "communityId", seq::float8 as seq, hash, audit_seq::float8 as "auditSeq",
  audit_hash as "auditHash", number_year::float8 as "numberYear", number_count::float8 as "numberCount"`

const lockRow = {
  name: 'lock_chain_head',
  text: `select ${COLUMNS} from chain_heads where community_id = $1 for update`,
}
const lockName = {
  name: 'lock_lane',
  text: `select pg_advisory_xact_lock(${LANES}, hashtext($1))`,
}

type Query = (statement: { name: string; text: string }, values: unknown[]) => Promise<QueryResult<ChainHead>>

/** Locks a community's chain head for the rest of the transaction and gives it as it then stands. */
export async function lockChainHead(query: Query, lane: string): Promise<ChainHead | null> {
  const { rows } = await query(lockRow, [lane])
  if (rows[0]) return rows[0]
  await query(lockName, [lane])
  return (await query(lockRow, [lane])).rows[0] ?? null
}

/** Begins a transaction that holds a lane, in one round trip when the lane has a row already. */
export async function beginInLane(client: PoolClient, lane: string, savepoint: boolean): Promise<void> {
  const locked = `select 1 from chain_heads where community_id = ${escapeLiteral(lane)} for update`
  // Several statements in one text are answered by a list of results.
  const answer = (await client.query(
    `begin isolation level read committed; ${locked}${savepoint ? '; savepoint turn' : ''}`,
  )) as unknown as QueryResult[]
  if (answer[1]?.rowCount === 0)
    await lockChainHead((statement, values) => client.query(statement, values), lane)
}
