import type { PlaceRow } from '../../../db/stores/setup.ts'

/** A place as it is sent out. */
export interface PlaceView {
  readonly id: string
  readonly communityId: string
  readonly parentId: string | null
  readonly kind: string
  readonly name: string
  readonly code: string
  /** Codes from the root down; everything below begins with it. */
  readonly path: string
  /** Names from the root down, for people. */
  readonly namePath: string
  readonly gridId: string | null
  readonly lat: number | null
  readonly lng: number | null
  readonly active: boolean
  readonly version: number
}

export function placeView(row: PlaceRow): PlaceView {
  const { countedPlaces: _, ...view } = row
  return view
}
