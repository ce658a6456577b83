import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { startRedis } from '../services/redis.ts'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { ROOT_PASSWORD, startServer } from '../support/server-process.ts'

it.each(['inside the process', 'in Redis', 'in a Redis that is gone'])(
  'answers what it has begun before it ends, with its queue %s',
  { timeout: 60_000 },
  async place => {
    const directory = await mkdtemp(join(tmpdir(), 'xuncha-stop-'))
    afterThis(() => rm(directory, { recursive: true, force: true }))
    const redis = place === 'inside the process' ? null : await startRedis()
    if (redis) afterThis(redis.stop)
    const server = await startServer(directory, {
      XUNCHA_LOG_LEVEL: 'silent',
      ...(redis ? { QUEUE_URL: redis.url } : {}),
    })
    if (place.endsWith('gone')) await redis?.kill()
    const { call } = createClient(server.address)
    const body = { login: 'root', password: ROOT_PASSWORD }
    // Passwords are checked a few at a time: when the first is answered, the others are under way.
    const answers = Array.from({ length: 8 }, () => call('POST', '/session', { body }))
    await Promise.race(answers)
    const asked = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - asked).toBeLessThan(6_000)
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(8).fill(201))
    await expect(fetch(server.address)).rejects.toThrow()
  },
)

it('answers what lay unread in its sockets when it was asked to end', { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-stop-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
  const server = await startServer(directory, { XUNCHA_LOG_LEVEL: 'silent' })
  const { hostname, port } = new URL(server.address)
  // Halted, it takes nothing in; the kernel does, as when a machine is busy.
  process.kill(server.pid, 'SIGSTOP')
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const socket = connect(Number(port), hostname)
      await once(socket, 'connect')
      socket.write(`GET /health/ready HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
      return { answer: text(socket) }
    }),
  )
  const stopped = server.stop()
  process.kill(server.pid, 'SIGCONT')
  for (const answer of await Promise.all(answers.map(each => each.answer)))
    expect(answer).toMatch(/^HTTP\/1\.1 (200|503) /)
  expect(await stopped).toBe(0)
})
