import type { Affiliation } from '../people.ts'
import type { Visit } from './context.ts'
import type { Walker } from './events.ts'

/** A stop of a patrol's route, as it stood when the patrol was opened. */
export interface Stop {
  readonly checkpointId: string
  readonly placeId: string
  readonly mandatory: boolean
  /** When the stop is to be made, milliseconds after the walk's start; `null` for any time. */
  readonly fromMs: number | null
  readonly toMs: number | null
}

/** The route a patrol was planned with; later versions of it change nothing for this patrol. */
export interface PatrolRoute {
  readonly id: string
  readonly version: number
  readonly stops: readonly Stop[]
}

/** How far the stops that have to be made were made. */
export interface Coverage {
  readonly mandatory: number
  readonly visited: number
}

/** Coverage of a route by visits; a skipped stop has a reason, but nobody was there. `null` without a route. */
export function coverageOf(route: PatrolRoute | undefined, visits: readonly Visit[]): Coverage | null {
  if (!route) return null
  const seen = new Set(visits.flatMap(v => (v.result === 'skipped' ? [] : [v.checkpointId])))
  const mandatory = route.stops.filter(stop => stop.mandatory)
  return {
    mandatory: mandatory.length,
    visited: mandatory.filter(stop => seen.has(stop.checkpointId)).length,
  }
}

/** Mandatory stops that were neither made nor skipped with a reason. */
export function passedOver(route: PatrolRoute, visits: readonly Visit[]): readonly Stop[] {
  const told = new Set(visits.map(visit => visit.checkpointId))
  return route.stops.filter(stop => stop.mandatory && !told.has(stop.checkpointId))
}

const PARTIES: readonly Affiliation[] = ['property', 'police', 'grid', 'resident']

/** How many of the four parties of a squad walk along: property, police, grid, residents. */
export function partiesOf(walkers: readonly Walker[]): number {
  return PARTIES.filter(party => walkers.some(({ affiliation }) => affiliation === party)).length
}

/** Fewer stops than these may well lie next to each other. */
const AT_ONCE_FROM = 3
const AT_ONCE_MS = 60_000

/** True when all stops were scanned within one minute: nobody walks that fast, but codes can be read off a desk. */
export function allAtOnce(visits: readonly Visit[]): boolean {
  const times = visits.flatMap(visit => (visit.result === 'skipped' ? [] : [visit.at]))
  return times.length >= AT_ONCE_FROM && Math.max(...times) - Math.min(...times) < AT_ONCE_MS
}
