const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses after the first, second, … failed attempt; after the last of them a delivery is dead: nine attempts in two days. */
const PAUSES = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
] as const
/** Lengthens a pause by up to this share, so that what failed together does not come back together. */
const SPREAD = 0.2

/**
 * Milliseconds to wait after so many failed attempts, never less than the other side asked for; `null` when it was
 * the last one. The spread follows from the id, so that a test can foretell it.
 */
export function retryPause(id: string, failed: number, askedMs = 0): number | null {
  const pause = PAUSES[failed - 1]
  if (pause === undefined) return null
  const share = Number.parseInt(id.slice(-4), 16) / 0xffff
  return Math.max(Math.round(pause * (1 + SPREAD * share)), Math.min(askedMs, 24 * HOUR))
}
