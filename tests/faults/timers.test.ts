import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { openPostgres } from '../../db/postgres.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { PG_MIGRATIONS } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { startRedis } from '../services/redis.ts'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { writeManyFindings } from '../support/many-findings.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'

/*
 * Very many reminders are due in one second. Everybody who is to hear of them does, once, none too early and none much
 * later, while the interface goes on answering; also when whoever fires them is killed in the middle. At full size by
 * `npm run test:faults`: 10 000, and then the time that an answer takes is looked at, too.
 */

const TIMERS = Number(process.env.XUNCHA_TIMERS ?? 300)
const FULL = TIMERS >= 10_000
const DONE_WITHIN_MS = 30_000
const ANSWERED_WITHIN_MS = 500
/** From setting the moment until it comes: long enough for the servers to have started. */
const LEAD_MS = 8_000

/** A database of its own, open to the test beside the servers that work on it. */
interface Ground {
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  fill(count: number): ReturnType<typeof writeManyFindings>
  query<Row>(statement: string): Promise<Row[]>
}

async function groundOnSqlite(): Promise<Ground> {
  const directory = await temporary()
  return {
    directory,
    env: {},
    fill: async count => {
      const migrations = new URL('../../db/migrations/sqlite', import.meta.url).pathname
      const db = openSqlite({ directory, migrations })
      const filled = await writeManyFindings(db, directory, count)
      await db.close()
      return filled
    },
    query: async <Row>(statement: string): Promise<Row[]> => {
      const file = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { timeout: 2_000 })
      try {
        const prepared = file.prepare(statement)
        if (prepared.reader) return prepared.all() as Row[]
        prepared.run()
        return []
      } finally {
        file.close()
      }
    },
  }
}

async function groundOnPostgres(): Promise<Ground> {
  const directory = await temporary()
  const postgres = await startPostgres({ durable: true })
  afterThis(postgres.stop)
  const redis = await startRedis()
  afterThis(redis.stop)
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  afterThis(() => client.end())
  return {
    directory,
    env: { DATABASE_URL: postgres.url, QUEUE_URL: redis.url },
    fill: async count => {
      const db = await openPostgres({ url: postgres.url, migrations: PG_MIGRATIONS })
      const filled = await writeManyFindings(db, directory, count)
      await db.close()
      return filled
    },
    query: async <Row>(statement: string): Promise<Row[]> => (await client.query(statement)).rows as Row[],
  }
}

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-timers-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
  return directory
}

const HEARD = `from inbox where topic = 'receive' and rung = 'warn'`
/* Nothing else that waits comes near: only what is told about receiving is moved. */
const moveTo = (moment: number): string =>
  `update timers set fire_at = ${moment}, try_at = ${moment} where name = 'stage.warn'`

/** Keeps asking for a page and reporting a finding, one after the other; gives how long each answer took. */
function keepAsking(address: string, token: string, placeId: string, askers: number) {
  const took: number[] = []
  const refused: number[] = []
  let going = true
  const { call } = createClient(address)
  const ask = async (): Promise<void> => {
    for (let n = 0; going; n += 1) {
      const begun = performance.now()
      const report = { categoryCode: '0101', placeId, description: '楼道堆放纸箱' }
      const { status } =
        n % 4 === 0
          ? await call('POST', '/findings', { token, body: report })
          : await call('GET', '/findings?limit=20', { token })
      took.push(performance.now() - begun)
      if (status >= 300) refused.push(status)
    }
  }
  const asking = Promise.all(Array.from({ length: askers }, ask))
  return async () => {
    going = false
    await asking
    const sorted = took.toSorted((a, b) => a - b)
    return { answers: sorted.length, refused, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 }
  }
}

/** Waits until this many have heard; gives when that was. */
async function heardBy(ground: Ground, count: number): Promise<number> {
  for (;;) {
    const [row] = await ground.query<{ heard: number | string }>(`select count(*) as heard ${HEARD}`)
    if (Number(row?.heard) >= count) return Date.now()
    await pause(100)
  }
}

/** Everybody who had to hear did, once, not before the moment; and each finding took the step once. */
async function expectOnceEach(ground: Ground, moment: number): Promise<void> {
  const [told] = await ground.query<{ items: string; findings: string; first: string }>(
    `select count(*) as items, count(distinct record_id) as findings, min(at) as first ${HEARD}`,
  )
  expect({ items: Number(told?.items), findings: Number(told?.findings) }).toEqual({
    items: TIMERS,
    findings: TIMERS,
  })
  expect(Number(told?.first)).toBeGreaterThanOrEqual(moment)
  const steps = await ground.query<{ steps: string; findings: string }>(
    `select count(*) as steps, count(distinct record_id) as findings from journal where event = 'stage.warn'`,
  )
  expect(Number(steps[0]?.steps)).toBe(TIMERS)
  expect(Number(steps[0]?.findings)).toBe(TIMERS)
}

const GROUNDS = [
  { what: 'SQLite, one process', open: groundOnSqlite, roles: ['all'] },
  {
    what: 'PostgreSQL and Redis, one web and two worker processes',
    open: groundOnPostgres,
    roles: ['web', 'worker', 'worker'],
  },
] as const

for (const { what, open, roles } of GROUNDS) {
  it(`tells of ${TIMERS} timers due in one second on ${what}, each once, none early`, {
    timeout: 600_000,
  }, async () => {
    const ground = await open()
    const { placeId, coordinator } = await ground.fill(TIMERS)
    const moment = Date.now() + LEAD_MS
    await ground.query(moveTo(moment))
    const servers = await Promise.all(
      roles.map(mode => startServer(ground.directory, { ...ground.env, XUNCHA_MODE: mode })),
    )
    for (const server of servers) afterThis(server.kill)
    await pause(moment - Date.now())
    const stop = keepAsking(servers[0]?.address ?? '', coordinator.token, placeId, 4)
    const done = await heardBy(ground, TIMERS)
    const { answers, refused, p99 } = await stop()
    await expectOnceEach(ground, moment)
    expect(refused).toEqual([])
    expect(done - moment).toBeLessThan(DONE_WITHIN_MS)
    process.stdout.write(
      `bar 6: ${what}: ${TIMERS} timers heard after ${done - moment} ms; ${answers} answers meanwhile, p99 ${p99.toFixed(0)} ms\n`,
    )
    if (FULL) expect(p99).toBeLessThan(ANSWERED_WITHIN_MS)
  })

  // A killed worker's lease has to run out first where there are others: minutes, so at full size only.
  if (roles.length > 1 && !FULL) continue
  it(`tells of ${TIMERS} timers on ${what} though whoever fires them is killed twice`, {
    timeout: 600_000,
  }, async () => {
    const ground = await open()
    await ground.fill(TIMERS)
    const moment = Date.now()
    await ground.query(moveTo(moment))
    const mode = roles[roles.length - 1]
    const start = (): Promise<ServerProcess> =>
      startServer(ground.directory, { ...ground.env, XUNCHA_MODE: mode })
    let server = await start()
    for (const share of [0.2, 0.6]) {
      await heardBy(ground, TIMERS * share)
      await server.kill()
      server = await start()
    }
    afterThis(server.kill)
    await heardBy(ground, TIMERS)
    await expectOnceEach(ground, moment)
  })
}
