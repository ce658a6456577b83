import type { Deps } from '../src/app/deps.ts'
import { holdLease, type LeaseWish, releaseLease } from '../src/app/leases.ts'
import type { SweepWork } from './sweep.ts'

/**
 * Lets a sweep run only while no other process runs the one of the same name. The lease is prolonged during a long
 * run and given back at its end. Work whose lease was lost, because the process stood still too long, is asked to
 * stop; should it go on, each row's own token still keeps it from doing harm.
 */
export function underLease(deps: Pick<Deps, 'db' | 'clock'>, wish: LeaseWish, work: SweepWork): SweepWork {
  return async signal => {
    const lease = await holdLease(deps, wish)
    if (!lease) return
    const lost = new AbortController()
    const renewal = setInterval(async () => {
      // One that cannot be prolonged now may be in a moment; if not, it ends by itself.
      const again = await holdLease(deps, wish).catch(() => lease)
      if (again?.fence !== lease.fence) lost.abort()
    }, wish.ms / 3)
    try {
      await work(AbortSignal.any([signal, lost.signal]))
    } finally {
      clearInterval(renewal)
      await releaseLease(deps, lease)
    }
  }
}
