import { describe, expect, it } from 'vitest'
import { recordAudit, verifyAudit } from '../../src/app/journal/audit-log.ts'
import { falsify } from '../support/falsify.ts'
import { openHouse, type TestDeps } from '../support/house.ts'

const COMMUNITY = 'c1'

async function writeLog(deps: TestDeps, entries: number, communityId = COMMUNITY): Promise<void> {
  for (let n = 1; n <= entries; n += 1)
    await deps.db.transaction(tx =>
      recordAudit(tx, {
        communityId,
        at: deps.clock.now() + n,
        actorId: 'm1',
        action: 'member.changed',
        object: `member:m${n}`,
        details: { fields: ['name'] },
        requestId: n % 2 ? `r${n}` : null,
      }),
    )
}

describe('the audit log', () => {
  it('is whole when nobody touched it, and knows its length and head', async () => {
    const deps = await openHouse()
    await writeLog(deps, 5)
    const head = await deps.db.read.journal.head(COMMUNITY)
    expect(await verifyAudit(deps.db.read, COMMUNITY)).toEqual({
      ok: true,
      entries: 5,
      head: head?.auditHash,
    })
  })

  it('is whole before the first entry', async () => {
    const deps = await openHouse()
    expect(await verifyAudit(deps.db.read, COMMUNITY)).toEqual({ ok: true, entries: 0, head: '' })
  })

  it('is whole over several pages of entries', async () => {
    const deps = await openHouse()
    await writeLog(deps, 450)
    expect(await verifyAudit(deps.db.read, COMMUNITY)).toMatchObject({ ok: true, entries: 450 })
  })

  it('leaves the chain of the findings where it is', async () => {
    const deps = await openHouse()
    const head = { seq: 7, hash: 'h7', auditSeq: 0, auditHash: '', numberYear: 2025, numberCount: 7 }
    await deps.db.transaction(tx => tx.journal.moveHead({ communityId: COMMUNITY, ...head }))
    await writeLog(deps, 1)
    const { auditSeq: _, auditHash: __, ...findings } = head
    expect(await deps.db.read.journal.head(COMMUNITY)).toMatchObject({ ...findings, auditSeq: 1 })
  })

  it('is one chain a community', async () => {
    const deps = await openHouse()
    await writeLog(deps, 3)
    await writeLog(deps, 2, 'c2')
    await falsify(deps, `update audit_log set actor_id = 'm9' where community_id = 'c2' and seq = 1`)
    expect(await verifyAudit(deps.db.read, COMMUNITY)).toMatchObject({ ok: true, entries: 3 })
    expect(await verifyAudit(deps.db.read, 'c2')).toMatchObject({ ok: false })
  })

  const columns = {
    at: '1',
    actor_id: `'m9'`,
    action: `'member.created'`,
    object: `'member:m9'`,
    details: `'{}'`,
    request_id: `'r9'`,
    hash: `'x'`,
    prev_hash: `'x'`,
  }
  for (const [column, value] of Object.entries(columns))
    for (const seq of [1, 3, 5])
      it(`shows that ${column} of entry ${seq} was changed`, async () => {
        const deps = await openHouse()
        await writeLog(deps, 5)
        await falsify(deps, `update audit_log set ${column} = ${value} where seq = ${seq}`)
        expect((await verifyAudit(deps.db.read, COMMUNITY)).ok).toBe(false)
      })

  const blows: [title: string, sql: string][] = [
    ['the first entry was taken out', 'delete from audit_log where seq = 1'],
    ['an entry in the middle was taken out', 'delete from audit_log where seq = 3'],
    ['the last entry was taken out', 'delete from audit_log where seq = 5'],
    ['everything was taken out', 'delete from audit_log'],
    [
      'an entry was taken out and the others moved up',
      // PostgreSQL asks for unique numbers row by row, in the order in which it comes upon the rows.
      'delete from audit_log where seq = 3; update audit_log set seq = seq + 1000 where seq > 3; update audit_log set seq = seq - 1001 where seq > 1000',
    ],
    [
      'two entries changed places',
      'update audit_log set seq = 99 where seq = 2; update audit_log set seq = 2 where seq = 3; update audit_log set seq = 3 where seq = 99',
    ],
    [
      'an entry was put before the first',
      `insert into audit_log select community_id, -4, at, actor_id, action, object, details, request_id, hash, prev_hash from audit_log where seq = 1`,
    ],
    [
      'an entry was put behind the last',
      `insert into audit_log select community_id, 6, at, actor_id, action, object, details, request_id, hash, prev_hash from audit_log where seq = 5`,
    ],
    ['the head was set back', 'update chain_heads set audit_seq = 4'],
    ['the head was taken out', 'delete from chain_heads'],
  ]
  it.each(blows)('shows that %s', async (_title, sql) => {
    const deps = await openHouse()
    await writeLog(deps, 5)
    await falsify(deps, sql)
    expect((await verifyAudit(deps.db.read, COMMUNITY)).ok).toBe(false)
  })
})
