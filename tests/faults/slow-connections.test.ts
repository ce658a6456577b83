import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { ROOT_PASSWORD, startServer } from '../support/server-process.ts'
import { temporary } from '../support/temporary.ts'

/*
 * Many connections that say a byte a second, or nothing, so that nobody else is answered (F20). They are closed, and
 * everybody else goes on as before. At full size by `npm run test:faults` and `npm run bars`: 1 000, and then the time
 * that an answer takes is looked at, too.
 */

const SLOW = Number(process.env.XUNCHA_SLOW ?? 90)
const FULL = SLOW >= 1_000
const CLOSED_WITHIN_MS = 15_000
const ANSWERED_WITHIN_MS = 500
/** Between two ordinary requests. */
const PACE_MS = 10

const LINES = 'POST /api/v1/session HTTP/1.1\r\nhost: xuncha\r\ncontent-type: application/json\r\n'
const WAYS = {
  'headers that never end': `${LINES}x-slow: `,
  'a body that never ends': `${LINES}content-length: 4096\r\n\r\n{"login":"`,
  'nothing at all': '',
} as const

/** Opens a connection, says how it begins and then a byte a second; gives how long it was borne, milliseconds. */
function dribble(port: number, begins: string): Promise<number> {
  const opened = performance.now()
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(begins))
    const bytes = begins === '' ? null : setInterval(() => socket.write('a'), 1_000)
    socket.resume()
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (bytes) clearInterval(bytes)
      resolve(performance.now() - opened)
    })
    socket.setTimeout(40_000, () => reject(new Error('a slow connection was borne for forty seconds')))
  })
}

it(`closes ${SLOW} slow connections, and answers everybody else meanwhile`, { timeout: 90_000 }, async () => {
  const server = await startServer(await temporary())
  afterThis(() => server.kill())
  const { call, signIn } = createClient(server.address)
  const token = await signIn('root', ROOT_PASSWORD)
  const port = Number(new URL(server.address).port)
  const begins = Object.values(WAYS)
  let open = SLOW
  const slow = Array.from({ length: SLOW }, async (_, n) => {
    const borne = await dribble(port, begins[n % begins.length] ?? '')
    open -= 1
    return borne
  })
  const times: number[] = []
  while (open > 0) {
    const asked = performance.now()
    expect((await call('GET', '/communities', { token })).status).toBe(200)
    times.push(performance.now() - asked)
    await pause(PACE_MS)
  }
  const longest = Math.max(...(await Promise.all(slow)))
  times.sort((a, b) => a - b)
  const p99 = times[Math.floor(times.length * 0.99)] ?? Number.POSITIVE_INFINITY
  process.stdout.write(
    `bar 12: ${SLOW} slow connections, the last closed after ${(longest / 1_000).toFixed(1)} s; ${times.length} others answered meanwhile, p99 ${p99.toFixed(0)} ms\n`,
  )
  expect(times.length).toBeGreaterThan(20)
  expect((await call('GET', '/communities', { token })).status).toBe(200)
  // A machine that runs other tests beside this one is no measure of time.
  expect(longest).toBeLessThan(FULL ? CLOSED_WITHIN_MS : 2 * CLOSED_WITHIN_MS)
  if (FULL) expect(p99).toBeLessThan(ANSWERED_WITHIN_MS)
})
