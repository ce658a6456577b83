import type { CommunityRow } from '../../../db/stores/setup.ts'

/** A community as it is sent out. */
export interface CommunityView {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly town: string | null
  readonly timeZone: string
  /** Its root place. */
  readonly placeId: string
  readonly active: boolean
  readonly version: number
}

export function communityView(row: CommunityRow): CommunityView {
  const { id, name, code, town, timeZone, rootPlaceId, active, version } = row
  return { id, name, code, town, timeZone, placeId: rootPlaceId, active, version }
}
