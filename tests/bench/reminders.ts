import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openPostgres } from '../../db/postgres.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { systemChance } from '../../src/app/chance.ts'
import type { Deps } from '../../src/app/deps.ts'
import { pacesOf } from '../../src/app/notices/paces.ts'
import { createPasswords } from '../../src/app/people/passwords.ts'
import { createDiskPhotoFiles } from '../../src/app/photos/disk-photo-files.ts'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { createDeliverer } from '../../workers/deliver.ts'
import { createOutboxDispatch, handleNotices } from '../../workers/dispatch-outbox.ts'
import { fireTimers } from '../../workers/fire-timers.ts'
import { createInProcessQueue } from '../../workers/in-process-queue.ts'
import { createChannels } from '../../workers/notify/create-channels.ts'
import { PG_MIGRATIONS } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { bundleProgram } from '../support/bundle-program.ts'
import { buildCommunity } from '../support/community.ts'
import { addWebhook } from '../support/notices.ts'
import { startProgram } from '../support/server-process.ts'
import { testSeal } from '../support/test-seal.ts'
import { floorSweep } from './floor-sweep.ts'
import { jobsAtOnce } from './jobs-at-once.ts'

/*
 * How many reminders a second come from timers that are due: findings that are all warned of, and then overdue, at one
 * moment; into inboxes, and on to a webhook that takes everything, beside the least that the latter can cost. And how
 * late jobs of one moment are, beside BullMQ by itself. On SQLite, or on a PostgreSQL of its own. A command, never a
 * test: the figures belong to the machine they were taken on.
 *
 *   npm run bench:reminders -- [--findings 3400] [--webhooks 1] [--jobs 100000] [--postgres] [--json reminders.json]
 */

const { values: asked } = parseArgs({
  options: {
    findings: { type: 'string', default: '3400' },
    webhooks: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '100000' },
    postgres: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
/** Three timers of each are due at one moment: ten thousand. */
const FINDINGS = Number(asked.findings)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/* Whoever sends has one core, who takes it the other. */
execFileSync('taskset', ['-a', '-cp', '0', String(process.pid)], { stdio: 'ignore' })
const taker = await bundleProgram('tests/bench/contenders/null-webhook.ts')
const webhook = await startProgram(['taskset', '-c', '1', process.execPath, taker], {})
const posted = async (): Promise<number> => Number(await (await fetch(webhook.address)).text())

const directory = await mkdtemp(join(tmpdir(), 'xuncha-bench-'))
const server = asked.postgres ? await startPostgres({ durable: true }) : null
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
  outside: { mail: false, addresses: createOutwardAddresses({ allow: ['127.0.0.0/8'] }) },
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

const complain = (what: string, error: unknown): void => say(`${what}: ${String(error)}`)
const queue = createInProcessQueue({ onFailure: ({ id }, error) => complain(id, error) })
handleNotices(queue, deps)
await queue.start()
const dispatch = createOutboxDispatch(queue, deps)
const { addresses } = deps.outside
const deliverer = createDeliverer(deps, {
  channels: createChannels({ smtpUrl: null, mailFrom: '', addresses }),
  paces: pacesOf({ webhookPerMinute: Number.MAX_SAFE_INTEGER }),
  onFailure: complain,
})
/** What stands in the outbox becomes deliveries, and what is due of these goes out. */
async function tellOutside(): Promise<void> {
  while ((await dispatch()) > 0) while ((await queue.depth()) > 0) await turn()
  await deliverer.sweep()
  await deliverer.idle()
}
// What was told of so far has nobody outside to go to; from here on everything goes to the webhook.
await tellOutside()
for (let n = 0; n < Number(asked.webhooks); n += 1)
  await addWebhook(deps, community.id, { url: webhook.address })

const goals: Record<string, number> = {}
// A compiler that learns from what runs has to have seen it.
await floorSweep(directory, webhook.address, FINDINGS)
for (const [what, day] of [
  ['receive warned', '2025-10-13T09:00:00.000Z'],
  ['overdue', '2025-10-16T01:00:00.000Z'],
] as const) {
  const floor = await floorSweep(directory, webhook.address, 3 * FINDINGS)
  now = Date.parse(day)
  const before = { ...db.tally }
  const postedBefore = await posted()
  const begun = performance.now()
  const cpu = process.cpuUsage()
  const fired = await fireTimers(deps, (timer, error) => complain(timer.name, error))
  const seconds = (performance.now() - begun) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const statements = (db.tally.statements - before.statements) / fired
  say(
    `${what}: ${fired} timers in ${seconds.toFixed(1)} s, ${(fired / seconds).toFixed(0)} a second; ` +
      `${((user + system) / fired).toFixed(0)} µs of a processor and ${statements.toFixed(1)} statements each`,
  )
  await tellOutside()
  const all = (performance.now() - begun) / 1_000
  const told = (await posted()) - postedBefore
  say(
    `${what}: ${told} messages to webhooks after ${all.toFixed(1)} s, ${(told / all).toFixed(0)} a second; ` +
      `the floor ${floor.toFixed(0)} a second`,
  )
  goals[`10 reminders into inboxes a second, ${what} (first 1000)`] = fired / seconds
  goals[`10 reminders to a webhook, of the floor, ${what} (first 0.3)`] = told / all / floor
}
await deliverer.stop()
await queue.close()
await db.close()
await server?.stop()
await webhook.stop()
await rm(directory, { recursive: true, force: true })

const { raw, product } = await jobsAtOnce(Number(asked.jobs))
say(
  `${asked.jobs} jobs of one moment: taken up after ${product.p50.toFixed(0)} ms (p50), ${product.p99.toFixed(0)} ms (p99);` +
    ` by BullMQ itself ${raw.p50.toFixed(0)} and ${raw.p99.toFixed(0)} ms`,
)
goals['10 jobs of one moment: lag p99, over BullMQ by itself (first 2)'] = product.p99 / raw.p99
if (asked.json) await writeFile(asked.json, JSON.stringify(goals))
process.exit(0)
