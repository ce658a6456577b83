import type { DeliveryRow } from '../../../db/stores/deliveries.ts'
import { eventTypeOf } from './event-types.ts'
import type { ChannelName } from './message.ts'

/** How a delivery may stand. */
export const DELIVERY_STATES = ['waiting', 'sent', 'dead'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** A delivery as administrators see it: whom it goes to by id, never by address. */
export interface DeliveryView {
  readonly id: string
  readonly channel: ChannelName
  readonly targetId: string
  readonly event: string
  readonly level: number
  readonly recordType: string
  readonly recordId: string
  readonly state: DeliveryState
  readonly urgent: boolean
  /** Attempts that ended, since it was posted or begun anew. */
  readonly attempts: number
  readonly createdAt: string
  readonly nextAt: string | null
  readonly sentAt: string | null
  /** Why the last attempt failed, as a short code such as `http.500` or `timeout`. */
  readonly lastError: string | null
}

export function viewDelivery(row: DeliveryRow): DeliveryView {
  const { id, targetId, level, recordType, recordId, urgent, attempts, lastError } = row
  const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  return {
    id,
    channel: row.channel as ChannelName,
    targetId,
    event: eventTypeOf(row),
    level,
    recordType,
    recordId,
    state: row.state as DeliveryState,
    urgent,
    attempts,
    createdAt: new Date(row.createdAt).toISOString(),
    nextAt: instant(row.nextAt),
    sentAt: instant(row.sentAt),
    lastError,
  }
}
