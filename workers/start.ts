import type { Deps } from '../src/app/deps.ts'
import { forgetOld } from '../src/app/forget-old.ts'
import { pacesOf } from '../src/app/notices/paces.ts'
import { releaseTaken } from '../src/app/notices/take-up-deliveries.ts'
import { createDeliverer, type Deliverer } from './deliver.ts'
import { dispatchOutbox, handleNotices } from './dispatch-outbox.ts'
import { fireTimers } from './fire-timers.ts'
import type { Channels } from './notify/create-channels.ts'
import type { JobQueue } from './queue.ts'
import { startSweep } from './sweep.ts'

/** How often the database is asked what is due. A sleeping timer of the runtime is never trusted with a deadline. */
const EVERY_MS = 1_000
const TIDY_EVERY_MS = 3_600_000

export interface Workers {
  /** Milliseconds since timers were last looked at; `null` before the first time. */
  timerAge(): number | null
  /** Messages by channel and how their sending ended; null without channels. */
  readonly deliveries: Deliverer['tally'] | null
  stop(): Promise<void>
}

/** What sending to the outside needs. */
export interface DeliveringOptions {
  readonly channels: Channels
  readonly webhookPerMinute: number
  /** No other process works on this database: whatever is taken up was left behind by one that has ended. */
  readonly alone: boolean
}

/** Starts everything that happens later: timers, the outbox, and with `delivering` what goes outside. */
export async function startWorkers(
  deps: Deps,
  queue: JobQueue,
  onFailure: (what: string, error: unknown) => void,
  delivering: DeliveringOptions | null = null,
): Promise<Workers> {
  handleNotices(queue, deps)
  await queue.start()
  const timers = startSweep({
    everyMs: EVERY_MS,
    work: () =>
      fireTimers(deps, (timer, error) => onFailure(`timer ${timer.name} of ${timer.recordId}`, error)),
    onFailure: error => onFailure('timer sweep', error),
  })
  const outbox = startSweep({
    everyMs: EVERY_MS,
    work: () => dispatchOutbox(queue, deps),
    onFailure: error => onFailure('outbox sweep', error),
  })
  const deliverer =
    delivering && createDeliverer(deps, { ...delivering, paces: pacesOf(delivering), onFailure })
  if (delivering?.alone) await releaseTaken(deps)
  const deliveries =
    deliverer &&
    startSweep({
      everyMs: EVERY_MS,
      work: deliverer.sweep,
      onFailure: error => onFailure('delivery sweep', error),
    })
  const tidying = startSweep({
    everyMs: TIDY_EVERY_MS,
    work: () => forgetOld(deps),
    onFailure: error => onFailure('tidying', error),
  })
  return {
    timerAge: timers.age,
    deliveries: deliverer?.tally ?? null,
    stop: async () => {
      await Promise.all([timers.stop(), outbox.stop(), deliveries?.stop(), tidying.stop()])
      await deliverer?.stop()
      await queue.close()
    },
  }
}
