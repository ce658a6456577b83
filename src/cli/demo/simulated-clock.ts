import type { Clock } from '../../app/deps.ts'

/** A clock that only the demo moves. Milliseconds since 1970, never backwards. */
export interface SimulatedClock extends Clock {
  /** Moves to a moment; one that has passed already changes nothing. */
  advance(to: number): void
}

export function createSimulatedClock(start: number): SimulatedClock {
  let at = start
  return {
    now: () => at,
    advance: to => {
      at = Math.max(at, to)
    },
  }
}
