import { NoSignal } from '../api/problem.ts'
import type { Kept } from './kept.ts'

/** Asks the server and keeps the answer; without a signal gives what was kept the last time. */
export async function readKept<Item>(
  kept: Kept,
  name: string,
  ask: () => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  try {
    const items = await ask()
    await kept.reference.put({ name, at: Date.now(), items })
    return items
  } catch (error) {
    if (!(error instanceof NoSignal)) throw error
    const known = await kept.reference.get(name)
    if (!known) throw error
    return known.items as readonly Item[]
  }
}
