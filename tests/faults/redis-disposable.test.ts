import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { createBullmqQueue } from '../../workers/bullmq-queue.ts'
import { createBullmqWakes } from '../../workers/bullmq-wakes.ts'
import { startWorkers } from '../../workers/start.ts'
import { startRedis } from '../services/redis.ts'
import { afterThis, openHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

/*
 * Redis is emptied or killed while notices wait in it, again and again. Every notice is carried out all the same, each
 * once, and soon. At full size by `npm run test:faults`: 20 faults with 1000 notices each.
 */

const FAULTS = Number(process.env.XUNCHA_REDIS_FAULTS ?? 2)
const ROWS = Number(process.env.XUNCHA_REDIS_ROWS ?? 300)
const BACK_WITHIN_MS = 30_000

it(`carries out ${ROWS} notices, each once, through each of ${FAULTS} losses of Redis`, {
  timeout: 60_000 + FAULTS * 2 * BACK_WITHIN_MS,
}, async () => {
  const redis = await startRedis()
  afterThis(redis.stop)
  const house = await openHouse()
  const deps = { ...house, clock: { now: Date.now } }
  const file = new BetterSqlite3(join(house.directory, 'xuncha.sqlite'))
  afterThis(async () => void file.close())
  // Counted by the database itself, so that a mark made twice cannot hide.
  file.exec(`
    create table marks (id text not null);
    create trigger marked after update of done_at on outbox begin insert into marks values (new.id); end;
  `)
  const marks = file.prepare('select count(*) from marks').pluck()

  const queue = createBullmqQueue({ url: redis.url })
  const wakes = createBullmqWakes({ url: redis.url })
  const workers = await startWorkers(deps, { queue, wakes, holder: null, onFailure: () => undefined })
  afterThis(workers.stop)
  await queue.opened

  for (let fault = 0; fault < FAULTS; fault += 1) {
    await deps.db.transaction(async tx => {
      for (let n = 0; n < ROWS; n += 1) await tx.later.post(noticeOf(fault, n))
    })
    await until(async () => (await queue.depth()) > 0)
    if (fault % 2 === 0) await flush(redis.url)
    else await redis.restart()
    const lost = performance.now()
    await until(() => marks.get() === (fault + 1) * ROWS)
    expect(performance.now() - lost).toBeLessThan(BACK_WITHIN_MS)
  }

  expect(await deps.db.read.later.waitingOutbox(1)).toEqual([])
  expect(file.prepare('select count(distinct id) from marks').pluck().get()).toBe(FAULTS * ROWS)
  expect(marks.get()).toBe(FAULTS * ROWS)
  process.stdout.write(`bar 5: ${FAULTS} losses of Redis with ${ROWS} rows pending, 0 lost, 0 twice\n`)
})

async function flush(url: string): Promise<void> {
  const redis = new Redis(url)
  await redis.flushall()
  redis.disconnect()
}

const noticeOf = (fault: number, n: number) => ({
  communityId: 'cb',
  id: `n${fault}-${n}`,
  topic: 'dispatched',
  rung: '',
  level: 0,
  round: 0,
  recordType: 'finding',
  recordId: 'f',
  version: 1,
  createdAt: Date.now(),
  doneAt: null,
})
