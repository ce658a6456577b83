import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { freePort } from '../services/free-port.ts'
import { startRedis } from '../services/redis.ts'
import { afterThis } from '../support/house.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { until } from '../support/until.ts'

it('starts and works without Redis, and tells what waited when Redis comes', {
  timeout: 120_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-redis-absent-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
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

interface Ready {
  readonly ok: boolean
  readonly queue: { readonly state: string }
}
