import { expect, it } from 'vitest'
import { openPostgres } from '../../db/postgres.ts'
import { onDatabase, PG_MIGRATIONS } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { startPostgresPair } from '../services/postgres-pair.ts'
import { afterThis } from '../support/house.ts'
import { until } from '../support/until.ts'
import { expectKept, openUnderWriters } from './support/under-writers.ts'

/*
 * The primary goes for good while eight writers report, and the standby that confirmed each commit takes its place
 * (reliability.md F8). The server finds it by itself; nothing acknowledged is lost. At full size by
 * `npm run test:faults`: 5 times, each time with a new standby in the place of the one before.
 */

const FAILOVERS = Number(process.env.XUNCHA_FAILOVERS ?? 1)
const BACK_WITHIN_MS = 5_000

it(`loses nothing it acknowledged when the standby takes over ${FAILOVERS} time(s) under 8 writers`, {
  timeout: 60_000 + FAILOVERS * 30_000,
}, async () => {
  const pair = await startPostgresPair()
  afterThis(pair.stop)
  const { server, writers, integrity } = await openUnderWriters(pair.url)
  for (let failover = 0; failover < FAILOVERS; failover += 1) {
    await pair.standBy()
    await writers.answers(20)
    await pair.failOver()
    const back = performance.now()
    await writers.answers(1)
    expect(writers.odd).toEqual([])
    expect(performance.now() - back).toBeLessThan(BACK_WITHIN_MS)
  }
  await writers.answers(20)
  await writers.stop()
  expect(await integrity()).toMatchObject({ ok: true })
  expect(await server.stop()).toBe(0)
  await expectKept(pair.primary(), writers)
  process.stdout.write(`bar 9: ${FAILOVERS} failover(s), ${writers.acknowledged.size} acknowledged, 0 lost\n`)
})

it('acknowledges no commit that the standby has not confirmed, though PostgreSQL calls it done', async () => {
  const postgres = await startPostgres()
  afterThis(postgres.stop)
  const db = await openPostgres({ url: postgres.url, migrations: PG_MIGRATIONS })
  afterThis(db.close)
  // From here on a commit waits for somebody who does not come.
  await onDatabase(postgres.url, "alter system set synchronous_standby_names = 'nobody'")
  await onDatabase(postgres.url, 'select pg_reload_conf()')
  const lease = { name: 'timers', holder: '甲', now: 0, until: 1 }
  const outcome = db.transaction(tx => tx.leases.take(lease)).catch((error: unknown) => error)
  const callOff = "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'"
  await until(async () => (await onDatabase(postgres.url, callOff)).count > 0)
  expect(await outcome).toMatchObject({ name: 'StoreError', fault: 'io' })
  expect((await onDatabase(postgres.url, 'select name from leases')).rows).toEqual([{ name: 'timers' }])
})
