import type { CheckpointRow } from '../../../db/stores/rounds.ts'
import { CLOCK_SKEW_MS } from '../../../machines/finding/rules.ts'
import type { PatrolDeed } from '../../../machines/patrol/events.ts'
import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { unknownReference } from '../errors.ts'
import { usePhotos } from '../photos/use-photos.ts'
import { judgeCode } from '../rounds/checkpoint-code.ts'
import type { PatrolEventInput } from './apply-patrol-event.ts'
import type { PatrolRecord } from './patrol-record.ts'
import { metresBetween, type Position, positionOf } from './position.ts'
import { spotsOf } from './spots.ts'

type CheckpointDeed = Extract<PatrolDeed, { type: 'checkpoint' }>
type Weighed = Pick<CheckpointDeed, 'placeId' | 'checkpointId' | 'codeIs' | 'odd' | 'photoIds'>

/**
 * Faster than this nobody walks from one stop to the next: brisk walking is 6 km/h, running 12. What is taken off the
 * way first is what two positions between high houses may be wrong by together.
 */
const FASTEST_KMH = 15
const POSITION_ERROR_M = 50

/**
 * What the server can say about a visit: whether the code is the checkpoint's, whether the phone was near it, whether
 * its bearer could have come so fast from where they were before, whether a photo was shown elsewhere. Flags only: a
 * squad is helped to be believed, not suspected.
 */
export async function weighCheckpoint(
  deps: Pick<Deps, 'seal'>,
  tx: Writer,
  caller: Caller,
  record: PatrolRecord,
  event: PatrolEventInput,
  at: number,
): Promise<Weighed> {
  const { communityId, id } = record.row
  const checkpoint = await checkpointOf(tx, record, event.checkpointId)
  const position = positionOf(event)
  const walker = { communityId, patrolId: id, memberId: caller.memberId }
  const photoIds = event.photoIds as readonly string[] | undefined
  const { startedAt, timeZone } = record.context
  const pictured = await usePhotos(tx, caller, {
    recordId: id,
    photoIds: photoIds ?? [],
    proof: true,
    notBefore: startedAt === null ? null : startedAt - CLOCK_SKEW_MS,
    timeZone,
  })
  const outside = checkpoint !== null && position !== null && isOutside(checkpoint, position)
  const tooFast = position !== null && (await isTooFast(deps, tx, walker, position, at))
  const odd = [
    ...(outside ? (['outside_radius'] as const) : []),
    ...(tooFast ? (['impossible_speed'] as const) : []),
    ...pictured,
  ]
  const codeIs =
    checkpoint && event.result !== 'skipped'
      ? await judgeCode(tx, checkpoint, event.code as string | undefined, at)
      : undefined
  return {
    placeId: checkpoint?.placeId ?? String(event.placeId),
    ...(checkpoint ? { checkpointId: checkpoint.id } : {}),
    ...(codeIs ? { codeIs } : {}),
    ...(odd.length > 0 ? { odd } : {}),
    ...(photoIds ? { photoIds } : {}),
  }
}

/* A checkpoint that was taken out of use since is still one of the patrols that were planned with it. */
async function checkpointOf(
  tx: Writer,
  { row, context }: PatrolRecord,
  id: unknown,
): Promise<CheckpointRow | null> {
  if (id === undefined) return null
  const checkpoint = await tx.rounds.findCheckpoint(row.communityId, String(id))
  const planned = context.route?.stops.some(stop => stop.checkpointId === id)
  if (!checkpoint || !(checkpoint.active || planned)) throw unknownReference('/checkpointId')
  return checkpoint
}

function isOutside({ lat, lng, radiusM }: CheckpointRow, position: Position): boolean {
  return lat !== null && lng !== null && metresBetween({ lat, lng }, position) > radiusM
}

/* Where the same member was before or after, whichever is nearer in time: what comes late may lie between. */
async function isTooFast(
  deps: Pick<Deps, 'seal'>,
  tx: Writer,
  who: { readonly communityId: string; readonly patrolId: string; readonly memberId: string },
  { lat, lng }: Position,
  at: number,
): Promise<boolean> {
  let nearest: { position: Position; ms: number } | null = null
  for (const spot of await spotsOf(deps, tx, who)) {
    const ms = Math.abs(at - spot.at)
    if (!nearest || ms < nearest.ms) nearest = { position: spot, ms }
  }
  if (!nearest) return false
  const metres = metresBetween(nearest.position, { lat, lng }) - POSITION_ERROR_M
  const hours = Math.max(1_000, nearest.ms) / 3_600_000
  return metres / 1_000 / hours > FASTEST_KMH
}
