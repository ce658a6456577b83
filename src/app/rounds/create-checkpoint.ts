import type { CheckpointRow } from '../../../db/stores/rounds.ts'
import { type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { newCode } from './checkpoint-code.ts'
import { type CheckpointView, viewCheckpoint } from './checkpoint-view.ts'
import { requirePlanner } from './planner.ts'

export interface CheckpointInput {
  readonly id?: string
  readonly communityId?: string
  readonly placeId: string
  /** (Default: the place's own name) */
  readonly name?: string
  /** (Default: false) */
  readonly rotating?: boolean
  /** (Default: the place's own position) */
  readonly lat?: number
  readonly lng?: number
  /** Metres. (Default: 100) */
  readonly radius?: number
}

/** As far from the spot as a phone between high houses may think it is (domain.md 8.2: on the spot within 100 m). */
const RADIUS_M = 100

/**
 * Adds a checkpoint on a place, with a new code. The same client id with the same content answers the existing one
 * (`created` false).
 */
export async function createCheckpoint(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  input: CheckpointInput,
): Promise<{ created: boolean; view: CheckpointView }> {
  const communityId = communityOf(caller, input.communityId)
  const id = input.id ?? chance.id(clock.now())
  const claim =
    input.id === undefined
      ? 'new'
      : await claimId(tx, { communityId, kind: 'checkpoint', id, content: input })
  const existing = input.id === undefined ? null : await tx.rounds.findCheckpoint(communityId, id)
  if (existing && claim === 'new') throw new AppError('request.id_conflict')

  const place = await tx.setup.findPlace(communityId, input.placeId)
  if (!place?.active) throw unknownReference('/placeId')
  await requirePlanner(tx, caller, place.path)
  if (existing) return { created: false, view: viewCheckpoint(existing) }
  const row: CheckpointRow = {
    communityId,
    id,
    placeId: place.id,
    placePath: place.path,
    name: (input.name ?? place.name).normalize('NFC').trim(),
    code: newCode(chance),
    rotating: input.rotating ?? false,
    lat: input.lat ?? place.lat,
    lng: input.lng ?? place.lng,
    radiusM: input.radius ?? RADIUS_M,
    active: true,
    version: 1,
  }
  await tx.rounds.insertCheckpoint(row)
  return { created: true, view: viewCheckpoint(row) }
}
