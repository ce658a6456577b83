import { readFile, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { onDatabase } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { findPostgresTools } from '../services/postgres-binaries.ts'
import { afterThis } from '../support/house.ts'
import { runXuncha } from '../support/run-xuncha.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'

/*
 * Backups while four writers report one finding after another (reliability.md F23), of both databases. Each has to
 * contain everything that was acknowledged before it began, and to restore into an empty place with the same chains.
 * At full size by `npm run bars`: twenty of each, and a gigabyte within a minute.
 */

const ROUNDS = Number(process.env.XUNCHA_BACKUP_ROUNDS ?? 2)
const MEGABYTES = Number(process.env.XUNCHA_BACKUP_MEGABYTES ?? 20)
const GIGABYTE_WITHIN_MS = 60_000
const WRITERS = 4

interface Head {
  readonly communityId: string
  readonly seq: number
  readonly hash: string
}

/** Where a program works, and how to look into it afterwards. */
interface Place {
  readonly env: NodeJS.ProcessEnv
  findings(): Promise<Set<unknown>>
  heads(): Promise<Head[]>
}
type Ground = { place(name: string): Promise<Place> }

const FINDINGS = 'select id from findings'
const HEADS = `select community_id as "communityId", seq, hash from chain_heads order by community_id`

async function onSqlite(directory: string): Promise<Ground> {
  return {
    place: async name => {
      const data = join(directory, name)
      const query = <Row>(statement: string): Row[] => {
        const db = new BetterSqlite3(join(data, 'xuncha.sqlite'), { readonly: true })
        try {
          return db.prepare(statement).all() as Row[]
        } finally {
          db.close()
        }
      }
      return {
        env: { DATA_DIR: data },
        findings: async () => new Set(query<{ id: string }>(FINDINGS).map(({ id }) => id)),
        heads: async () => query<Head>(HEADS),
      }
    },
  }
}

async function onPostgres(directory: string): Promise<Ground> {
  const tools = findPostgresTools()
  const server = await startPostgres()
  afterThis(server.stop)
  return {
    place: async name => {
      const url = new URL(server.url)
      url.pathname = `/${name.replace('-', '_')}`
      await onDatabase(server.url, `create database ${url.pathname.slice(1)}`)
      const query = async <Row extends object>(statement: string): Promise<Row[]> =>
        (await onDatabase<Row>(url.href, statement)).rows
      return {
        env: {
          DATA_DIR: join(directory, name),
          DATABASE_URL: url.href,
          PATH: [tools, process.env.PATH].join(delimiter),
        },
        findings: async () => new Set((await query<{ id: string }>(FINDINGS)).map(({ id }) => id)),
        heads: async () => (await query<Head>(HEADS)).map(head => ({ ...head, seq: Number(head.seq) })),
      }
    },
  }
}

it.each([
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
] as const)(
  `restores ${ROUNDS} backups of %s taken under load, each with everything acknowledged before it began`,
  {
    timeout: 600_000 + ROUNDS * 30_000,
  },
  async (kind, open) => {
    const directory = await temporary()
    const ground = await open(directory)
    const home = await ground.place('home')
    const server = await startServer(join(directory, 'home'), home.env)
    afterThis(() => server.kill())
    const { call, placeId, member } = await settle(server.address)
    const token = await member('chen', '陈社工', ['coordinator'])

    const acknowledged: string[] = []
    const report = async (writer: number): Promise<void> => {
      const description = `楼道堆放纸箱 ${writer}`
      const { status, body } = await call('POST', '/findings', {
        token,
        body: { categoryCode: '0101', placeId, description },
      })
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
      acknowledged.push(String(body.id))
    }
    const everyWriter = (work: (writer: number) => Promise<void>) =>
      Promise.all(Array.from({ length: WRITERS }, (_, writer) => work(writer)))
    // A server's first answers take as long as a whole backup of so little: the load is there before the copying.
    await everyWriter(report)
    let writing = true
    const load = everyWriter(async writer => {
      while (writing) await report(writer)
    })
    afterThis(async () => {
      writing = false
      await load.catch(() => undefined)
    })

    for (let round = 0; round < ROUNDS; round += 1) {
      const before = [...acknowledged]
      const backup = await runXuncha(['backup', '--to', join(directory, 'backups')], home.env)
      expect(backup).toMatchObject({ code: 0, err: '' })
      expect(acknowledged.length).toBeGreaterThan(before.length)

      const from = backup.out.split('\n')[0] ?? ''
      const restored = await ground.place(`restored-${round}`)
      expect(await runXuncha(['restore', '--from', from], restored.env)).toMatchObject({ code: 0 })
      const kept = await restored.findings()
      expect(before.filter(id => !kept.has(id))).toEqual([])
      const manifest = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8')) as {
        database: { heads: Head[] }
      }
      const told = manifest.database.heads.map(({ communityId, seq, hash }) => ({ communityId, seq, hash }))
      expect(await restored.heads()).toEqual(told)
    }
    writing = false
    await load
    expect(await server.stop()).toBe(0)
    process.stdout.write(`bar 10: ${ROUNDS} of ${ROUNDS} backups of ${kind} taken under load are whole\n`)
  },
)

it(`copies ${MEGABYTES} MB while the server works on them`, { timeout: 300_000 }, async () => {
  const directory = await temporary()
  const home = await (await onSqlite(directory)).place('home')
  const data = join(directory, 'home')
  const first = await startServer(data, home.env)
  afterThis(() => first.kill())
  await settle(first.address)
  await first.stop()
  const db = new BetterSqlite3(join(data, 'xuncha.sqlite'))
  db.prepare(
    `with recursive n (value) as (select 1 union all select value + 1 from n where value < ?)
     insert into idempotency (member_id, route, key, fingerprint, status, body, at)
     select 'somebody', 'POST /api/v1/findings', value, '', 201, '"' || hex(randomblob(2000)) || '"', ? from n`,
  ).run(MEGABYTES * 245, Date.now())
  db.close()
  const server = await startServer(data, home.env)
  afterThis(() => server.kill())
  const { size } = await stat(join(data, 'xuncha.sqlite'))
  expect(size).toBeGreaterThan(MEGABYTES * 1_000_000)

  const started = performance.now()
  expect(await runXuncha(['backup', '--to', join(directory, 'backups')], home.env)).toMatchObject({ code: 0 })
  const took = performance.now() - started
  process.stdout.write(`bar 10: ${Math.round(size / 1e6)} MB backed up in ${(took / 1_000).toFixed(1)} s\n`)
  if (MEGABYTES >= 1_000) expect(took).toBeLessThanOrEqual(GIGABYTE_WITHIN_MS)
  expect(await server.stop()).toBe(0)
})
