import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Database, Writer } from '../../db/database.ts'
import { type StoreError, storeErrorIn } from '../../db/errors.ts'
import { afterThis } from '../support/house.ts'
import { houseDatabase } from '../support/house-database.ts'

/* What the port promises, on whichever database the run is about. */

async function open(turnsPerCommit?: number): Promise<{ db: Database }> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-db-'))
  const house = await houseDatabase(directory)
  const db = await house.open({ turnsPerCommit })
  afterThis(async () => {
    await db.close()
    await house.drop()
    await rm(directory, { recursive: true, force: true })
  })
  return { db }
}

const keep =
  (id: string, state = '楼道堆物') =>
  (tx: Writer) =>
    tx.answers.keepClientId({ communityId: '长浜', kind: 'finding', id, fingerprint: state })
const found = (db: Database, id: string) =>
  db.read.answers.findClientId({ communityId: '长浜', kind: 'finding', id })

describe('a database', () => {
  it('keeps what a turn wrote, and shows it to readers once the turn is answered', async () => {
    const { db } = await open()
    await db.transaction(keep('a'))
    expect((await found(db, 'a'))?.fingerprint).toBe('楼道堆物')
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
    const refused = await keep('stray')(stolen as Writer).catch((error: unknown) => error)
    expect(storeErrorIn(refused)?.fault).toBe('late')
    expect(await found(db, 'stray')).toBeNull()
  })

  it('refuses what a turn has set going and not waited for, when the next turn is already there', async () => {
    const { db } = await open()
    const stray: unknown[] = []
    const careless = db.transaction(async tx => {
      const forgotten = async (): Promise<void> => {
        for (let n = 0; n < 50; n += 1) await null
        await keep('stray')(tx)
      }
      forgotten().catch((error: unknown) => stray.push(storeErrorIn(error)?.fault))
    })
    await Promise.all([careless, db.transaction(keep('next'))])
    expect(stray).toEqual(['late'])
    expect(await found(db, 'stray')).toBeNull()
    expect(await found(db, 'next')).not.toBeNull()
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

  it('ends the turns under way before it closes, and refuses later ones', async () => {
    const { db } = await open()
    const last = db.transaction(keep('last'))
    await db.close()
    await expect(last).resolves.toBeUndefined()
    await expect(db.transaction(keep('too late'))).rejects.toMatchObject({ fault: 'closed' })
  })

  it('never lets two turns of one community overlap: what one has read stays true until it has written', async () => {
    const { db } = await open(4)
    const increase = (subject: string) => async (tx: Writer) => {
      const known = await tx.people.failuresOf(subject)
      await tx.people.putFailures(subject, 1, (known?.count ?? 0) + 1)
    }
    const lanes = ['长浜', '双桥', null]
    await Promise.all(
      Array.from({ length: 40 }).flatMap(() =>
        lanes.map(lane => db.transaction(increase(`lane ${lane}`), lane)),
      ),
    )
    for (const lane of lanes)
      expect(await db.read.people.failuresOf(`lane ${lane}`)).toMatchObject({ count: 40 })
  })

  it('lets a turn of the installation enter a community by its chain head, before its first entry too', async () => {
    const { db } = await open()
    const head = { communityId: '长浜', hash: '', auditSeq: 0, auditHash: '', numberYear: 0, numberCount: 0 }
    const append = async (tx: Writer): Promise<void> => {
      const seq = (await tx.journal.head('长浜'))?.seq ?? 0
      await tx.journal.moveHead({ ...head, seq: seq + 1 })
    }
    await Promise.all(
      Array.from({ length: 20 }).flatMap(() => [db.transaction(append), db.transaction(append, '长浜')]),
    )
    expect((await db.read.journal.head('长浜'))?.seq).toBe(40)
  })

  it('sorts and compares texts by their bytes', async () => {
    const { db } = await open()
    const names = ['b', 'B', 'a', '长', 'ä', '/1/', '/10/', '/1-/', 'é', '😀', '\uffee']
    const community = (name: string) => ({
      id: name,
      name,
      code: name,
      town: null,
      timeZone: 'Asia/Shanghai',
      rootPlaceId: '',
      policy: '',
      calendar: '',
      active: true,
      version: 1,
    })
    for (const name of names) await db.transaction(tx => tx.setup.insertCommunity(community(name)))
    const bytes = (text: string): Buffer => Buffer.from(text)
    const sorted = [...names].sort((a, b) => Buffer.compare(bytes(a), bytes(b)))
    const listed = await db.read.setup.listCommunities('', 50)
    expect(listed.map(({ id }) => id)).toEqual(sorted)
    const behind = await db.read.setup.listCommunities('a', 50)
    expect(behind.map(({ id }) => id)).toEqual(sorted.slice(sorted.indexOf('a') + 1))
    expect(listed[0]).toMatchObject({ town: null, active: true, version: 1 })
  })

  it('can be asked whether it works, and says so when it is closed', async () => {
    const { db } = await open()
    await expect(db.probe()).resolves.toBeUndefined()
    await db.close()
    await expect(db.probe()).rejects.toThrow()
  })
})
