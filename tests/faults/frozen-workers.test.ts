import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { openPostgres } from '../../db/postgres.ts'
import { onDatabase, PG_MIGRATIONS } from '../services/houses.ts'
import { startPostgres } from '../services/postgres.ts'
import { bundleProgram } from '../support/bundle-program.ts'
import { checkInvariants } from '../support/check-invariants.ts'
import { afterThis } from '../support/house.ts'
import { writeManyFindings } from '../support/many-findings.ts'
import { temporary } from '../support/temporary.ts'

/*
 * A worker process stands still (SIGSTOP) with due timers in its hand and the lease held; its lease runs out, another
 * worker takes it and rings them, and then the first one goes on as if nothing had happened (F12, bar 8). Nothing that it
 * still wants to write may count. At full size by `npm run test:faults`: 100 rounds, in some of which it stood still with
 * its steps written and not committed, so that PostgreSQL has to end its connection first.
 */

const ROUNDS = Number(process.env.XUNCHA_FROZEN ?? 4)
const AT_ONCE = 5
/** One round of so many stands still inside its transaction, which the others wait out for ten seconds. */
const INSIDE = 20
const LEASE_MS = 300

interface Said {
  readonly asleep?: boolean
  readonly rang?: number
  readonly ready?: boolean
  readonly failed?: string
}

interface Worker {
  /** Timers whose step it tried, and could not take, since it was last asked. */
  failed(): string[]
  /** Gives an order; tells what the worker says to it first. */
  order(what: 'work' | 'looked' | 'stepped'): Promise<Said>
  /** Goes on after it stood still; tells what it says then. */
  wake(): Promise<Said>
}

async function startWorker(program: string, url: string, name: string): Promise<Worker> {
  const args = [program, url, await temporary(), '--name', name, '--lease', String(LEASE_MS)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  afterThis(async () => {
    const gone = once(child, 'exit')
    if (child.kill('SIGKILL')) await gone
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failures: string[] = []
  const said = async (): Promise<Said> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`worker ${name} has ended`)
      const line = JSON.parse(value) as Said
      if (line.failed === undefined) return line
      failures.push(line.failed)
    }
  }
  await said()
  return {
    failed: () => failures.splice(0),
    order: async what => {
      child.stdin.write(`${what}\n`)
      return said()
    },
    wake: async () => {
      child.kill('SIGCONT')
      return said()
    },
  }
}

it(`${ROUNDS} workers that stood still while their lease was taken change nothing when they go on`, {
  timeout: 60_000 + ROUNDS * 10_000,
}, async () => {
  const postgres = await startPostgres({ durable: false })
  afterThis(postgres.stop)
  const db = await openPostgres({ url: postgres.url, migrations: PG_MIGRATIONS })
  await writeManyFindings(db, await temporary(), ROUNDS * AT_ONCE)
  await db.close()
  const program = await bundleProgram('tests/faults/support/sleepy-worker.ts')
  const workers = await Promise.all(['甲', '乙'].map(name => startWorker(program, postgres.url, name)))

  let fence = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const [sleeper, other] = round % 2 === 0 ? workers : workers.toReversed()
    const inside = round % INSIDE === INSIDE - 1
    await onDatabase(
      postgres.url,
      `update timers set fire_at = $1, try_at = $1 where name = 'stage.warn' and record_id in
        (select id from findings order by id offset $2 limit $3)`,
      [Date.now(), round * AT_ONCE, AT_ONCE],
    )
    expect(await sleeper?.order(inside ? 'stepped' : 'looked')).toEqual({ asleep: true })
    let rang = 0
    while (rang < AT_ONCE) rang += (await other?.order('work'))?.rang ?? 0
    expect(rang).toBe(AT_ONCE)
    const { rows } = await onDatabase<{ fence: number }>(postgres.url, 'select fence from leases')
    expect(Number(rows[0]?.fence)).toBeGreaterThan(fence)
    fence = Number(rows[0]?.fence)
    expect(await sleeper?.wake()).toEqual({ rang: 0 })
    // What it has in its hand is known to be old, not tried and refused. Who finds a sleeper's rows locked puts them off.
    const failed = workers.flatMap(worker => worker.failed())
    if (!inside) expect(failed).toEqual([])
  }

  const warned = `select count(*)::int as steps, count(distinct record_id)::int as findings from journal where event = 'stage.warn'`
  const told = `select count(*)::int as items, count(distinct record_id)::int as findings from outbox where topic = 'receive' and rung = 'warn'`
  const all = ROUNDS * AT_ONCE
  expect((await onDatabase(postgres.url, warned)).rows).toEqual([{ steps: all, findings: all }])
  expect((await onDatabase(postgres.url, told)).rows).toEqual([{ items: all, findings: all }])
  expect(await checkInvariants(postgres.url)).toEqual([])
  process.stdout.write(
    `bar 8: ${ROUNDS} workers stood still with ${all} timers in their hands, 0 stale writes\n`,
  )
})
