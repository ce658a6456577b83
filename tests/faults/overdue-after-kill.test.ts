import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'

it('turns overdue once, though the server was killed between dispatch and due', {
  timeout: 60_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-overdue-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
  const first = await startServer(directory)
  const { call, root, communityId, placeId, unitId, member } = await settle(first.address)
  const token = await member('zhou', '周督查', ['coordinator', 'supervisor'])
  const limit = { limit: { duration: 'PT2S', basis: 'continuous' } }
  await call('PATCH', `/communities/${communityId}/categories/0101`, { token: root, body: limit })
  const report = { categoryCode: '0101', placeId, description: '楼道堆物' }
  const { body } = await call('POST', '/findings', { token, body: report })
  await call('POST', `/findings/${body.id}/events`, { token, body: { type: 'register' } })
  const sent = await call('POST', `/findings/${body.id}/events`, {
    token,
    body: { type: 'dispatch', unitId },
  })
  const dueAt = Date.parse(String((sent.body.clock as { dueAt: string }).dueAt))
  await first.kill()

  const second = await startServer(directory)
  const again = createClient(second.address)
  const history = async (): Promise<{ event: string; at: string }[]> =>
    (await again.call('GET', `/findings/${body.id}/history`, { token })).body.items as {
      event: string
      at: string
    }[]
  let events = await history()
  // The red card is the last thing the clock does: when it is there, everything has fired.
  while (!events.some(({ event }) => event === 'clock.red')) events = await history()
  expect(await second.stop()).toBe(0)

  const ofClock = events.filter(({ event }) => event.startsWith('clock.'))
  expect(ofClock.map(({ event }) => event)).toEqual([
    'clock.warn',
    'clock.overdue',
    'clock.yellow',
    'clock.red',
  ])
  const overdue = ofClock.find(({ event }) => event === 'clock.overdue')
  expect(Date.parse(overdue?.at ?? '')).toBeGreaterThanOrEqual(dueAt)
})
