import { type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { requirePlanner } from './planner.ts'
import { type RouteView, viewRoute } from './route-view.ts'
import { checkStops, type StopInput } from './stops.ts'

export interface RouteInput {
  readonly id?: string
  readonly communityId?: string
  readonly placeId: string
  readonly name: string
  readonly stops: readonly StopInput[]
}

/** Adds a route: checkpoints below its place, in the order they are walked. */
export async function createRoute(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  input: RouteInput,
): Promise<{ created: boolean; view: RouteView }> {
  const communityId = communityOf(caller, input.communityId)
  const id = input.id ?? chance.id(clock.now())
  const claim =
    input.id === undefined ? 'new' : await claimId(tx, { communityId, kind: 'route', id, content: input })
  const existing = input.id === undefined ? null : await tx.rounds.findRoute(communityId, id)
  if (existing && claim === 'new') throw new AppError('request.id_conflict')

  const place = await tx.setup.findPlace(communityId, input.placeId)
  if (!place?.active) throw unknownReference('/placeId')
  await requirePlanner(tx, caller, place.path)
  if (existing) {
    const stops = await tx.rounds.stopsOf(communityId, id, existing.version)
    return { created: false, view: viewRoute(existing, stops ?? '[]') }
  }
  const stops = JSON.stringify(await checkStops(tx, place, input.stops))
  const name = input.name.normalize('NFC').trim()
  const row = { communityId, id, placeId: place.id, placePath: place.path, name, active: true, version: 1 }
  await tx.rounds.insertRoute(row, stops)
  return { created: true, view: viewRoute(row, stops) }
}
