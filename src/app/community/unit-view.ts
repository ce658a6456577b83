import type { UnitRow } from '../../../db/stores/setup.ts'

/** A responsible unit (责任单位) as it is sent out. */
export interface UnitView {
  readonly id: string
  readonly communityId: string
  readonly name: string
  readonly kind: string
  /** An outside authority: its time is told apart in the figures. */
  readonly external: boolean
  /** Where it is responsible: these places and everything below them. */
  readonly placeIds: readonly string[]
  /** Leaves or domains it is responsible for; `null` for the categories whose `defaultRole` is its kind. */
  readonly categoryCodes: readonly string[] | null
  readonly active: boolean
  readonly version: number
}

export function unitView({ placeIds, categoryCodes, ...row }: UnitRow): UnitView {
  return { ...row, placeIds: placesOf({ placeIds }), categoryCodes: codesOf({ categoryCodes }) }
}

/** Ids of the places a unit is responsible at. */
export function placesOf({ placeIds }: Pick<UnitRow, 'placeIds'>): string[] {
  return JSON.parse(placeIds) as string[]
}

/** Codes a unit lists; `null` when it goes by its kind. */
export function codesOf({ categoryCodes }: Pick<UnitRow, 'categoryCodes'>): string[] | null {
  return categoryCodes === null ? null : (JSON.parse(categoryCodes) as string[])
}
