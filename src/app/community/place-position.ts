import { invalidValue } from '../errors.ts'

/** Where a place is, when somebody has measured it; WGS 84. */
export interface Position {
  readonly lat?: number | null
  readonly lng?: number | null
}

/** Refuses half a position: a latitude without a longitude is nowhere. */
export function requireWholePosition({ lat, lng }: Position): void {
  const half = (lat ?? null) === null ? '/lat' : '/lng'
  if (((lat ?? null) === null) !== ((lng ?? null) === null))
    throw invalidValue(half, 'lat and lng come together')
}
