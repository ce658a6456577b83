/** Work on many targets, a few at a time, each target once at a time. */
export interface Lane<Target> {
  /** Says what has work, the first to begin with; replaces what was said before and has not begun. */
  offer(targets: readonly Target[]): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

export interface LaneOptions<Target> {
  /** Targets worked on at the same time. */
  readonly atOnce: number
  readonly keyOf: (target: Target) => string
  /** Must not throw. */
  readonly work: (target: Target) => Promise<void>
}

/** A target that takes long holds its own place in the lane and nobody else's. */
export function createLane<Target>({ atOnce, keyOf, work }: LaneOptions<Target>): Lane<Target> {
  const underWay = new Map<string, Promise<void>>()
  let waiting: Target[] = []
  let stopped = false

  function begin(): void {
    while (!stopped && underWay.size < atOnce) {
      const target = waiting.shift()
      if (target === undefined) return
      const key = keyOf(target)
      if (underWay.has(key)) continue
      const run = work(target).finally(() => {
        underWay.delete(key)
        begin()
      })
      underWay.set(key, run)
    }
  }

  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay.values())
  }
  return {
    offer(targets) {
      waiting = [...targets]
      begin()
    },
    idle,
    stop: async () => {
      stopped = true
      await idle()
    },
  }
}
