import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { type BullmqQueueOptions, createBullmqQueue } from '../../workers/bullmq-queue.ts'
import { createBullmqWakes } from '../../workers/bullmq-wakes.ts'
import { freePort } from '../services/free-port.ts'
import { type RedisServer, startRedis } from '../services/redis.ts'
import { afterThis } from '../support/house.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

/* Whatever happens to Redis: nobody waits for it, and it is used again when it comes back. Each test has its own. */

async function ownRedis(options: readonly string[] = []): Promise<RedisServer> {
  const redis = await startRedis(options)
  afterThis(redis.stop)
  return redis
}

function openQueue(url: string, options: Partial<BullmqQueueOptions> = {}) {
  const queue = createBullmqQueue({ url, pauseMs: 5, ...options })
  afterThis(queue.close)
  const seen: string[] = []
  queue.handle('notice', async ({ id }) => void seen.push(id))
  return { queue, seen }
}

/** Runs commands as an operator would. */
async function command(url: string, ...words: [string, ...string[]]): Promise<void> {
  const redis = new Redis(url)
  await redis.call(...words)
  redis.disconnect()
}

const job = (id: string) => ({ name: 'notice', id })

describe('the queue on Redis', () => {
  it('is refused at once while Redis is not there yet, and used when it comes', async () => {
    const port = await freePort()
    const { queue, seen } = openQueue(`redis://127.0.0.1:${port}`)
    await queue.start()
    await expect(queue.enqueue(job('early'))).rejects.toThrow('cannot be reached')
    expect(await queue.health()).toMatchObject({ kind: 'redis', state: 'unreachable' })

    const redis = await startRedis(['--port', String(port)])
    afterThis(redis.stop)
    await queue.opened
    await queue.enqueue(job('late'))
    await until(() => seen.includes('late'))
  })

  it('works on after Redis was killed and came back empty', async () => {
    const redis = await ownRedis()
    const { queue, seen } = openQueue(redis.url)
    await queue.opened
    await queue.start()
    await queue.enqueue(job('before'))
    await until(() => seen.includes('before'))
    await redis.kill()
    const asked = performance.now()
    await expect(queue.enqueue(job('meanwhile'))).rejects.toThrow()
    expect(performance.now() - asked).toBeLessThan(3_000)
    await redis.restart()
    await until(() =>
      queue.enqueue(job('after')).then(
        () => true,
        () => false,
      ),
    )
    await until(() => seen.includes('after'))
  })

  it('takes the same ids again after it was flushed', async () => {
    const redis = await ownRedis()
    const { queue, seen } = openQueue(redis.url)
    await queue.opened
    await queue.enqueueAll(['a', 'b'].map(job))
    await command(redis.url, 'FLUSHALL')
    expect(await queue.depth()).toBe(0)
    await queue.enqueueAll(['a', 'b'].map(job))
    await queue.start()
    await until(() => seen.length === 2)
  })

  it('refuses jobs while Redis is full, and works on when there is room', async () => {
    const redis = await ownRedis()
    const { queue, seen } = openQueue(redis.url)
    await queue.opened
    await queue.start()
    await command(redis.url, 'CONFIG', 'SET', 'maxmemory', '1')
    await expect(queue.enqueue(job('refused'))).rejects.toThrow('OOM')
    await command(redis.url, 'CONFIG', 'SET', 'maxmemory', '0')
    await queue.enqueue(job('refused'))
    await until(() => seen.includes('refused'))
  })

  it('keeps nobody waiting when the line goes dead', async () => {
    const redis = await ownRedis()
    const proxy = await openTcpProxy(redis.port)
    afterThis(proxy.close)
    const { queue, seen } = openQueue(`redis://127.0.0.1:${proxy.port}`)
    await queue.opened
    await queue.start()
    proxy.swallow()
    const asked = performance.now()
    await expect(queue.enqueue(job('first'))).rejects.toThrow()
    expect(performance.now() - asked).toBeLessThan(4_000)
    // The first caller met the dead line; the next ones are told at once.
    await until(() => performance.now() - asked > 2_500)
    const again = performance.now()
    await expect(queue.enqueue(job('second'))).rejects.toThrow()
    expect(performance.now() - again).toBeLessThan(500)
    proxy.heal()
    await until(() =>
      queue.enqueue(job('third')).then(
        () => true,
        () => false,
      ),
    )
    await until(() => seen.includes('third'))
  }, 60_000)

  it('shows a policy that would throw jobs away', async () => {
    const redis = await ownRedis(['--maxmemory-policy', 'allkeys-lru'])
    const { queue } = openQueue(redis.url)
    await queue.opened
    const { state, warning } = await queue.health()
    expect(state).toBe('ok')
    expect(warning).toContain('allkeys-lru')
    expect(warning).toContain('noeviction')
  })

  it('takes a row again that BullMQ gave up after two workers had died over it', async () => {
    const redis = await ownRedis()
    const { queue, seen } = openQueue(redis.url)
    await queue.opened
    await queue.enqueue(job('fatal'))
    const impatient = { lockDuration: 100, stalledInterval: 50, skipLockRenewal: true }
    for (let deaths = 0; deaths < 2; deaths += 1) {
      const taken = await new Promise<Worker>(resolve => {
        const worker: Worker = new Worker('jobs', () => new Promise(() => resolve(worker)), {
          connection: { url: redis.url, maxRetriesPerRequest: null },
          prefix: 'xuncha',
          ...impatient,
        })
        worker.on('error', () => undefined)
      })
      await taken.close(true)
    }
    const undertaker = new Worker('jobs', async () => undefined, {
      connection: { url: redis.url, maxRetriesPerRequest: null },
      prefix: 'xuncha',
      ...impatient,
    })
    const reason = await new Promise<string>(resolve => {
      undertaker.on('failed', (_, error) => resolve(error.message))
    })
    expect(reason).toContain('stalled')
    await until(async () => (await queue.depth()) === 0)
    await undertaker.close()
    expect(seen).toEqual([])
    await queue.start()
    await queue.enqueue(job('fatal'))
    await until(() => seen.includes('fatal'))
  })

  it('closes within seconds though Redis is gone', async () => {
    const redis = await ownRedis()
    const { queue, seen } = openQueue(redis.url)
    await queue.opened
    await queue.start()
    await queue.enqueue(job('one'))
    await until(() => seen.includes('one'))
    await redis.kill()
    const asked = performance.now()
    await queue.close()
    expect(performance.now() - asked).toBeLessThan(6_000)
  })
})

describe('wake-ups through Redis', () => {
  it('reach one of several processes each time', async () => {
    const redis = await ownRedis()
    let calls = 0
    for (const _ of [1, 2]) {
      const wakes = createBullmqWakes({ url: redis.url })
      afterThis(wakes.close)
      wakes.every('timers', 200, async () => {
        calls += 1
      })
      wakes.start()
    }
    await until(() => calls > 0)
    const [began, before] = [performance.now(), calls]
    await until(() => calls >= before + 10)
    // Ten wake-ups of both processes together take ten intervals, not five.
    expect(performance.now() - began).toBeGreaterThan(1_500)
  })
})
