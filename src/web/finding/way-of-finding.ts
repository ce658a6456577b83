import type { HistoryEntry } from '../api/client.ts'

/** The way of most findings, and what stands beside it: each state below the one it is usually come to from. */
export const WAY = [
  { state: 'reported', beside: ['verifying', 'rejected', 'merged'] },
  { state: 'registered', beside: ['void'] },
  { state: 'dispatched', beside: [] },
  { state: 'in_progress', beside: ['suspended'] },
  { state: 'rectified', beside: [] },
  { state: 'closed', beside: [] },
] as const

export type Lit = 'here' | 'been' | 'not'

/** The states a finding has been in. */
export function statesBeen(history: readonly HistoryEntry[]): ReadonlySet<string> {
  return new Set(
    history.flatMap(({ from, to }) => [from?.state, to?.state]).filter(state => typeof state === 'string'),
  )
}

export const litOf = (state: string, now: string, been: ReadonlySet<string>): Lit =>
  state === now ? 'here' : been.has(state) ? 'been' : 'not'

interface Transition {
  readonly from: string | null
  readonly event: string
  readonly to: string
  readonly region: string | null
}

/** Where it can go from here, each place once, with the events that lead there. */
export function waysOn(
  transitions: readonly Transition[],
  now: string,
): readonly { to: string; events: readonly string[] }[] {
  const ways = new Map<string, Set<string>>()
  for (const { from, event, to, region } of transitions) {
    if (from !== now || to === now || (region !== null && region !== 'work')) continue
    ways.set(to, (ways.get(to) ?? new Set()).add(event))
  }
  return [...ways].map(([to, events]) => ({ to, events: [...events] }))
}
