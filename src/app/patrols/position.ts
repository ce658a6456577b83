/** A point on the earth in degrees. */
export interface Position {
  readonly lat: number
  readonly lng: number
}

const EARTH_RADIUS_M = 6_371_000
const RADIANS = Math.PI / 180

/** Metres between two points along the surface (haversine); good to half a percent. */
export function metresBetween(a: Position, b: Position): number {
  const half = (from: number, to: number): number => Math.sin(((to - from) * RADIANS) / 2) ** 2
  const h = half(a.lat, b.lat) + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * half(a.lng, b.lng)
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Where an event says that it happened; `null` when it does not. */
export const positionOf = ({ lat, lng }: Readonly<Record<string, unknown>>): Position | null =>
  typeof lat === 'number' && typeof lng === 'number' ? { lat, lng } : null
