import type { paths } from '../api/contract.ts'

type Told =
  paths['/api/v1/findings/{id}/ladder']['get']['responses']['200']['content']['application/json']['items'][number]

/** One rung of the ladder, however often it climbed because nobody acknowledged it. */
export interface RungClimbed {
  readonly key: string
  readonly name: string
  /** When it was told first, and last. */
  readonly first: string
  readonly last: string
  /** How often it climbed. */
  readonly level: number
  /** How many heard it in the end. */
  readonly told: number
  readonly acknowledgedAt: string | null
}

/** The reminders of a finding, a line for each rung, in the order in which they began. */
export function rungsOf(items: readonly Told[]): RungClimbed[] {
  const rungs = new Map<string, RungClimbed>()
  for (const { kind, rung, name, dueAt, at, level, memberIds, acknowledgedAt } of items) {
    const key = `${kind} ${rung} ${dueAt}`
    const before = rungs.get(key)
    rungs.set(key, {
      key,
      name,
      first: before?.first ?? at,
      last: at,
      level,
      told: memberIds.length,
      acknowledgedAt: acknowledgedAt ?? before?.acknowledgedAt ?? null,
    })
  }
  return [...rungs.values()]
}
