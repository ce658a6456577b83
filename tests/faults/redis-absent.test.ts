import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { freePort } from '../services/free-port.ts'
import { startRedis } from '../services/redis.ts'
import { afterThis } from '../support/house.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'
import { until } from '../support/until.ts'

/*
 * Redis is a convenience: without it everything is written and answered, and told of once it comes. At full size by
 * `npm run test:faults`: ten minutes without it, and then the time of an answer is compared.
 */

const AWAY_MS = Number(process.env.XUNCHA_REDIS_AWAY_MS ?? 2_000)
const FULL = AWAY_MS >= 600_000
const BEFORE_MS = FULL ? 60_000 : 1_000
const PACE_MS = 50
const BACK_WITHIN_MS = 30_000

it('starts and works without Redis, and tells what waited when Redis comes', {
  timeout: 120_000,
}, async () => {
  const directory = await temporary()
  const port = await freePort()
  const server = await startServer(directory, {
    QUEUE_URL: `redis://127.0.0.1:${port}`,
    XUNCHA_LOG_LEVEL: 'silent',
  })
  afterThis(server.kill)
  const { call, placeId, unitId, member } = await settle(server.address)
  const token = await member('zhou', '周督查', ['coordinator', 'supervisor'])
  const report = { categoryCode: '0101', placeId, description: '楼道堆物' }
  /** Reports a finding and sends it to the unit, who is to be told. */
  const write = async (): Promise<void> => {
    const { body, status } = await call('POST', '/findings', { token, body: report })
    expect(status).toBe(201)
    for (const event of [{ type: 'register' }, { type: 'dispatch', unitId }])
      expect((await call('POST', `/findings/${body.id}/events`, { token, body: event })).status).toBe(200)
  }
  for (let n = 0; n < 10; n += 1) await write()
  const ready = async () => (await (await fetch(`${server.address}/health/ready`)).json()) as Ready
  expect(await ready()).toMatchObject({ ok: true, queue: { kind: 'redis', state: 'unreachable' } })

  const file = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { readonly: true })
  afterThis(async () => void file.close())
  const waiting = file.prepare('select count(*) from outbox where done_at is null').pluck()
  const all = file.prepare('select count(*) from outbox').pluck().get()
  expect(waiting.get()).toBe(all)
  expect(all).toBeGreaterThan(0)

  const redis = await startRedis(['--port', String(port)])
  afterThis(redis.stop)
  await until(() => waiting.get() === 0)
  await until(async () => (await ready()).queue.state === 'ok')
  await write()
  expect(await server.stop()).toBe(0)
})

it(`answers writes as quickly while Redis is away for ${AWAY_MS / 1_000} s, and goes on when it is back`, {
  timeout: 120_000 + AWAY_MS + BEFORE_MS,
}, async () => {
  const directory = await temporary()
  const redis = await startRedis()
  afterThis(redis.stop)
  const server = await startServer(directory, { QUEUE_URL: redis.url, XUNCHA_LOG_LEVEL: 'silent' })
  afterThis(server.kill)
  const { call, placeId, member } = await settle(server.address)
  const token = await member('zhou', '周督查', ['coordinator', 'supervisor'])
  const body = { categoryCode: '0101', placeId, description: '楼道堆物' }
  /** How long each of the writes took that were sent one after another, at a walker's pace, for a while. */
  const write = async (forMs: number): Promise<number[]> => {
    const took: number[] = []
    for (const until = performance.now() + forMs; performance.now() < until; ) {
      const sent = performance.now()
      expect((await call('POST', '/findings', { token, body })).status).toBe(201)
      took.push(performance.now() - sent)
      await pause(PACE_MS)
    }
    return took.sort((a, b) => a - b)
  }
  const p99 = (took: readonly number[]): number => took[Math.floor(took.length * 0.99)] ?? Number.NaN

  await write(BEFORE_MS / 4)
  const normal = await write(BEFORE_MS)
  await redis.kill()
  const away = await write(AWAY_MS)
  process.stdout.write(
    `bar 5: Redis away for ${AWAY_MS / 1_000} s, ${away.length} of ${away.length} writes succeed, p99 ${p99(away).toFixed(0)} ms (${p99(normal).toFixed(0)} ms with it)\n`,
  )
  if (FULL) expect(p99(away)).toBeLessThanOrEqual(Math.min(500, 2 * p99(normal)))

  const file = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { readonly: true })
  afterThis(async () => void file.close())
  const waiting = file.prepare('select count(*) from outbox where done_at is null').pluck()
  expect(waiting.get()).toBeGreaterThan(0)
  const back = performance.now()
  await redis.restart()
  await until(() => waiting.get() === 0)
  if (FULL) expect(performance.now() - back).toBeLessThan(BACK_WITHIN_MS)
  expect(await server.stop()).toBe(0)
})

interface Ready {
  readonly ok: boolean
  readonly queue: { readonly state: string }
}
