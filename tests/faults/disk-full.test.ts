import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'

/** Longer than the pause after which an idle server copies its log back into the database file. */
const IDLE_MS = 1_600

it('refuses writes when the disk takes no more, keeps what it acknowledged, and goes on reading', {
  timeout: 90_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-full-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
  const server = await startServer(directory, { XUNCHA_LOG_LEVEL: 'silent' }, 3_000)
  afterThis(() => server.kill())
  const { call, placeId, member } = await settle(server.address)
  const token = await member('zhou', '周督查', ['coordinator', 'supervisor'])

  const report = { categoryCode: '0101', placeId, description: '楼道堆物'.repeat(500) }
  const write = () => call('POST', '/findings', { token, body: report })
  const total = async () => (await call('GET', '/findings?count=true&limit=1', { token })).body.total
  let acknowledged = 0
  // First the log is full; copied back while idle it takes more, until the database file is full as well.
  for (let before = -1; before < acknowledged; ) {
    before = acknowledged
    let last = await write()
    for (; last.status === 201; last = await write()) acknowledged += 1
    expect([503, 507]).toContain(last.status)
    expect(last.headers.get('retry-after')).not.toBeNull()
    const until = performance.now() + IDLE_MS
    while (performance.now() < until) expect(await total()).toBe(acknowledged)
  }
  expect(acknowledged).toBeGreaterThan(50)
  await server.kill()

  const roomy = await startServer(directory)
  const again = createClient(roomy.address)
  expect((await again.call('GET', '/findings?count=true&limit=1', { token })).body.total).toBe(acknowledged)
  expect((await again.call('GET', '/audit/integrity', { token })).body.ok).toBe(true)
  expect((await again.call('POST', '/findings', { token, body: report })).status).toBe(201)
  expect(await roomy.stop()).toBe(0)
})
