import type { Deps } from '../src/app/deps.ts'
import {
  type DueTimer,
  fireTimer,
  fireTogether,
  listDueTimers,
  postponeTimer,
} from '../src/app/journal/fire-timer.ts'

/** Timers looked up in one go. */
const AT_ONCE = 240
/** Timers that share a transaction: many enough to save most of its cost, few enough that nobody waits long behind it. */
const TOGETHER = 50

type OnFailure = (timer: DueTimer, error: unknown) => void
type Firing = Pick<Deps, 'db' | 'clock' | 'chance'>

/**
 * Fires every timer whose moment has come, and the ones that these set in turn, until nothing is due. Each fires
 * once; one whose event fails is put off and does not hold up the others. Communities take turns beside one another.
 * Stops early when the signal is raised. Gives the number fired.
 */
export async function fireTimers(deps: Firing, onFailure: OnFailure, signal?: AbortSignal): Promise<number> {
  let fired = 0
  for (;;) {
    const due = signal?.aborted ? [] : await listDueTimers(deps, AT_ONCE)
    if (due.length === 0) return fired
    const communities = new Map<string, DueTimer[]>()
    for (const timer of due)
      communities.set(timer.communityId, [...(communities.get(timer.communityId) ?? []), timer])
    const counts = await Promise.all(
      [...communities].map(([id, timers]) => fireInGroups(deps, id, timers, onFailure)),
    )
    for (const count of counts) fired += count
  }
}

async function fireInGroups(
  deps: Firing,
  communityId: string,
  timers: readonly DueTimer[],
  onFailure: OnFailure,
): Promise<number> {
  let fired = 0
  for (let from = 0; from < timers.length; from += TOGETHER) {
    const group = timers.slice(from, from + TOGETHER)
    try {
      fired += await fireTogether(deps, communityId, group)
    } catch {
      // Whose fault it was shows when each is on its own.
      for (const timer of group) if ((await fireAlone(deps, timer, onFailure)) === 'fired') fired += 1
    }
  }
  return fired
}

async function fireAlone(
  deps: Firing,
  timer: DueTimer,
  onFailure: OnFailure,
): Promise<'fired' | 'stale' | 'failed'> {
  try {
    return await fireTimer(deps, timer)
  } catch (error) {
    onFailure(timer, error)
    await postponeTimer(deps, timer)
    return 'failed'
  }
}
