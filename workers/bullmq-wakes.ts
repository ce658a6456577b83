import { endsAt } from './bullmq-ends.ts'
import { openLine } from './bullmq-line.ts'
import { createHandlers } from './queue.ts'
import type { Wakes } from './wakes.ts'

/** A queue that was emptied knows of no wake-ups any more: they are asked for anew this often. */
const ASKED_AGAIN_MS = 15_000

export interface BullmqWakesOptions {
  /** `redis://`, `rediss://` or `postgres://`. */
  readonly url: string
  /** Keeps installations apart that share a server. (Default: xuncha) */
  readonly space?: string
  /** Told of trouble with the queue itself; the same trouble once a minute. */
  readonly onTrouble?: (error: Error) => void
}

/** Wake-ups by BullMQ's job schedulers, on a line of their own so that no long queue of jobs holds them up. */
export function createBullmqWakes({ url, space = 'xuncha', onTrouble }: BullmqWakesOptions): Wakes {
  const handlers = createHandlers()
  const wanted: { name: string; ms: number }[] = []
  const line = openLine({
    ends: endsAt(url, space),
    name: 'sweeps',
    atOnce: 4,
    onTrouble: onTrouble ?? (() => undefined),
    work: (name, { id }) => handlers.run({ name, id }),
  })
  let again: NodeJS.Timeout | null = null

  async function ask(): Promise<void> {
    for (const { name, ms } of wanted)
      await line.ask(queue =>
        queue.upsertJobScheduler(
          name,
          { every: ms },
          { name, data: { id: name }, opts: { removeOnComplete: true, removeOnFail: true } },
        ),
      )
  }

  return {
    every(name, ms, wake) {
      handlers.set(name, wake)
      wanted.push({ name, ms })
    },
    start() {
      line.start()
      const first = line.opened.then(ask)
      first.catch(line.tell)
      again = setInterval(() => ask().catch(line.tell), ASKED_AGAIN_MS)
    },
    async close() {
      if (again) clearInterval(again)
      await line.close()
    },
  }
}
