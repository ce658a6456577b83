import { describe, expect, it } from 'vitest'
import { createOutboxDispatch, handleNotices } from '../../workers/dispatch-outbox.ts'
import { createDispatch } from '../../workers/dispatch-rows.ts'
import type { Job } from '../../workers/queue.ts'
import { openHouse } from '../support/house.ts'

const rows = Array.from({ length: 25 }, (_, n) => n)
const list = async (after: number | null, limit: number) =>
  rows.filter(n => after === null || n > after).slice(0, limit)

describe('the dispatch of waiting rows', () => {
  it('comes to rows behind those that stay, and begins anew at the end', async () => {
    const seen: string[][] = []
    const dispatch = createDispatch<number>({
      queue: { enqueueAll: async jobs => void seen.push(jobs.map(job => job.id)) },
      list,
      jobsOf: met => met.map(n => ({ name: 'notice', id: `r${n}` })),
      atOnce: 5,
      most: 10,
    })
    expect(await dispatch()).toBe(10)
    expect(await dispatch()).toBe(10)
    expect(await dispatch()).toBe(5)
    expect(new Set(seen.flat()).size).toBe(25)
    await dispatch()
    expect(seen.at(-2)?.[0]).toBe('r0')
  })

  it('stays where it was when the queue refuses', async () => {
    const seen: Job[] = []
    let away = true
    const dispatch = createDispatch<number>({
      queue: {
        enqueueAll: async jobs => {
          if (away) throw new Error('the queue cannot be reached')
          seen.push(...jobs)
        },
      },
      list,
      jobsOf: met => met.map(n => ({ name: 'notice', id: `r${n}` })),
      atOnce: 10,
      most: 10,
    })
    await expect(dispatch()).rejects.toThrow()
    away = false
    await dispatch()
    expect(seen[0]?.id).toBe('r0')
  })

  it('wakes somebody for every outbox row, and once for as many as go together where they are many', async () => {
    const deps = await openHouse()
    const moment = deps.clock.now()
    const post = (communityId: string, count: number) =>
      deps.db.transaction(async tx => {
        for (let n = 0; n < count; n += 1)
          await tx.later.post({
            communityId,
            id: `n${String(n).padStart(4, '0')}`,
            topic: 'dispatched',
            rung: '',
            level: 0,
            round: 0,
            recordType: 'finding',
            recordId: 'f',
            version: 1,
            createdAt: moment + Math.floor(n / 600),
            doneAt: n === 7 ? moment : null,
          })
      })
    await post('busy', 1_203)
    await post('calm', 3)
    const jobs: Job[] = []
    const queue = { enqueueAll: async (more: readonly Job[]) => void jobs.push(...more) }
    expect(await createOutboxDispatch(queue, deps)()).toBe(1_205)
    const ids = jobs.map(job => job.id)
    expect(ids.filter(id => id.startsWith('calm'))).toEqual(['calm.n0000', 'calm.n0001', 'calm.n0002'])
    expect(ids.length).toBeLessThan(40)
    let carryOut = async (_: Job): Promise<void> => {}
    const handle = (_: string, handler: typeof carryOut): void => {
      carryOut = handler
    }
    handleNotices({ handle }, deps)
    for (const job of jobs) await carryOut(job)
    expect(await deps.db.read.later.waitingOutbox(1)).toEqual([])
  })
})
