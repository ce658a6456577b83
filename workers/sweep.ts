/** Something that is done at the start, then again and again, and whenever somebody asks for it. */
export interface Sweep {
  /** Milliseconds since the last run that went well; `null` before the first. */
  age(): number | null
  /** Runs now, unless a run is under way; resolves when it has ended, well or not. */
  wake(): Promise<void>
  /** Stops, and waits for the run under way. */
  stop(): Promise<void>
}

/** Long work looks at the signal between two pieces: it is raised when somebody waits for its end. */
export type SweepWork = (signal: AbortSignal) => Promise<unknown>

export interface SweepOptions {
  readonly everyMs: number
  readonly work: SweepWork
  readonly onFailure: (error: unknown) => void
}

/**
 * Runs `work` at once and then `everyMs` after the end of each run, never two at a time. A run that fails is told of
 * and tried again at the next turn.
 */
export function startSweep({ everyMs, work, onFailure }: SweepOptions): Sweep {
  const stopping = new AbortController()
  let wentWellAt: number | null = null
  let pause: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    if (pause) clearTimeout(pause)
    try {
      await work(stopping.signal)
      wentWellAt = performance.now()
    } catch (error) {
      onFailure(error)
    }
    running = null
    if (!stopping.signal.aborted) pause = setTimeout(wake, everyMs)
  }
  async function wake(): Promise<void> {
    if (stopping.signal.aborted) return
    running ??= run()
    await running
  }

  // A run looks after its own failures.
  void wake()
  return {
    age: () => (wentWellAt === null ? null : performance.now() - wentWellAt),
    wake,
    stop: async () => {
      stopping.abort()
      if (pause) clearTimeout(pause)
      await running
    },
  }
}
