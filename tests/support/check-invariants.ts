import { createHash } from 'node:crypto'
import { openStored, type Stored } from './stored.ts'

/** What somebody was told is done: this record has come at least as far as this version. */
export interface Acknowledged {
  readonly id: string
  readonly version: number
}

/**
 * Reads a database without the product's own code and names whatever cannot be true of it; an empty list is a sound one.
 * The place is a directory, whose file nobody may have open, or a postgres:// address.
 *
 * - what was acknowledged is there, and each record's journal has every version from 1 on, once;
 * - both chains lead without a gap from the first entry to the head, each hash being SHA-256 over its row;
 * - timers, notices, inbox and ladders belong to records that exist, at a version they have reached;
 * - the day's figure counts each finding once; the database finds its files whole and its references met.
 */
export async function checkInvariants(
  place: string,
  acknowledged: Iterable<Acknowledged> = [],
): Promise<string[]> {
  const db = await openStored(place)
  try {
    const wrong = await missing(db, acknowledged)
    for (const { wrong: what, sql } of RULES) {
      const count = (await db.ask(sql)).length
      if (count > 0) wrong.push(`${what}: ${count}`)
    }
    return [...wrong, ...(await brokenLinks(db)), ...(await db.damage())]
  } finally {
    await db.close()
  }
}

const RECORDS = 'select id, version from findings union all select id, version from patrols'

const RULES: readonly { readonly wrong: string; readonly sql: string }[] = [
  {
    wrong: 'records whose journal does not have each version once',
    sql: `select r.id from (${RECORDS}) r left join journal j on j.record_id = r.id
      group by r.id, r.version having count(j.seq) <> r.version or min(j.version) <> 1 or max(j.version) <> r.version`,
  },
  {
    wrong: 'journal entries of a record that is not there',
    sql: `select 1 from journal where record_type in ('finding', 'patrol') and record_id not in (select id from (${RECORDS}) as records)`,
  },
  {
    wrong: 'snapshots in another state than their last entry',
    sql: `select 1 from findings f join journal j on j.record_id = f.id and j.version = f.version where j.to_state <> f.state || ' ' || f.clock || ' ' || f.stage_clock`,
  },
  ...['timers', 'outbox', 'inbox', 'ladders', 'deliveries'].map(table => ({
    wrong: `${table} of a record that is not there`,
    sql: `select 1 from ${table} where record_type in ('finding', 'patrol') and record_id not in (select id from (${RECORDS}) as records)`,
  })),
  {
    wrong: 'timers ahead of their record',
    sql: `select 1 from timers t join (${RECORDS}) r on r.id = t.record_id where t.token > r.version`,
  },
  {
    wrong: 'notices ahead of their record',
    sql: `select 1 from outbox o join (${RECORDS}) r on r.id = o.record_id where o.version > r.version`,
  },
  {
    wrong: 'deliveries of a notice that is not there',
    sql: 'select 1 from deliveries where notice_id not in (select id from outbox)',
  },
  {
    wrong: 'communities whose figure does not count each finding once',
    sql: `select 1 from communities c where
      (select coalesce(sum(e_found), 0) from rollups where scope_id = c.root_place_id) <>
      (select count(*) from findings f where f.community_id = c.id and f.state not in ('rejected', 'merged', 'void'))`,
  },
]

async function missing(db: Stored, acknowledged: Iterable<Acknowledged>): Promise<string[]> {
  const kept = new Map((await db.ask(RECORDS)) as [string, number][])
  const entries = new Set((await db.ask('select record_id, version from journal')).map(row => row.join(' ')))
  return [...acknowledged].flatMap(({ id, version }) => {
    const reached = kept.get(id)
    if (reached === undefined) return [`acknowledged and gone: ${id}`]
    if (reached < version || !entries.has(`${id} ${version}`))
      return [`acknowledged at version ${version} and kept at ${reached}: ${id}`]
    return []
  })
}

const CHAINS = [
  {
    table: 'journal',
    seq: 'seq',
    hash: 'hash',
    fields:
      'prev_hash, community_id, seq, record_type, record_id, version, at, actor_id, acting_role, event, from_state, to_state, payload, machine_version, caused_by',
  },
  {
    table: 'audit_log',
    seq: 'audit_seq',
    hash: 'audit_hash',
    fields: 'prev_hash, community_id, seq, at, actor_id, action, object, details, request_id',
  },
] as const

async function brokenLinks(db: Stored): Promise<string[]> {
  const wrong: string[] = []
  for (const { table, seq, hash, fields } of CHAINS) {
    const heads = await db.ask(`select community_id, ${seq}, ${hash} from chain_heads`)
    for (const [community, headSeq, headHash] of heads as [string, number, string][]) {
      const entries = `select hash, ${fields} from ${table} where community_id = ? order by seq`
      const rows = await db.ask(entries, community)
      let before: unknown = ''
      rows.forEach(([link, ...row], n) => {
        const whole = createHash('sha256').update(JSON.stringify(row)).digest('base64url')
        if (link !== whole || row[0] !== before || row[2] !== n + 1)
          wrong.push(`${table}: entry ${n + 1} does not follow from the one before`)
        before = link
      })
      if (rows.length !== headSeq || before !== headHash)
        wrong.push(`${table}: ${rows.length} entries, the head says ${headSeq}`)
    }
  }
  return wrong
}
