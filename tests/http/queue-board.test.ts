import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { describe, expect, inject, it } from 'vitest'
import { buildServer, type ServerOptions } from '../../src/http/server.ts'
import { createBullmqQueue } from '../../workers/bullmq-queue.ts'
import { afterThis, openHouse, type TestDeps } from '../support/house.ts'
import { openTown, PASSWORD } from '../support/site.ts'

async function serverWith(deps: TestDeps, options: Partial<ServerOptions>) {
  const app = await buildServer(deps, { publicOrigin: null, logger: false, ...options })
  afterThis(() => app.close())
  return app
}

async function openBoard() {
  const deps = await openHouse()
  const town = await openTown(deps)
  const queue = createBullmqQueue({ url: inject('redisUrl'), space: randomUUID() })
  afterThis(queue.close)
  await queue.opened
  await queue.enqueue({ name: 'notice', id: 'row-1' })
  const app = await serverWith(deps, { boardQueue: queue.current })
  return { deps, town, app }
}

describe('the operators’ view of the queue', () => {
  it('shows the root administrator what waits', async () => {
    const { town, app } = await openBoard()
    const answer = await app.inject({ url: '/admin/queues/api/queues', headers: { cookie: town.root } })
    expect(answer.statusCode).toBe(200)
    expect(answer.json().queues[0]).toMatchObject({
      name: 'jobs',
      readOnlyMode: true,
      counts: { waiting: 1 },
    })
    const page = await app.inject({ url: '/admin/queues', headers: { cookie: town.root } })
    expect(page.headers['content-type']).toContain('text/html')
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("base-uri 'self'")
    expect(policy).not.toContain('unsafe')
  })

  it('is shut to everybody else, each of its addresses', async () => {
    const { town, app } = await openBoard()
    await town.add('guanli', { roles: [{ role: 'admin', placeId: null }] })
    await town.add('xuncha', { roles: [{ role: 'patroller', placeId: null }] })
    const cookies = [await town.signIn('guanli', PASSWORD), await town.signIn('xuncha', PASSWORD)]
    const paths = ['', '/', '/api/queues', '/static/images/logo.svg', '/queue/jobs', '/api/queues/jobs/row-1']
    for (const path of paths) {
      const url = `/admin/queues${path}`
      expect((await app.inject({ url })).statusCode, url).toBe(401)
      for (const cookie of cookies)
        expect((await app.inject({ url, headers: { cookie } })).statusCode, url).toBe(403)
    }
  })

  it('changes nothing, not even for the root administrator, and not for a page of another site', async () => {
    const { town, app } = await openBoard()
    const pause = (headers: Record<string, string>) =>
      app.inject({ method: 'PUT', url: '/admin/queues/api/queues/jobs/pause', headers })
    const own = await pause({ cookie: town.root, 'sec-fetch-site': 'same-origin' })
    expect(own.statusCode).toBe(403)
    expect(own.json().code).toBe('queue.read_only')
    const foreign = await pause({ cookie: town.root, 'sec-fetch-site': 'cross-site' })
    expect(foreign.json().code).toBe('request.cross_site')
  })

  it('says where the queue is when there is nothing to look at', async () => {
    const deps = await openHouse()
    const town = await openTown(deps)
    const answer = await town.app.inject({ url: '/admin/queues', headers: { cookie: town.root } })
    expect(answer.statusCode).toBe(404)
    expect(answer.json().code).toBe('queue.inside_process')
    expect((await town.app.inject({ url: '/admin/queues' })).statusCode).toBe(401)
  })

  it('says that the queue cannot be reached', async () => {
    const deps = await openHouse()
    const town = await openTown(deps)
    const app = await serverWith(deps, { boardQueue: () => null })
    const answer = await app.inject({ url: '/admin/queues/api/queues', headers: { cookie: town.root } })
    expect(answer.statusCode).toBe(503)
    expect(answer.json().code).toBe('queue.unreachable')
  })
})

describe('several processes', () => {
  it('count a caller’s requests together in Redis', async () => {
    const deps = await openHouse()
    const sharedCounts = new Redis(inject('redisUrl'))
    afterThis(async () => sharedCounts.disconnect())
    // Counts are kept by address: one that no other test calls from.
    const remoteAddress = `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`
    const options = { sharedCounts, requestsPerMinute: 2 }
    const [one, two] = [await serverWith(deps, options), await serverWith(deps, options)]
    const url = '/api/v1/openapi.json'
    expect((await one.inject({ url, remoteAddress })).statusCode).toBe(200)
    expect((await two.inject({ url, remoteAddress })).statusCode).toBe(200)
    expect((await one.inject({ url, remoteAddress })).statusCode).toBe(429)
    expect((await two.inject({ url, remoteAddress })).statusCode).toBe(429)
  })

  it('let requests through while Redis is away', async () => {
    const deps = await openHouse()
    const sharedCounts = new Redis({ port: 1, lazyConnect: true, enableOfflineQueue: false })
    sharedCounts.on('error', () => undefined)
    afterThis(async () => sharedCounts.disconnect())
    const app = await serverWith(deps, { sharedCounts, requestsPerMinute: 1 })
    for (const _ of [1, 2, 3])
      expect((await app.inject({ url: '/api/v1/openapi.json' })).statusCode).toBe(200)
  })

  it('that only work answer nothing but who watches over them', async () => {
    const app = await serverWith(await openHouse(), { probesOnly: true })
    expect((await app.inject({ url: '/health/ready' })).statusCode).toBe(200)
    for (const url of ['/', '/docs', '/api/v1/openapi.json', '/api/v1/findings', '/admin/queues', '/setup'])
      expect((await app.inject({ url })).statusCode, url).toBe(404)
  })

  it('are not ready any more once they are stopping, and stay ready when only the queue is away', async () => {
    const deps = await openHouse()
    let stopping = false
    const app = await serverWith(deps, {
      stopping: () => stopping,
      queueHealth: async () => ({ kind: 'redis', state: 'unreachable', warning: null }),
    })
    const ready = await app.inject({ url: '/health/ready' })
    expect(ready.statusCode).toBe(200)
    expect(ready.json().queue).toEqual({ kind: 'redis', state: 'unreachable', warning: null })
    stopping = true
    expect((await app.inject({ url: '/health/ready' })).statusCode).toBe(503)
    expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200)
  })
})
