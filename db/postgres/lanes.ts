import { StoreError } from '../errors.ts'
import { isConflict } from './faults.ts'
import type { Outcome, Turn } from './turn.ts'

export interface LanesOptions {
  /** Lanes that are served at the same time. */
  readonly atOnce: number
  /** Turns of one lane that share a commit. */
  readonly turnsPerCommit: number
  readonly runBatch: (lane: string, batch: readonly Turn[]) => Promise<readonly Outcome[]>
}

/** Turns that wait, by lane. */
export interface Lanes {
  add(lane: string, turn: Turn): void
  /** Resolves when nothing waits or runs. */
  quiet(): Promise<void>
}

/**
 * Lets each lane run one batch at a time, several lanes beside one another, and the lane that has waited longest next.
 * Turns added before the event loop has turned once share their first batch.
 */
export function createLanes({ atOnce, turnsPerCommit, runBatch }: LanesOptions): Lanes {
  const waiting = new Map<string, Turn[]>()
  /** Lanes with turns that wait, none of which is running; the longest waiting first. */
  const ready: string[] = []
  let running = 0
  let onQuiet: (() => void) | null = null

  function next(): void {
    while (running < atOnce) {
      const lane = ready.shift()
      if (lane === undefined) break
      running += 1
      void serve(lane)
    }
    if (running === 0 && waiting.size === 0) onQuiet?.()
  }

  async function serve(lane: string): Promise<void> {
    const turns = waiting.get(lane) ?? []
    const batch = turns.splice(0, turnsPerCommit)
    try {
      const outcomes = await runBatch(lane, batch)
      batch.forEach((turn, n) => {
        answer(turn, outcomes[n])
      })
    } catch (error) {
      for (const turn of batch) turn.reject(error)
    }
    running -= 1
    if (turns.length > 0) ready.push(lane)
    else waiting.delete(lane)
    next()

    function answer(turn: Turn, outcome: Outcome | undefined): void {
      if (outcome?.ok) turn.resolve(outcome.value)
      else if (isKeyTaken(outcome?.error) && !turn.triedAgain) {
        // Somebody in another lane may have been a moment earlier; looking again, the turn finds what they wrote.
        turn.triedAgain = true
        turns.unshift(turn)
      } else turn.reject(outcome?.error)
    }
  }

  return {
    add(lane, turn) {
      const turns = waiting.get(lane)
      if (turns) {
        turns.push(turn)
        return
      }
      waiting.set(lane, [turn])
      setImmediate(() => {
        ready.push(lane)
        next()
      })
    },
    quiet: () =>
      new Promise(resolve => {
        onQuiet = resolve
        next()
      }),
  }
}

const isKeyTaken = (error: unknown): boolean =>
  error instanceof StoreError && error.fault === 'conflict' && isConflict(error)
