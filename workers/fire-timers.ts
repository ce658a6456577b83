import type { Deps } from '../src/app/deps.ts'
import { type DueTimer, fireTimer, listDueTimers, postponeTimer } from '../src/app/journal/fire-timer.ts'

/** Timers taken in one go; they share commits. */
const AT_ONCE = 200

/**
 * Fires every timer whose moment has come, and the ones that these set in turn, until nothing is due. Each fires
 * once; one whose event fails is put off and does not hold up the others. Stops early when the signal is raised. Gives
 * the number fired.
 */
export async function fireTimers(
  deps: Pick<Deps, 'db' | 'clock' | 'chance'>,
  onFailure: (timer: DueTimer, error: unknown) => void,
  signal?: AbortSignal,
): Promise<number> {
  let fired = 0
  for (;;) {
    const due = signal?.aborted ? [] : await listDueTimers(deps, AT_ONCE)
    if (due.length === 0) return fired
    const outcomes = await Promise.all(due.map(timer => fireOne(deps, timer, onFailure)))
    fired += outcomes.filter(outcome => outcome === 'fired').length
  }
}

async function fireOne(
  deps: Pick<Deps, 'db' | 'clock' | 'chance'>,
  timer: DueTimer,
  onFailure: (timer: DueTimer, error: unknown) => void,
): Promise<'fired' | 'stale' | 'failed'> {
  try {
    return await fireTimer(deps, timer)
  } catch (error) {
    onFailure(timer, error)
    await postponeTimer(deps, timer)
    return 'failed'
  }
}
