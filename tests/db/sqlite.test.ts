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
  it('writes with synchronous=FULL', async () => {
    const { dir, db } = await open()
    await db.transaction(keep('a'))
    const script = `const B=require('better-sqlite3');const d=new B(process.argv[1]);d.pragma('synchronous=FULL');d.exec('create table t(x);insert into t values(1)');process.stdout.write(String(d.pragma('synchronous',{simple:true})))`
    const probe = spawnSync(process.execPath, ['-e', script, join(dir, 'probe.sqlite')], { encoding: 'utf8' })
    expect(probe.stdout).toBe('2')
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
})
