import { describe, expect, it } from 'vitest'
import { ensureRootAdministrator } from '../../src/app/people/bootstrap.ts'
import { buildServer } from '../../src/http/server.ts'
import { afterThis, openHouse, type TestDeps } from '../support/house.ts'
import { ROOT_PASSWORD } from '../support/site.ts'

const TOKEN = 'prometheus-2025-token'

async function open(token: string | null = null, trustedProxies = 0) {
  const deps = await openHouse()
  await ensureRootAdministrator(deps, { bootstrap: `root:${ROOT_PASSWORD}` })
  const prometheus = { token, queueDepth: async () => 7, timersFired: () => 3 }
  const app = await buildServer(deps, { publicOrigin: null, logger: false, trustedProxies, prometheus })
  afterThis(async () => {
    await app.close()
  })
  const scrape = (remoteAddress: string, headers: Record<string, string> = {}) =>
    app.inject({ url: '/prometheus', remoteAddress, headers })
  return { deps, app, scrape }
}

async function outbox(deps: TestDeps, id: string, createdAt: number): Promise<void> {
  const row = { communityId: '长浜', id, topic: 'dispatched', rung: '', level: 0, round: 0, version: 1 }
  const about = { recordType: 'finding', recordId: id, createdAt, doneAt: null }
  await deps.db.transaction(tx => tx.later.post({ ...row, ...about }))
}

describe('the figures for Prometheus', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])(
    'are given on the machine itself: %s',
    async at => {
      const { scrape } = await open()
      expect((await scrape(at)).statusCode).toBe(200)
    },
  )

  it('do not exist for other machines while there is no token', async () => {
    const { scrape } = await open()
    expect((await scrape('192.168.1.9')).statusCode).toBe(404)
    expect((await scrape('192.168.1.9', { authorization: 'Bearer ' })).statusCode).toBe(404)
  })

  it('are given to other machines that bring the token, and to no others', async () => {
    const { scrape } = await open(TOKEN)
    expect((await scrape('192.168.1.9', { authorization: `Bearer ${TOKEN}` })).statusCode).toBe(200)
    expect((await scrape('192.168.1.9', { authorization: `Bearer ${TOKEN}x` })).statusCode).toBe(401)
    expect((await scrape('192.168.1.9')).statusCode).toBe(401)
  })

  it.each([
    ['x-forwarded-for', 0],
    ['x-forwarded-for', 1],
    ['x-real-ip', 0],
    ['forwarded', 0],
  ])('are not given through a proxy on the same machine (%s, %i trusted)', async (header, trusted) => {
    const { scrape } = await open(null, trusted)
    expect((await scrape('127.0.0.1', { [header]: '127.0.0.1' })).statusCode).toBe(404)
  })

  it('tell what waits and for how long, what was sent, and how requests went', async () => {
    const { deps, app, scrape } = await open()
    const now = deps.clock.now()
    await outbox(deps, 'a', now - 90_000)
    await outbox(deps, 'b', now - 10_000)
    const timer = { communityId: '长浜', recordType: 'finding', recordId: 'f', token: 1, attempts: 0 }
    await deps.db.transaction(async tx => {
      await tx.later.setTimer({ ...timer, name: 'due', fireAt: now - 4_000, tryAt: now - 4_000 })
      await tx.later.setTimer({ ...timer, name: 'later', fireAt: now + 4_000, tryAt: now + 4_000 })
    })
    await app.inject({ url: '/api/v1/findings/0190a0a0-0000-7000-8000-000000000000' })
    const wrong = { login: 'root', password: 'Zaojian-8-Yangliu' }
    await app.inject({ method: 'POST', url: '/api/v1/session', payload: wrong })

    const { body, headers } = await scrape('127.0.0.1')
    expect(headers['content-type']).toContain('text/plain')
    const value = (name: string): number | undefined => {
      const line = body.split('\n').find(each => each.startsWith(`${name} `))
      return line === undefined ? undefined : Number(line.split(' ').at(-1))
    }
    expect(value('xuncha_outbox_waiting')).toBe(2)
    expect(value('xuncha_outbox_oldest_seconds')).toBe(90)
    expect(value('xuncha_timers_due')).toBe(1)
    expect(value('xuncha_timer_lag_seconds')).toBe(4)
    expect(value('xuncha_timers_fired_total')).toBe(3)
    expect(value('xuncha_queue_depth')).toBe(7)
    expect(value('xuncha_sign_in_failures_total{reason="wrong"}')).toBe(1)
    expect(value('xuncha_db_commits_total')).toBe(deps.db.tally.commits)
    expect(value('xuncha_db_turns_per_commit')).toBeGreaterThan(0)
    expect(value('xuncha_nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
    expect(
      value(
        'xuncha_http_request_duration_seconds_count{method="GET",route="/api/v1/findings/:id",status="4xx"}',
      ),
    ).toBe(1)
    expect(body).not.toContain('0190a0a0')
  })

  it('keep apart what two servers in one process measure', async () => {
    const [first, second] = [await open(), await open()]
    await first.app.inject({ url: '/health/live' })
    expect((await first.scrape('127.0.0.1')).body).toContain('route="/health/live"')
    expect((await second.scrape('127.0.0.1')).body).not.toContain('route="/health/live"')
  })
})
