import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Database, Writer } from '../../db/database.ts'
import type { StoreError } from '../../db/errors.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { afterThis } from '../support/house.ts'

const migrations = new URL('../../db/migrations/sqlite', import.meta.url).pathname

async function directory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'xuncha-db-'))
  afterThis(() => rm(dir, { recursive: true, force: true }))
  return dir
}

async function open(turnsPerCommit?: number): Promise<{ db: Database; dir: string }> {
  const dir = await directory()
  const db = openSqlite({ directory: dir, migrations, turnsPerCommit })
  afterThis(() => db.close())
  return { db, dir }
}

const keep =
  (id: string, state = '楼道堆物') =>
  (tx: Writer) =>
    tx.answers.keepClientId({ communityId: '长浜', kind: 'finding', id, fingerprint: state })
const found = (db: Database, id: string) =>
  db.read.answers.findClientId({ communityId: '长浜', kind: 'finding', id })

describe('the embedded database', () => {
  it('keeps what a turn wrote, and shows it to readers once the turn is answered', async () => {
    const { db } = await open()
    await db.transaction(keep('a'))
    expect((await found(db, 'a'))?.fingerprint).toBe('楼道堆物')
  })

  it('writes with synchronous=FULL', async () => {
    const { dir, db } = await open()
    await db.transaction(keep('a'))
    const script = `const B=require('better-sqlite3');const d=new B(process.argv[1]);d.pragma('synchronous=FULL');d.exec('create table t(x);insert into t values(1)');process.stdout.write(String(d.pragma('synchronous',{simple:true})))`
    const probe = spawnSync(process.execPath, ['-e', script, join(dir, 'probe.sqlite')], { encoding: 'utf8' })
    expect(probe.stdout).toBe('2')
  })

  it('lets turns that arrive together share commits', async () => {
    const { db } = await open(32)
    await Promise.all(Array.from({ length: 96 }, (_, n) => db.transaction(keep(`p-${n}`))))
    expect(db.tally.turns).toBe(96)
    expect(db.tally.commits).toBe(3)
  })

  it('undoes a failed turn and keeps its neighbours in the same commit', async () => {
    const { db } = await open()
    const outcomes = await Promise.allSettled([
      db.transaction(keep('before')),
      db.transaction(async tx => {
        await keep('half')(tx)
        throw new Error('处置单位不存在')
      }),
      db.transaction(keep('after')),
    ])
    expect(outcomes.map(o => o.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await found(db, 'half')).toBeNull()
    expect(await found(db, 'before')).not.toBeNull()
    expect(await found(db, 'after')).not.toBeNull()
    expect(db.tally.commits).toBe(1)
  })

  it('shows a turn what turns before it in the same commit have written', async () => {
    const { db } = await open()
    const [, seen] = await Promise.all([
      db.transaction(keep('first')),
      db.transaction(tx => tx.answers.findClientId({ communityId: '长浜', kind: 'finding', id: 'first' })),
    ])
    expect(seen).not.toBeNull()
  })

  it('throws out a turn that waits for anything but its queries, and keeps the others', async () => {
    const { db } = await open()
    let wake: () => void = () => undefined
    const outside = new Promise<void>(resolve => (wake = resolve))
    const slow = db.transaction(async tx => {
      await keep('slow')(tx)
      await outside
      await keep('slower')(tx)
    })
    const [late, other] = await Promise.allSettled([slow, db.transaction(keep('quick'))])
    wake()
    expect(late.status === 'rejected' && (late.reason as StoreError).fault).toBe('late')
    expect(other.status).toBe('fulfilled')
    await db.transaction(keep('next'))
    expect(await found(db, 'slow')).toBeNull()
    expect(await found(db, 'slower')).toBeNull()
  })

  it('refuses the queries of a turn that has ended, inside somebody else’s turn too', async () => {
    const { db } = await open()
    let stolen: Writer | undefined
    await db.transaction(async tx => {
      stolen = tx
    })
    await expect(keep('stray')(stolen as Writer)).rejects.toThrow('outside the turn')
    expect(await found(db, 'stray')).toBeNull()
  })

  it('refuses a transaction inside a transaction, and neither leaves a trace', async () => {
    const { db } = await open()
    const nested = db.transaction(async tx => {
      await keep('outer')(tx)
      await db.transaction(keep('inner'))
    })
    await expect(nested).rejects.toMatchObject({ fault: 'late' })
    await db.transaction(keep('later'))
    expect(await found(db, 'outer')).toBeNull()
    expect(await found(db, 'inner')).toBeNull()
  })

  it('tells a key that exists already as a conflict', async () => {
    const { db } = await open()
    await db.transaction(keep('twice'))
    await expect(db.transaction(keep('twice'))).rejects.toMatchObject({ fault: 'conflict' })
  })

  it('refuses a second writer of the same directory with words that help', async () => {
    const { dir } = await open()
    expect(() => openSqlite({ directory: dir, migrations })).toThrow(/另一个进程正在使用.*DATA_DIR/s)
  })

  it('refuses a whole commit when the file cannot be written, and goes on when it can again', async () => {
    const { db, dir } = await open()
    const other = new BetterSqlite3(join(dir, 'xuncha.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    const refused = await Promise.allSettled([db.transaction(keep('x')), db.transaction(keep('y'))])
    other.exec('ROLLBACK')
    other.close()
    expect(refused.map(r => r.status === 'rejected' && (r.reason as StoreError).fault)).toEqual([
      'busy',
      'busy',
    ])
    await db.transaction(keep('z'))
    expect(await found(db, 'x')).toBeNull()
    expect(await found(db, 'z')).not.toBeNull()
  })

  it('ends the turns under way before it closes, and refuses later ones', async () => {
    const { db } = await open()
    const last = db.transaction(keep('last'))
    await db.close()
    await expect(last).resolves.toBeUndefined()
    await expect(db.transaction(keep('too late'))).rejects.toMatchObject({ fault: 'closed' })
  })
})
