import type { CheckpointRow } from '../../../db/stores/rounds.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { seesRound } from './planner.ts'

/** A checkpoint as everybody in its scope sees it; its code is not among it, for it proves that somebody was there. */
export interface CheckpointView {
  readonly id: string
  readonly communityId: string
  readonly placeId: string
  readonly name: string
  readonly rotating: boolean
  readonly lat: number | null
  readonly lng: number | null
  /** How far from its position a visit may be, metres. */
  readonly radius: number
  readonly active: boolean
  readonly version: number
}

export function viewCheckpoint(row: CheckpointRow): CheckpointView {
  const { id, communityId, placeId, name, rotating, lat, lng, radiusM: radius, active, version } = row
  return { id, communityId, placeId, name, rotating, lat, lng, radius, active, version }
}

/** The checkpoint, if it lies in the caller's scope; otherwise it does not exist for them. */
export async function findSeenCheckpoint(
  read: Pick<Reader, 'rounds'>,
  caller: Caller,
  id: string,
): Promise<CheckpointRow> {
  const row = caller.communityId === null ? null : await read.rounds.findCheckpoint(caller.communityId, id)
  if (!row || !seesRound(caller, row)) throw new AppError('checkpoint.not_found')
  return row
}
