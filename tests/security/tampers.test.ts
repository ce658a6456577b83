import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openSqliteReadOnly } from '../../db/sqlite-read-only.ts'
import type { JournalRow } from '../../db/stores/journal.ts'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { linkOf } from '../../src/app/journal/keep-journal.ts'
import { departures, headsOf } from '../../src/app/journal/kept-heads.ts'
import { createMember } from '../support/people.ts'
import { openScene } from '../support/scene.ts'

/*
 * Somebody who can write the database and reads our source (bar 12): a change, a deletion, a swap, an entry put in, the
 * end cut off, the whole chain linked anew, in journal and audit log. All of it shows, given the heads that were kept
 * elsewhere. XUNCHA_TAMPERS=1000 tries as many.
 */

const TAMPERS = Number(process.env.XUNCHA_TAMPERS ?? 60)
type Row = Record<string, string | number | null>
const CHANGED = {
  journal: ['payload', 'actor_id', 'acting_role', 'event', 'to_state', 'at'],
  audit_log: ['details', 'actor_id', 'action', 'object', 'at'],
} as const
type Table = keyof typeof CHANGED
const HOWS = ['change', 'delete', 'swap', 'put in', 'cut off', 'link anew'] as const

function tamper(
  db: BetterSqlite3.Database,
  communityId: string,
  how: (typeof HOWS)[number],
  table: Table,
  pick: number,
): void {
  for (const { name } of db
    .prepare<[], { name: string }>("select name from sqlite_master where type = 'trigger'")
    .all())
    db.exec(`drop trigger "${name}"`)
  const rows = db
    .prepare<[string], Row>(`select * from ${table} where community_id = ? order by seq`)
    .all(communityId)
  const one = rows[pick % rows.length] as Row
  const set = (row: Row, column: string, value: unknown): void => {
    db.prepare(`update ${table} set ${column} = ? where community_id = ? and seq = ?`).run(
      value,
      communityId,
      row.seq,
    )
  }
  const column = CHANGED[table][pick % CHANGED[table].length] as string
  const other = (value: Row[string] | undefined) =>
    typeof value === 'number' ? value + 1 : `${value ?? ''}改`
  if (how === 'change') set(one, column, other(one[column]))
  if (how === 'delete')
    db.prepare(`delete from ${table} where community_id = ? and seq = ?`).run(communityId, one.seq)
  if (how === 'swap') {
    const next = rows[(pick + 1) % rows.length] as Row
    const content = table === 'journal' ? 'payload' : 'details'
    if (one[content] === next[content]) set(one, content, other(one[content]))
    else {
      set(one, content, next[content])
      set(next, content, one[content])
    }
  }
  if (how === 'put in') {
    const last = rows.at(-1) as Row
    const columns = Object.keys(one)
    const extra = {
      ...one,
      seq: Number(last.seq) + 1,
      prev_hash: last.hash,
      ...(table === 'journal' ? { version: 99 } : {}),
    }
    db.prepare(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    ).run(...columns.map(name => extra[name as keyof typeof extra]))
    const head = table === 'journal' ? 'seq' : 'audit_seq'
    db.prepare(`update chain_heads set ${head} = ${head} + 1 where community_id = ?`).run(communityId)
  }
  if (how === 'cut off') {
    const from = rows[Math.max(1, pick % rows.length)] as Row
    const before = rows[rows.indexOf(from) - 1] as Row
    db.prepare(`delete from ${table} where community_id = ? and seq >= ?`).run(communityId, from.seq)
    const [seq, hash] = table === 'journal' ? ['seq', 'hash'] : ['audit_seq', 'audit_hash']
    db.prepare(`update chain_heads set ${seq} = ?, ${hash} = ? where community_id = ?`).run(
      before.seq,
      before.hash,
      communityId,
    )
  }
  if (how === 'link anew') {
    // The journal with all its hashes right again; the audit log, whose hash is not ours to make, by its last entry.
    set(one, column, other(one[column]))
    if (table === 'journal') {
      let prev = ''
      for (const row of db
        .prepare<[string], Row>('select * from journal where community_id = ? order by seq')
        .all(communityId)) {
        const camel = Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
            value,
          ]),
        )
        const hash = linkOf({ ...camel, prevHash: prev } as unknown as JournalRow)
        db.prepare('update journal set hash = ?, prev_hash = ? where community_id = ? and seq = ?').run(
          hash,
          prev,
          communityId,
          row.seq,
        )
        prev = hash
      }
      db.prepare('update chain_heads set hash = ? where community_id = ?').run(prev, communityId)
    }
  }
}

it(`${TAMPERS} tampers all show`, async () => {
  const scene = await openScene()
  const { community, deps, people } = scene
  for (let n = 0; n < 4; n += 1) {
    const { id } = await scene.report(people.patroller, { description: `第${n + 1}处` })
    await scene.happen(people.manager, id, { type: 'receive' })
    const member = {
      login: `xin${n}`,
      name: '新人',
      password: 'Xun-cha-2025!',
      affiliation: 'resident',
      roles: [],
    }
    const made = await scene.call(people.admin, 'POST', '/members', member)
    expect(made.statusCode).toBe(201)
  }
  await createMember(deps, community.id)
  const kept = headsOf(community.id, await checkIntegrity(deps.db.read, community.id))
  expect(kept.seq).toBeGreaterThan(10)
  expect(kept.auditSeq).toBeGreaterThan(3)
  const whole = new BetterSqlite3(join(deps.directory, 'xuncha.sqlite'))
  whole.pragma('wal_checkpoint(TRUNCATE)')
  whole.close()

  let alone = 0
  const shows = async (how: (typeof HOWS)[number] | null, table: Table, pick: number): Promise<boolean> => {
    const directory = mkdtempSync(join(tmpdir(), 'xuncha-tamper-'))
    try {
      copyFileSync(join(deps.directory, 'xuncha.sqlite'), join(directory, 'xuncha.sqlite'))
      const db = new BetterSqlite3(join(directory, 'xuncha.sqlite'))
      if (how) tamper(db, community.id, how, table, pick)
      db.close()
      const looking = openSqliteReadOnly({ directory })
      const { ok } = await checkIntegrity(looking.read, community.id)
      const gone = await departures(looking.read, kept)
      await looking.close()
      if (!ok) alone += 1
      return !ok || gone.length > 0
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }
  // The copy as it is shows nothing, or the rest would prove nothing.
  expect(await shows(null, 'journal', 0)).toBe(false)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...HOWS),
      fc.constantFrom<Table>('journal', 'audit_log'),
      fc.nat({ max: 10_000 }),
      (how, table, pick) => shows(how, table, pick),
    ),
    { numRuns: TAMPERS },
  )
  process.stdout.write(
    `bar 12: ${TAMPERS} tampers, all found; ${TAMPERS - alone} of them by the kept heads alone\n`,
  )
})
