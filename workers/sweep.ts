/** Something that is done at the start and then again and again. */
export interface Sweep {
  /** Milliseconds since the last run that went well; `null` before the first. */
  age(): number | null
  /** Stops, and waits for the run under way. */
  stop(): Promise<void>
}

export interface SweepOptions {
  readonly everyMs: number
  readonly work: () => Promise<unknown>
  readonly onFailure: (error: unknown) => void
}

/**
 * Runs `work` at once and then `everyMs` after the end of each run, never two at a time. A run that fails is told of
 * and tried again at the next turn.
 */
export function startSweep({ everyMs, work, onFailure }: SweepOptions): Sweep {
  let stopped = false
  let wentWellAt: number | null = null
  let pause: NodeJS.Timeout | null = null
  let running = run()

  async function run(): Promise<void> {
    try {
      await work()
      wentWellAt = performance.now()
    } catch (error) {
      onFailure(error)
    }
    if (!stopped)
      pause = setTimeout(() => {
        running = run()
      }, everyMs)
  }

  return {
    age: () => (wentWellAt === null ? null : performance.now() - wentWellAt),
    stop: async () => {
      stopped = true
      if (pause) clearTimeout(pause)
      await running
    },
  }
}
