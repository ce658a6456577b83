import { describe, expect, it } from 'vitest'
import { holdLease, releaseLease } from '../../src/app/leases.ts'
import { startSweep } from '../../workers/sweep.ts'
import { underLease } from '../../workers/under-lease.ts'
import { openHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const wish = (holder: string) => ({ name: 'timers', holder, ms: 30_000 })

describe('a lease', () => {
  it('is held by one process at a time, and prolonged by that one only', async () => {
    const deps = await openHouse()
    const first = await holdLease(deps, wish('a'))
    expect(first).toMatchObject({ name: 'timers', holder: 'a', fence: 1 })
    deps.clock.pass(29_999)
    expect(await holdLease(deps, wish('b'))).toBeNull()
    expect(await holdLease(deps, wish('a'))).toEqual(first)
    deps.clock.pass(29_999)
    expect(await holdLease(deps, wish('b'))).toBeNull()
  })

  it('goes to one of many who ask at the same moment', async () => {
    const deps = await openHouse()
    const given = await Promise.all(['a', 'b', 'c', 'd'].map(holder => holdLease(deps, wish(holder))))
    expect(given.filter(lease => lease !== null)).toHaveLength(1)
  })

  it('ends by itself; who stood still meanwhile has an old fence and can no longer give it back', async () => {
    const deps = await openHouse()
    const frozen = await holdLease(deps, wish('frozen'))
    deps.clock.pass(30_000)
    const next = await holdLease(deps, wish('next'))
    expect(next?.fence).toBeGreaterThan(frozen?.fence ?? 0)
    expect(await releaseLease(deps, frozen!)).toBe(false)
    expect(await holdLease(deps, wish('frozen'))).toBeNull()
    expect(await deps.db.read.leases.find('timers')).toMatchObject({ holder: 'next', fence: next?.fence })
  })

  it('comes back with a higher fence to the holder whose own time ran out', async () => {
    const deps = await openHouse()
    const before = await holdLease(deps, wish('a'))
    deps.clock.pass(30_000)
    expect((await holdLease(deps, wish('a')))?.fence).toBeGreaterThan(before?.fence ?? 0)
  })

  it('that is given back is free at once', async () => {
    const deps = await openHouse()
    const lease = await holdLease(deps, wish('a'))
    expect(await releaseLease(deps, lease!)).toBe(true)
    expect(await holdLease(deps, wish('b'))).toMatchObject({ fence: 2 })
  })
})

describe('a sweep under a lease', () => {
  const never = new AbortController().signal

  it('leaves the rows to the process that is at them, and takes its turn afterwards', async () => {
    const deps = await openHouse()
    const seen: string[] = []
    let finish = (): void => undefined
    const slow = underLease(deps, wish('a'), async () => {
      seen.push('a')
      await new Promise<void>(resolve => {
        finish = resolve
      })
    })
    const quick = underLease(deps, wish('b'), async () => seen.push('b'))
    const running = slow(never)
    await until(() => seen.includes('a'))
    await quick(never)
    expect(seen).toEqual(['a'])
    finish()
    await running
    await quick(never)
    expect(seen).toEqual(['a', 'b'])
  })

  it('is free again after work that failed', async () => {
    const deps = await openHouse()
    const failing = underLease(deps, wish('a'), async () => {
      throw new Error('磁盘忙')
    })
    await expect(failing(never)).rejects.toThrow('磁盘忙')
    expect(await holdLease(deps, wish('b'))).not.toBeNull()
  })

  it('asks work to stop whose lease has passed to somebody else', async () => {
    const deps = await openHouse()
    const short = { name: 'timers', holder: 'frozen', ms: 30 }
    let lost = false
    await underLease(deps, short, async signal => {
      deps.clock.pass(30)
      await holdLease(deps, wish('next'))
      await until(() => signal.aborted)
      lost = true
    })(never)
    expect(lost).toBe(true)
    expect(await deps.db.read.leases.find('timers')).toMatchObject({ holder: 'next' })
  })
})

describe('a sweep', () => {
  it('that is woken while it runs does not run twice at a time', async () => {
    let at = 0
    let runs = 0
    const sweep = startSweep({
      everyMs: 3_600_000,
      onFailure: () => undefined,
      work: async () => {
        at += 1
        expect(at).toBe(1)
        await new Promise(resolve => setImmediate(resolve))
        at -= 1
        runs += 1
      },
    })
    await Promise.all([sweep.wake(), sweep.wake()])
    expect(runs).toBe(1)
    await sweep.wake()
    expect(runs).toBe(2)
    await sweep.stop()
    await sweep.wake()
    expect(runs).toBe(2)
  })
})
