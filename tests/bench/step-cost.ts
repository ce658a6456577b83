import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { openPostgres } from '../../db/postgres.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { systemChance } from '../../src/app/chance.ts'
import type { Deps } from '../../src/app/deps.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'
import { createDiskPhotoFiles } from '../../src/app/photos/disk-photo-files.ts'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { buildCommunity } from '../support/community.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { testSeal } from '../support/test-seal.ts'

/*
 * What one creation and one transition cost, in the `full` profile: first the use case in this process (statements,
 * commits, microseconds), then the built server over HTTP with 64 connections. A command, never a test: the figures
 * belong to the machine they were taken on. `--database postgres://…` asks the same of an empty PostgreSQL database.
 */

const CONNECTIONS = 64
const ROUNDS = Number(process.env.XUNCHA_BENCH_ROUNDS ?? 3)
const SECONDS = 5
const {
  values: { database },
} = parseArgs({ options: { database: { type: 'string' } } })
const migrationsFor = (dialect: string): string =>
  new URL(`../../db/migrations/${dialect}`, import.meta.url).pathname

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

async function inProcess(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-bench-'))
  const db = database
    ? await openPostgres({ url: database, migrations: migrationsFor('pg') })
    : openSqlite({ directory, migrations: migrationsFor('sqlite') })
  const deps: Deps = {
    db,
    clock: { now: Date.now },
    chance: systemChance,
    passwords: createPasswords({}),
    seal: testSeal,
    photoFiles: createDiskPhotoFiles({ directory, seal: testSeal }),
    outside: { mail: false, addresses: createOutwardAddresses({ allow: [] }) },
    communityTimeZone: 'Asia/Shanghai',
  }
  const community = await buildCommunity(deps, 'full')
  const coordinator = await community.member('陈社工', ['coordinator'])
  const photoIds: string[] = []

  const measure = async (
    name: string,
    count: number,
    one: (n: number) => Promise<unknown>,
  ): Promise<void> => {
    const before = { ...db.tally }
    const started = performance.now()
    let next = 0
    const worker = async (): Promise<void> => {
      for (let n = next++; n < count; n = next++) await one(n)
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, worker))
    const us = ((performance.now() - started) * 1_000) / count
    const { statements, commits } = db.tally
    say(
      `  ${name.padEnd(12)} ${us.toFixed(0).padStart(6)} µs  ${((statements - before.statements) / count).toFixed(1)} statements  ` +
        `${(count / (commits - before.commits)).toFixed(1)} turns a commit`,
    )
  }
  say(`in process, ${CONNECTIONS} callers at once`)
  for (let round = 0; round < ROUNDS; round += 1) {
    const made: { id: string }[] = []
    await measure('creation', 4_000, async () => made.push(await community.report(coordinator, { photoIds })))
    await measure('transition', 4_000, n =>
      community.happen(coordinator, made[n] as { id: string }, { type: 'register' }),
    )
  }
  await db.close()
  await rm(directory, { recursive: true, force: true })
}

async function overHttp(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-bench-'))
  const server = await startServer(directory, database ? { DATABASE_URL: database } : {})
  try {
    const { call, root, communityId, placeId, member } = await settle(server.address)
    await call('PATCH', `/communities/${communityId}/policy`, { token: root, body: { profile: 'full' } })
    const token = await member('chen', '陈社工', ['coordinator'])
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ categoryCode: '0101', placeId, description: '楼道堆放纸箱,影响通行' })

    const creations: number[] = []
    const transitions: number[] = []
    say(`over HTTP, ${CONNECTIONS} connections, ${SECONDS} s a round, each with an Idempotency-Key`)
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids: string[] = []
      let key = 0
      const created = await autocannon({
        url: server.address,
        connections: CONNECTIONS,
        duration: SECONDS,
        requests: [
          {
            method: 'POST',
            path: '/api/v1/findings',
            body,
            setupRequest: request => ({
              ...request,
              headers: { ...headers, 'idempotency-key': `c${round}-${key++}` },
            }),
            onResponse: (status, text) => {
              if (status === 201) ids.push((JSON.parse(text) as { id: string }).id)
            },
          },
        ],
      })
      let next = 0
      const moved = await autocannon({
        url: server.address,
        connections: CONNECTIONS,
        amount: Math.max(CONNECTIONS, ids.length - CONNECTIONS),
        requests: [
          {
            method: 'POST',
            body: '{"type":"register"}',
            setupRequest: request => ({
              ...request,
              path: `/api/v1/findings/${ids[next++] ?? ids[0]}/events`,
              headers: { ...headers, 'idempotency-key': `t${round}-${next}` },
            }),
          },
        ],
      })
      const rate = (result: autocannon.Result): number => result['2xx'] / result.duration
      creations.push(rate(created))
      transitions.push(rate(moved))
      for (const [name, result] of [
        ['creation', created],
        ['transition', moved],
      ] as const)
        say(
          `  ${name.padEnd(12)} ${rate(result).toFixed(0).padStart(6)} /s  p50 ${result.latency.p50} ms  p99 ${result.latency.p99} ms  ` +
            `not 2xx ${result.non2xx + result.errors}`,
        )
    }
    say(`median: creation ${median(creations).toFixed(0)}/s, transition ${median(transitions).toFixed(0)}/s`)
  } finally {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

await inProcess()
await overHttp()
