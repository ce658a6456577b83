import type { TrackPointRow } from '../../../db/stores/tracks.ts'
import { type Caller, rolesAt } from '../caller.ts'
import type { Clock, Database, Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { momentOf } from '../moment-of.ts'
import { findSeenPatrol } from '../patrols/patrol-visibility.ts'
import { endOf, WALKED } from '../retention/rules.ts'
import type { Seal } from '../sealing/seal.ts'
import { isGiven } from './track-consent.ts'

/** Why a supervisor looks at where somebody walked: a flag, an accident, a complaint, an authority that may ask. */
export const TRACK_REASONS = ['flag', 'accident', 'complaint', 'authority'] as const
type TrackReason = (typeof TRACK_REASONS)[number]

/** Where a walker was; the instant as RFC 3339, by the phone's clock. */
interface TrackPointInput {
  readonly at: string
  readonly lat: number
  readonly lng: number
  /** How far off it may be, metres. */
  readonly accuracyM?: number
}

/**
 * Keeps points of the caller's own way on a patrol, when they consented before. What lies outside the walk, before the
 * consent or beyond the time that tracks are kept is dropped and counted, never refused: a phone sends what it has. When
 * the phone says what its clock showed on sending, the points are dated back from there.
 */
export async function keepTrack(
  { clock, seal }: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  {
    patrolId,
    points,
    sentAt,
  }: { patrolId: string; points: readonly TrackPointInput[]; sentAt: number | null },
): Promise<{ kept: number; dropped: number }> {
  const { row, context } = await findSeenPatrol(tx, caller, patrolId)
  const { communityId } = row
  const { memberId } = caller
  if (!context.walkers.some(({ id }) => id === memberId)) throw new AppError('track.not_on_the_walk')
  if (context.startedAt === null) throw new AppError('track.not_under_way')
  const consent = await tx.tracks.consentOf(communityId, memberId)
  if (!isGiven(consent)) throw new AppError('track.no_consent')
  const now = clock.now()
  const from = Math.max(context.startedAt, consent.givenAt, endOf('tracks', now))
  const until = context.finishedAt ?? context.pausedAt ?? now
  const shift = sentAt === null ? 0 : now - sentAt
  let kept = 0
  for (const [n, { lat, lng, accuracyM = null, ...point }] of points.entries()) {
    const at = (momentOf(`/points/${n}/at`, point.at) ?? 0) + shift
    if (at < from || at > until) continue
    await tx.tracks.keepPoint({
      communityId,
      ...sealPoint(seal, { patrolId, memberId, at, lat, lng, accuracyM }),
    })
    kept += 1
  }
  return { kept, dropped: points.length - kept }
}

/** A point of a walk as it was told; the instant in milliseconds since 1970. */
interface TrackPoint {
  readonly patrolId: string
  readonly memberId: string
  readonly at: number
  readonly lat: number
  readonly lng: number
  readonly accuracyM: number | null
}

/** What a point of a walk is sealed for. */
export const aboutPoint = ({
  patrolId,
  memberId,
  at,
}: Pick<TrackPoint, 'patrolId' | 'memberId' | 'at'>): string => `spot ${patrolId} ${memberId} ${at}`

function sealPoint(seal: Seal, { patrolId, memberId, at, lat, lng, accuracyM }: TrackPoint) {
  const key = { patrolId, memberId, at }
  return { ...key, spot: seal.close(JSON.stringify([lat, lng, accuracyM]), aboutPoint(key)) }
}

/** A point of a walk, opened. */
export function openPoint(seal: Seal, row: TrackPointRow): TrackPoint {
  const { patrolId, memberId, at } = row
  const [lat, lng, accuracyM] = JSON.parse(seal.open(row.spot, aboutPoint(row))) as [
    number,
    number,
    number | null,
  ]
  return { patrolId, memberId, at, lat, lng, accuracyM }
}

const viewPoint = (seal: Seal, row: TrackPointRow) => {
  const { memberId, at, lat, lng, accuracyM } = openPoint(seal, row)
  return { memberId, at: new Date(at).toISOString(), lat, lng, accuracyM }
}

/**
 * Where a patrol went: to a walker their own way; to a supervisor of the place, who says why, the ways of all. That they
 * looked, and why, goes to the audit log in the same transaction.
 */
export async function readTrack(
  { db, clock, seal }: Pick<Deps, 'db' | 'clock' | 'seal'>,
  caller: Caller,
  patrolId: string,
  reason: TrackReason | undefined,
): Promise<ReturnType<typeof viewPoint>[]> {
  const { row, context } = await findSeenPatrol(db.read, caller, patrolId)
  const walks = context.walkers.some(({ id }) => id === caller.memberId)
  const supervises = rolesAt(caller, row.placePath).includes('supervisor')
  if (!walks && !supervises) throw new AppError('request.role_forbidden')
  const { communityId } = row
  if (!supervises || (walks && reason === undefined))
    return (await db.read.tracks.pointsOf(communityId, patrolId, caller.memberId)).map(row =>
      viewPoint(seal, row),
    )
  if (reason === undefined) throw new AppError('track.reason_missing')
  return db.transaction(async tx => {
    const points = await tx.tracks.pointsOf(communityId, patrolId, null)
    await recordAudit(tx, {
      communityId,
      at: clock.now(),
      actorId: caller.memberId,
      action: 'track.read',
      object: `patrol:${patrolId}`,
      details: { reason, points: points.length },
      requestId: caller.requestId,
    })
    return points.map(row => viewPoint(seal, row))
  }, communityId)
}

/**
 * Deletes where people were once it has been kept long enough, community by community, and proves it: an entry of the audit
 * log says up to which moment, how many points there were, and how many are left, counted after the deletion in its own
 * transaction.
 */
export async function forgetWalked({
  db,
  clock,
}: {
  readonly db: Database
  readonly clock: Clock
}): Promise<void> {
  const at = clock.now()
  for (const kind of WALKED) {
    const before = endOf(kind, at)
    for (const communityId of await db.read.tracks.communitiesBefore(kind, before))
      await db.transaction(async tx => {
        const points = await tx.tracks.countBefore(kind, communityId, before)
        await tx.tracks.deleteBefore(kind, communityId, before)
        const left = await tx.tracks.countBefore(kind, communityId, before)
        await recordAudit(tx, {
          communityId,
          at,
          actorId: null,
          action: `${kind}.forgotten`,
          object: kind,
          details: { before: new Date(before).toISOString(), points, left },
          requestId: null,
        })
      }, communityId)
  }
}
