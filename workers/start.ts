import type { Deps } from '../src/app/deps.ts'
import { forgetOld } from '../src/app/forget-old.ts'
import { dispatchOutbox, handleNotices } from './dispatch-outbox.ts'
import { fireTimers } from './fire-timers.ts'
import { planPatrols } from './plan-patrols.ts'
import type { JobQueue } from './queue.ts'
import { startSweep } from './sweep.ts'

/** How often the database is asked what is due. A sleeping timer of the runtime is never trusted with a deadline. */
const EVERY_MS = 1_000
const TIDY_EVERY_MS = 3_600_000

export interface Workers {
  /** Milliseconds since timers were last looked at; `null` before the first time. */
  timerAge(): number | null
  stop(): Promise<void>
}

/** Starts everything that happens later: timers, then the outbox. */
export async function startWorkers(
  deps: Deps,
  queue: JobQueue,
  onFailure: (what: string, error: unknown) => void,
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
  const tidying = startSweep({
    everyMs: TIDY_EVERY_MS,
    work: () => forgetOld(deps),
    onFailure: error => onFailure('tidying', error),
  })
  const planning = planPatrols(deps, onFailure)
  return {
    timerAge: timers.age,
    stop: async () => {
      await Promise.all([timers.stop(), outbox.stop(), tidying.stop(), planning.stop()])
      await queue.close()
    },
  }
}
