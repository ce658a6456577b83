import { describe, expect, it } from 'vitest'
import { ATTEMPTS, type Job, type JobQueue } from '../../workers/queue.ts'
import { afterThis } from '../support/house.ts'
import { until } from '../support/until.ts'

/** First pause after a failure, milliseconds. */
export const PAUSE_MS = 5

/** Opens a queue whose first pause after a failure is `PAUSE_MS`. */
export type OpenQueue = () => Promise<JobQueue>

/** Resolves when `count` calls have come. */
function countdown(count: number): { tick: () => void; done: Promise<void> } {
  let left = count
  let finish: () => void = () => undefined
  const done = new Promise<void>(resolve => {
    finish = resolve
  })
  return {
    tick: () => {
      left -= 1
      if (left === 0) finish()
    },
    done,
  }
}

/** What every job queue promises; each adapter passes it. */
export function describeQueue(name: string, openQueue: OpenQueue): void {
  const open = async (): Promise<JobQueue> => {
    const queue = await openQueue()
    afterThis(() => queue.close())
    return queue
  }
  const job = (id: string): Job => ({ name: 'notice', id })

  describe(name, () => {
    it('hands every job to the handler of its name', async () => {
      const queue = await open()
      const seen: string[] = []
      const all = countdown(3)
      queue.handle('notice', async ({ id }) => {
        seen.push(id)
        all.tick()
      })
      await queue.start()
      for (const id of ['row-a', 'row-b', 'row-c']) await queue.enqueue(job(id))
      await all.done
      expect(seen.sort()).toEqual(['row-a', 'row-b', 'row-c'])
    })

    it('keeps jobs that come before the start', async () => {
      const queue = await open()
      const all = countdown(1)
      queue.handle('notice', async () => all.tick())
      await queue.enqueue(job('early'))
      expect(await queue.depth()).toBe(1)
      await queue.start()
      await all.done
    })

    it('takes a job with the id of one that waits for the same job', async () => {
      const queue = await open()
      let calls = 0
      const last = countdown(1)
      queue.handle('notice', async ({ id }) => {
        if (id === 'same') calls += 1
        else last.tick()
      })
      await queue.enqueue(job('same'))
      await queue.enqueue(job('same'))
      await queue.enqueue(job('last'))
      await queue.start()
      await last.done
      expect(calls).toBe(1)
    })

    it('accepts the same id again once the job is done', async () => {
      const queue = await open()
      let first = countdown(1)
      queue.handle('notice', async () => first.tick())
      await queue.start()
      await queue.enqueue(job('again'))
      await first.done
      await until(async () => (await queue.depth()) === 0)
      first = countdown(1)
      await queue.enqueue(job('again'))
      await first.done
    })

    it('tries a failing job again, and does not hold up the others', async () => {
      const queue = await open()
      const attempts: string[] = []
      const all = countdown(2)
      queue.handle('notice', async ({ id }) => {
        attempts.push(id)
        if (id === 'bad' && attempts.filter(a => a === 'bad').length < 3) throw new Error('通道不可用')
        all.tick()
      })
      await queue.start()
      await queue.enqueue(job('bad'))
      await queue.enqueue(job('good'))
      await all.done
      expect(attempts.filter(id => id === 'bad')).toHaveLength(3)
      expect(attempts.indexOf('good')).toBeLessThan(attempts.lastIndexOf('bad'))
    })

    it('pauses longer after each failure, then drops the job, whose id may come again', async () => {
      const queue = await open()
      const moments: number[] = []
      queue.handle('notice', async () => {
        moments.push(performance.now())
        throw new Error('通道不可用')
      })
      await queue.start()
      await queue.enqueue(job('poisoned'))
      await until(async () => moments.length === ATTEMPTS && (await queue.depth()) === 0)
      const pauses = moments.slice(1).map((moment, n) => moment - (moments[n] ?? 0))
      // Clocks of queue and process may round a millisecond away.
      for (const [n, pause] of pauses.entries()) expect(pause).toBeGreaterThan(PAUSE_MS * 2 ** n - 2)
      await queue.enqueue(job('poisoned'))
      await until(async () => moments.length > ATTEMPTS)
    })

    it('takes many jobs in one go, and those that wait already only once', async () => {
      const queue = await open()
      const seen: string[] = []
      queue.handle('notice', async ({ id }) => void seen.push(id))
      const jobs = Array.from({ length: 600 }, (_, n) => job(`row-${n}`))
      await queue.enqueueAll(jobs)
      await queue.enqueueAll(jobs)
      expect(await queue.counts()).toEqual({ waiting: 600, delayed: 0, active: 0 })
      await queue.start()
      await until(async () => (await queue.depth()) === 0)
      expect(new Set(seen).size).toBe(600)
      expect(seen).toHaveLength(600)
    })

    it('says that it can be reached', async () => {
      const queue = await open()
      expect(await queue.health()).toMatchObject({ state: 'ok', warning: null })
    })

    it('waits on closing for what runs, and refuses afterwards', async () => {
      const queue = await open()
      let ended = false
      const began = countdown(1)
      queue.handle('notice', async () => {
        began.tick()
        await new Promise(resolve => setImmediate(resolve))
        ended = true
      })
      await queue.start()
      await queue.enqueue(job('running'))
      await began.done
      await queue.close()
      expect(ended).toBe(true)
      await expect(queue.enqueue(job('too-late'))).rejects.toThrow()
    })

    it.each([
      { name: 'notice', id: '' },
      { name: 'notice', id: 'a:b' },
      { name: 'notice', id: '42' },
      { name: 'no:tice', id: 'row' },
      { name: '', id: 'row' },
    ])('refuses a name or id that another queue could not carry: $name/$id', async bad => {
      const queue = await open()
      await expect(queue.enqueue(bad)).rejects.toThrow(TypeError)
    })

    it('refuses a second handler for a name', async () => {
      const queue = await open()
      queue.handle('notice', async () => undefined)
      expect(() => queue.handle('notice', async () => undefined)).toThrow()
    })
  })
}
