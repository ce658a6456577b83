import type { Deps } from '../src/app/deps.ts'
import { pacesOf } from '../src/app/notices/paces.ts'
import { releaseTaken } from '../src/app/notices/take-up-deliveries.ts'
import { forgetOld } from '../src/app/retention/forget-old.ts'
import { createDeliverer, type Deliverer } from './deliver.ts'
import { createOutboxDispatch, handleNotices } from './dispatch-outbox.ts'
import { fireTimers } from './fire-timers.ts'
import type { Channels } from './notify/create-channels.ts'
import { planPatrols } from './plan-patrols.ts'
import type { JobQueue } from './queue.ts'
import { type Sweep, type SweepWork, startSweep } from './sweep.ts'
import { underLease } from './under-lease.ts'
import type { Wakes } from './wakes.ts'

/** How often the database is asked what is due. A sleeping timer of the runtime is never trusted with a deadline. */
const EVERY_MS = 1_000
/** The same for a process that is also woken from outside, and must do without when nobody wakes it. */
const UNWOKEN_EVERY_MS = 15_000
const TIDY_EVERY_MS = 3_600_000
/** A patrol is made two weeks ahead, so looking at the plans every minute is soon. */
const PLAN_EVERY_MS = 60_000
/** A process that died lets go of its sweeps after this long. */
const LEASE_MS = 30_000

export interface WorkerOptions {
  readonly queue: JobQueue
  /** Who wakes the sweeps; null when they run by themselves, every second. */
  readonly wakes: Wakes | null
  /** Name of this process among those that share its database; null when it has the database to itself. */
  readonly holder: string | null
  /** How notices leave the system; without it they become deliveries that wait. */
  readonly delivering?: DeliveringOptions
  readonly onFailure: (what: string, error: unknown) => void
}

/** What sending to the outside needs. */
interface DeliveringOptions {
  readonly channels: Channels
  readonly webhookPerMinute: number
  /** No other process works on this database: whatever is taken up was left behind by one that has ended. */
  readonly alone: boolean
}

export interface Workers {
  /** Milliseconds since timers were last looked at; `null` before the first time. */
  timerAge(): number | null
  /** Timers that rang since the start. */
  timersFired(): number
  /** Messages by channel and how their sending ended; null without channels. */
  readonly deliveries: Deliverer['tally'] | null
  stop(): Promise<void>
}

/** Starts everything that happens later: timers, then the outbox. */
export async function startWorkers(
  deps: Deps,
  { queue, wakes, holder, delivering, onFailure }: WorkerOptions,
): Promise<Workers> {
  const sweeps: Sweep[] = []
  function sweep(name: string, everyMs: number, work: SweepWork): Sweep {
    const begun = startSweep({
      everyMs: wakes ? Math.max(everyMs, UNWOKEN_EVERY_MS) : everyMs,
      work: holder === null ? work : underLease(deps, { name, holder, ms: LEASE_MS }, work),
      onFailure: error => onFailure(`${name} sweep`, error),
    })
    wakes?.every(name, everyMs, begun.wake)
    sweeps.push(begun)
    return begun
  }

  handleNotices(queue, deps)
  await queue.start()
  let fired = 0
  const timers = sweep('timers', EVERY_MS, async signal => {
    fired += await fireTimers(
      deps,
      (timer, error) => onFailure(`timer ${timer.name} of ${timer.recordId}`, error),
      signal,
    )
  })
  sweep('outbox', EVERY_MS, createOutboxDispatch(queue, deps))
  const deliverer =
    delivering && createDeliverer(deps, { ...delivering, paces: pacesOf(delivering), onFailure })
  if (delivering?.alone) await releaseTaken(deps)
  if (deliverer) sweep('deliveries', EVERY_MS, deliverer.sweep)
  sweep('tidying', TIDY_EVERY_MS, () => forgetOld(deps))
  sweep('planning', PLAN_EVERY_MS, () => planPatrols(deps, onFailure))
  wakes?.start()
  return {
    timerAge: timers.age,
    timersFired: () => fired,
    deliveries: deliverer?.tally ?? null,
    stop: async () => {
      await Promise.all([wakes?.close(), ...sweeps.map(each => each.stop())])
      await deliverer?.stop()
      await queue.close()
    },
  }
}
