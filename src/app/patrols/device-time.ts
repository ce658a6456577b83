import { CLOCK_SKEW_MS } from '../../../machines/finding/rules.ts'
import type { DeviceTime } from '../../../machines/patrol/events.ts'

/** A phone that was away for longer than answers are kept cannot be told from one whose clock is wrong. */
const LONGEST_HELD_MS = 30 * 86_400_000

/**
 * What a phone's time tells. When the phone also says what its clock showed on sending, the difference is how long it
 * kept the event, and that holds however wrong its clock is. All in milliseconds since 1970.
 */
export function deviceTimeOf(deviceAt: number | null, sentAt: number | null, now: number): DeviceTime {
  if (deviceAt === null) return {}
  const held = sentAt === null ? null : sentAt - deviceAt
  if (sentAt === null || held === null || held < 0 || held > LONGEST_HELD_MS) return { deviceAt }
  return { deviceAt, held, ...(Math.abs(sentAt - now) >= CLOCK_SKEW_MS ? { skewed: true } : {}) }
}
