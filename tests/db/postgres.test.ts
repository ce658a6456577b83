import { describe, expect, inject, it } from 'vitest'
import type { Database, Writer } from '../../db/database.ts'
import { openPostgres } from '../../db/postgres.ts'
import { restorePostgres } from '../../db/postgres-inspection.ts'
import { freePort } from '../services/free-port.ts'
import { beginHouses, giveHouseBack, onDatabase, PG_MIGRATIONS, takeHouse } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { startCutProxy } from '../support/cut-proxy.ts'
import { afterThis } from '../support/house.ts'

async function emptyDatabase(): Promise<string> {
  const list = inject('houses')
  const url = await takeHouse(list)
  afterThis(() => giveHouseBack(list, url))
  return url
}

async function open(url: string, connections = 5): Promise<Database> {
  const db = await openPostgres({ url, migrations: PG_MIGRATIONS, connections })
  afterThis(() => db.close())
  return db
}

const increase =
  (subject: string) =>
  async (tx: Writer): Promise<number> => {
    const count = ((await tx.people.failuresOf(subject))?.count ?? 0) + 1
    await tx.people.putFailures(subject, 1, count)
    return count
  }
const countOf = async (db: Database, subject: string): Promise<number> =>
  (await db.read.people.failuresOf(subject))?.count ?? 0

/** Asks the database again and again until something outside has happened: a turn may wait for queries only. */
async function until(tx: Writer, happened: () => boolean): Promise<void> {
  while (!happened()) await tx.people.failuresOf('nobody')
}

describe('a PostgreSQL database', () => {
  it('is told in words to be out of reach, when a backup is to be restored into it', async () => {
    const url = `postgres://postgres@127.0.0.1:${await freePort()}/postgres`
    const restoring = restorePostgres({ url, file: 'backup.dump' })
    await expect(restoring).rejects.toThrow(/连不上 PostgreSQL.*cannot be reached/)
  })

  it('runs the lanes of two communities beside one another', async () => {
    const db = await open(await emptyDatabase())
    const begun = new Set<string>()
    const meet = (own: string, other: string) => async (tx: Writer) => {
      begun.add(own)
      await until(tx, () => begun.has(other))
      return 'met'
    }
    const met = await Promise.all([
      db.transaction(meet('长浜', '双桥'), '长浜'),
      db.transaction(meet('双桥', '长浜'), '双桥'),
    ])
    expect(met).toEqual(['met', 'met'])
  })

  it('keeps turns of one community apart in several processes, before its first journal entry and after', async () => {
    const url = await emptyDatabase()
    const processes = [await open(url), await open(url), await open(url)]
    const round = () =>
      Promise.all(
        Array.from({ length: 20 }).flatMap(() =>
          processes.map(db => db.transaction(increase('长浜'), '长浜')),
        ),
      )
    await round()
    const head = { seq: 1, hash: 'h', auditSeq: 0, auditHash: '', numberYear: 2025, numberCount: 1 }
    await processes[0]!.transaction(tx => tx.journal.moveHead({ communityId: '长浜', ...head }), '长浜')
    await round()
    expect(await countOf(processes[0]!, '长浜')).toBe(120)
    expect(processes.map(db => db.tally.turns)).toEqual([41, 40, 40])
  })

  it('refuses a turn of whose writes one failed, with the error of that one, whatever came after it, and keeps its neighbours', async () => {
    const db = await open(await emptyDatabase())
    const keep = (tx: Writer, id: string): Promise<void> =>
      tx.answers.keepClientId({ communityId: '长浜', kind: 'finding', id, fingerprint: '' })
    await db.transaction(tx => keep(tx, '楼道'), '长浜')
    const own = new Error('处置单位不存在')
    const careless = [
      // Goes on as if nothing were wrong, and ends well as far as it knows.
      async (tx: Writer) => await keep(tx, '楼道'),
      async (tx: Writer) => {
        await keep(tx, '楼道')
        await increase('长浜')(tx)
      },
      async (tx: Writer) => {
        await keep(tx, '楼道')
        await increase('长浜')(tx).catch(() => undefined)
      },
      async (tx: Writer) => {
        await keep(tx, '楼道').catch(() => undefined)
        throw own
      },
    ]
    const commits = db.tally.commits
    const outcomes = await Promise.allSettled(
      careless.flatMap((work, n) => [
        db.transaction(work, '长浜'),
        db.transaction(tx => keep(tx, `邻居 ${n}`), '长浜'),
      ]),
    )
    const told = outcomes.map(outcome => (outcome.status === 'rejected' ? outcome.reason.fault : 'kept'))
    expect(told).toEqual(careless.flatMap(() => ['conflict', 'kept']))
    // The neighbours share one; each of the others was tried once more, and left nothing to commit.
    expect(db.tally.commits - commits).toBe(1)
    expect(await countOf(db, '长浜')).toBe(0)
    for (const n of careless.keys())
      expect(
        await db.read.answers.findClientId({ communityId: '长浜', kind: 'finding', id: `邻居 ${n}` }),
      ).not.toBeNull()
  })

  it('refuses the whole of a long turn when one of its many writes fails', async () => {
    const db = await open(await emptyDatabase())
    const keep = (tx: Writer, id: string): Promise<void> =>
      tx.answers.keepClientId({ communityId: '长浜', kind: 'finding', id, fingerprint: '' })
    await db.transaction(tx => keep(tx, '隐患 700'), '长浜')
    const long = async (tx: Writer): Promise<void> => {
      for (let n = 0; n < 1_000; n += 1) await keep(tx, `隐患 ${n}`)
    }
    await expect(db.transaction(long, '长浜')).rejects.toMatchObject({ fault: 'conflict' })
    const known = (id: string) => db.read.answers.findClientId({ communityId: '长浜', kind: 'finding', id })
    expect(await known('隐患 0')).toBeNull()
    expect(await known('隐患 999')).toBeNull()
    expect(await known('隐患 700')).not.toBeNull()
  })

  it('runs both turns of a deadlock to their end', async () => {
    const db = await open(await emptyDatabase())
    const holding = new Set<string>()
    let runs = 0
    const both = (first: string, second: string) => async (tx: Writer) => {
      runs += 1
      await increase(first)(tx)
      // A write is not waited for; what is read behind it has it.
      await tx.people.failuresOf(first)
      holding.add(first)
      await until(tx, () => holding.has(second))
      await increase(second)(tx)
    }
    await db.transaction(async tx => {
      await tx.people.putFailures('甲', 1, 0)
      await tx.people.putFailures('乙', 1, 0)
    })
    await Promise.all([db.transaction(both('甲', '乙'), '长浜'), db.transaction(both('乙', '甲'), '双桥')])
    expect(runs).toBe(3)
    expect([await countOf(db, '甲'), await countOf(db, '乙')]).toEqual([2, 2])
  })

  it('runs a turn once more when somebody in another lane took its key a moment earlier', async () => {
    const db = await open(await emptyDatabase())
    const key = { communityId: '', kind: 'login', id: 'zhao' }
    let looking = 0
    let written = false
    const claim = async (tx: Writer): Promise<string> => {
      const known = await tx.answers.findClientId(key)
      if (known) return 'taken'
      looking += 1
      await until(tx, () => looking >= 2)
      await tx.answers.keepClientId({ ...key, fingerprint: '' })
      written = true
      return 'new'
    }
    const outcomes = await Promise.all([db.transaction(claim, '长浜'), db.transaction(claim, '双桥')])
    expect(written).toBe(true)
    expect(outcomes.sort()).toEqual(['new', 'taken'])
  })

  it.each([
    ['had arrived', true, 1],
    ['was on its way', false, 0],
  ])('does not guess when the connection is lost while the commit %s', async (_, arrives, kept) => {
    const url = await emptyDatabase()
    const direct = await open(url)
    const proxy = await startCutProxy(Number(new URL(url).port))
    afterThis(proxy.close)
    const through = new URL(url)
    through.port = String(proxy.port)
    const db = await open(through.href)
    let runs = 0
    proxy.cutAt('commit\0', arrives)
    const unsure = db.transaction(async tx => {
      runs += 1
      await increase('长浜')(tx)
    }, '长浜')
    await expect(unsure).rejects.toMatchObject({ fault: 'io' })
    expect(runs).toBe(1)
    // Waits in the same lane, so it comes after whatever became of the commit.
    const count = await direct.transaction(
      async tx => (await tx.people.failuresOf('长浜'))?.count ?? 0,
      '长浜',
    )
    expect(count).toBe(kept)
    expect(await db.transaction(increase('长浜'), '长浜')).toBe(kept + 1)
  })

  it('runs a turn again whose connection is lost before its commit', async () => {
    const url = await emptyDatabase()
    const proxy = await startCutProxy(Number(new URL(url).port))
    afterThis(proxy.close)
    const through = new URL(url)
    through.port = String(proxy.port)
    const db = await open(through.href)
    proxy.cutAt('sign_in_failures', true)
    expect(await db.transaction(increase('长浜'), '长浜')).toBe(1)
    proxy.cutAt('sign_in_failures', true)
    expect(await countOf(db, '长浜')).toBe(1)
  })

  it('lets several processes start on an empty database at once', async () => {
    const server = inject('houses')
    const houses = await beginHouses(server)
    afterThis(houses.drop)
    const url = new URL(houses.list)
    const opened = await Promise.all([open(url.href), open(url.href), open(url.href)])
    for (const db of opened) await db.transaction(increase('长浜'))
    expect(await countOf(opened[0]!, '长浜')).toBe(3)
  })

  it('refuses a database that acknowledges what is not on disk', async () => {
    const url = await emptyDatabase()
    const name = new URL(url).pathname.slice(1)
    await onDatabase(url, `alter database ${name} set synchronous_commit = off`)
    afterThis(async () => {
      await onDatabase(url, `alter database ${name} reset synchronous_commit`)
    })
    await expect(open(url)).rejects.toThrow(/synchronous_commit/)
  })

  it('says that nobody is there when no server listens', async () => {
    const proxy = await startCutProxy(1)
    await proxy.close()
    const nobody = openPostgres({
      url: `postgres://postgres@127.0.0.1:${proxy.port}/x`,
      migrations: PG_MIGRATIONS,
    })
    await expect(nobody).rejects.toMatchObject({ fault: 'unreachable' })
  })

  it('survives a crash of the server under load: what was acknowledged is there, and it goes on by itself', async () => {
    const server = await startPostgres()
    const db = await openPostgres({ url: server.url, migrations: PG_MIGRATIONS, connections: 5 })
    afterThis(async () => {
      await db.close()
      await server.stop()
    })
    const lanes = ['长浜', '双桥', '荷塘', '柳巷']
    const acknowledged = new Map<string, number>()
    let crashing = true
    const write = async (lane: string): Promise<void> => {
      for (let n = 0; crashing || n < 5; n += 1) {
        const count = await db.transaction(increase(lane), lane).catch(() => null)
        if (count !== null) acknowledged.set(lane, count)
      }
    }
    const writers = lanes.flatMap(lane => [write(lane), write(lane)])
    await db.transaction(increase('first'))
    await server.crash().finally(() => {
      crashing = false
    })
    await Promise.all(writers)
    await expect(db.probe()).resolves.toBeUndefined()
    for (const lane of lanes)
      expect(await countOf(db, lane)).toBeGreaterThanOrEqual(acknowledged.get(lane) ?? 1)
  })
})
