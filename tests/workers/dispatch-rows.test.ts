import { describe, expect, it } from 'vitest'
import { createOutboxDispatch } from '../../workers/dispatch-outbox.ts'
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
      jobOf: n => ({ name: 'notice', id: `r${n}` }),
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
      jobOf: n => ({ name: 'notice', id: `r${n}` }),
      atOnce: 10,
      most: 10,
    })
    await expect(dispatch()).rejects.toThrow()
    away = false
    await dispatch()
    expect(seen[0]?.id).toBe('r0')
  })

  it('meets every outbox row once in a round, also those of one moment', async () => {
    const deps = await openHouse()
    const moment = deps.clock.now()
    await deps.db.transaction(async tx => {
      for (let n = 0; n < 1_203; n += 1)
        await tx.later.post({
          communityId: 'cb',
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
    const seen: string[] = []
    const queue = { enqueueAll: async (jobs: readonly Job[]) => void seen.push(...jobs.map(job => job.id)) }
    expect(await createOutboxDispatch(queue, deps)()).toBe(1_202)
    expect(new Set(seen).size).toBe(1_202)
    expect(seen[0]).toBe('cb.n0000')
    expect(seen).not.toContain('cb.n0007')
  })
})
