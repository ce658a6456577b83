import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openPostgres } from '../../db/postgres.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { systemChance } from '../../src/app/chance.ts'
import type { Deps } from '../../src/app/deps.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'
import { createDiskPhotoFiles } from '../../src/app/photos/disk-photo-files.ts'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import { PG_MIGRATIONS } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { buildCommunity } from '../support/community.ts'
import { testSeal } from '../support/test-seal.ts'

/*
 * How many reminders a second come from due timers into inboxes: findings that are all warned of, and then overdue,
 * at one moment. On SQLite, or on a PostgreSQL of its own with `XUNCHA_BENCH_DATABASE=postgres`. A command, never a
 * test: the figures belong to the machine they were taken on.
 */

const FINDINGS = Number(process.env.XUNCHA_BENCH_TIMERS ?? 10_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const directory = await mkdtemp(join(tmpdir(), 'xuncha-bench-'))
const server =
  process.env.XUNCHA_BENCH_DATABASE === 'postgres' ? await startPostgres({ durable: true }) : null
const db = server
  ? await openPostgres({ url: server.url, migrations: PG_MIGRATIONS })
  : openSqlite({
      directory,
      migrations: new URL('../../db/migrations/sqlite', import.meta.url).pathname,
    })
let now = Date.parse('2025-10-13T01:00:00.000Z')
const deps: Deps = {
  db,
  clock: { now: () => now },
  chance: systemChance,
  passwords: createPasswords({}),
  seal: testSeal,
  photoFiles: createDiskPhotoFiles({ directory, seal: testSeal }),
  communityTimeZone: 'Asia/Shanghai',
  outside: { mail: false, addresses: createOutwardAddresses({ allow: [] }) },
}
const community = await buildCommunity(deps)
const property = { unitId: community.units.property, affiliation: 'property' } as const
await community.member('李经理', ['unit_manager'], property)
await community.member('陈社工', ['coordinator'])
await community.member('周督查', ['supervisor'])
const patroller = await community.member('王阿姨', ['patroller'])
const photoIds = [await community.photo(patroller)]
const started = performance.now()
await Promise.all(Array.from({ length: FINDINGS }, () => community.report(patroller, { photoIds })))
say(`${FINDINGS} findings reported and dispatched in ${((performance.now() - started) / 1_000).toFixed(1)} s`)

for (const [what, day] of [
  ['receive warned', '2025-10-13T09:00:00.000Z'],
  ['overdue', '2025-10-16T01:00:00.000Z'],
] as const) {
  now = Date.parse(day)
  const before = { ...db.tally }
  const begun = performance.now()
  const cpu = process.cpuUsage()
  const fired = await fireTimers(deps, (timer, error) => say(`${timer.name}: ${String(error)}`))
  const seconds = (performance.now() - begun) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const statements = (db.tally.statements - before.statements) / fired
  say(
    `${what}: ${fired} timers in ${seconds.toFixed(1)} s, ${(fired / seconds).toFixed(0)} a second; ` +
      `${((user + system) / fired).toFixed(0)} µs of a processor and ${statements.toFixed(1)} statements each`,
  )
}
await db.close()
await server?.stop()
await rm(directory, { recursive: true, force: true })
