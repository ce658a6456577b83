import { CLOCK_SKEW_MS } from '../finding/rules.ts'
import type { DeviceTime } from './events.ts'

/**
 * When it happened, and what is odd about that. How long a phone kept an event counts back from the server's time,
 * whatever the phone's clock shows. A phone's bare time counts when it is near the server's.
 */
export function happened({ at, deviceAt, held, skewed }: { readonly at: number } & DeviceTime): {
  readonly at: number
  readonly odd: readonly ('arrived_late' | 'clock_skew')[]
} {
  if (held !== undefined) {
    const late = held >= CLOCK_SKEW_MS ? (['arrived_late'] as const) : []
    return { at: at - held, odd: skewed ? [...late, 'clock_skew'] : late }
  }
  if (deviceAt === undefined) return { at, odd: [] }
  const near = Math.abs(deviceAt - at) < CLOCK_SKEW_MS
  return near ? { at: deviceAt, odd: [] } : { at, odd: ['clock_skew'] }
}
