import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { temporary } from '../support/temporary.ts'

/*
 * Another program holds the database file to itself (F13), as a curious administrator's shell does. Writes are refused
 * in words and lose nothing, reading goes on, and nobody waits behind it. At full size by `npm run test:faults` and
 * `npm run bars`: ten seconds, and then the gaps are looked at, too.
 */

const HELD_MS = Number(process.env.XUNCHA_LOCKED_MS ?? 1_500)
const FULL = HELD_MS >= 10_000
const GAP_MS = 250
const TICK_MS = 10

it(`${HELD_MS} ms of a locked file: writes are refused, and nothing is lost`, {
  timeout: 90_000,
}, async () => {
  const directory = await temporary()
  const server = await startServer(directory, { XUNCHA_LOG_LEVEL: 'silent' })
  afterThis(() => server.kill())
  const { placeId, member } = await settle(server.address)
  const token = await member('zhou', '周督查', ['coordinator', 'supervisor'])
  const { call } = createClient(server.address)
  const report = (key: string) =>
    call('POST', '/findings', {
      token,
      headers: { 'idempotency-key': key },
      body: { categoryCode: '0101', placeId, description: '楼道堆物' },
    })
  const total = async () => (await call('GET', '/findings?count=true&limit=1', { token })).body.total
  expect((await report(randomUUID())).status).toBe(201)

  const shell = new BetterSqlite3(join(directory, 'xuncha.sqlite'))
  shell.exec('BEGIN IMMEDIATE')
  const until = performance.now() + HELD_MS
  const held = () => performance.now() < until
  const keys: string[] = []
  const refused: number[] = []
  const write = async (): Promise<void> => {
    while (held()) {
      const key = randomUUID()
      keys.push(key)
      const answer = await report(key)
      refused.push(answer.status)
      if (answer.status === 503) expect(answer.headers.get('retry-after')).not.toBeNull()
    }
  }
  let gap = 0
  let read = 0
  const tick = async (): Promise<void> => {
    while (held()) {
      const asked = performance.now()
      expect(await total()).toBe(1)
      gap = Math.max(gap, performance.now() - asked)
      read += 1
      await pause(TICK_MS)
    }
  }
  await Promise.all([write(), write(), write(), write(), tick()])
  shell.exec('ROLLBACK')
  shell.close()

  process.stdout.write(
    `bar 9: file locked for ${HELD_MS} ms, ${refused.length} writes refused, ${read} reads meanwhile, the longest ${gap.toFixed(0)} ms\n`,
  )
  expect(new Set(refused)).toEqual(new Set([503]))
  expect(read).toBeGreaterThan(3)
  if (FULL) expect(gap).toBeLessThan(GAP_MS)
  // Sent again under the same keys, everything is made, once.
  for (const key of keys) expect((await report(key)).status).toBe(201)
  for (const key of keys.slice(0, 5)) expect((await report(key)).status).toBe(201)
  expect(await total()).toBe(keys.length + 1)
})
