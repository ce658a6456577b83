import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openSqlite } from '../../db/sqlite.ts'
import { fakeClock } from '../support/faked-clock.ts'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { writeManyFindings } from '../support/many-findings.ts'
import { startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'

/*
 * The wall clock of the running server jumps: an hour on, as after a machine has slept, and an hour back, as when it is
 * set right; and two months on at once. A timer rings once, when its moment has come by that clock, and never before.
 */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface Rung {
  readonly id: string
  readonly at: number
}

async function openBuilding() {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-clock-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
  const clock = fakeClock(directory)
  const migrations = new URL('../../db/migrations/sqlite', import.meta.url).pathname
  const db = openSqlite({ directory, migrations })
  const { coordinator } = await writeManyFindings(db, directory, 4)
  await db.close()
  const file = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { timeout: 2_000 })
  afterThis(async () => void file.close())
  const ids = file
    .prepare("select record_id from timers where name = 'stage.warn' order by record_id")
    .pluck()
    .all() as string[]
  const set = file.prepare(
    "update timers set fire_at = ?, try_at = ? where name = 'stage.warn' and record_id = ?",
  )
  const rung = file.prepare("select record_id as id, at from journal where event = 'stage.warn' order by seq")
  const server = await startServer(directory, clock.env)
  afterThis(server.kill)
  const { call } = createClient(server.address)
  /** Sweeps come every second; after two more answers of a second apart by that clock, what was due has rung. */
  const sweepsPassed = async (): Promise<void> => {
    for (let n = 0; n < 2; n += 1) {
      const begun = performance.now()
      await until(() => performance.now() - begun > 1_100)
      expect((await call('GET', '/findings?limit=1', { token: coordinator.token })).status).toBe(200)
    }
  }
  return {
    clock,
    ids,
    setTimer: (id: string, at: number): void => void set.run(at, at, id),
    rung: (): Rung[] => rung.all() as Rung[],
    sweepsPassed,
  }
}

it('a clock that jumps an hour, on and back, and two months on: nothing is missed, nothing rings twice or early', {
  timeout: 120_000,
}, async () => {
  const { clock, ids, setTimer, rung, sweepsPassed } = await openBuilding()
  const [soon = '', later = '', after = '', months = ''] = ids
  const begun = clock.now()
  const due = {
    [soon]: begun + HOUR_MS / 2,
    [later]: begun + 1.5 * HOUR_MS,
    [after]: begun + 3 * HOUR_MS,
    [months]: begun + 60 * DAY_MS,
  }
  for (const [id, at] of Object.entries(due)) setTimer(id, at)
  await sweepsPassed()
  expect(rung()).toEqual([])

  clock.jump(HOUR_MS)
  await until(() => rung().length === 1)
  await sweepsPassed()
  expect(rung().map(({ id }) => id)).toEqual([soon])

  // Set right again: what rang stays, and what an hour of that clock still separates waits.
  clock.jump(-HOUR_MS)
  await sweepsPassed()
  expect(rung().map(({ id }) => id)).toEqual([soon])

  clock.jump(2 * HOUR_MS)
  await until(() => rung().length === 2)
  await sweepsPassed()
  expect(rung().map(({ id }) => id)).toEqual([soon, later])

  clock.jump(60 * DAY_MS)
  await until(() => rung().length === 4)
  await sweepsPassed()
  const all = rung()
  expect(all.map(({ id }) => id).sort()).toEqual([...ids].sort())
  for (const { id, at } of all) expect(at).toBeGreaterThanOrEqual(due[id] ?? 0)
})
