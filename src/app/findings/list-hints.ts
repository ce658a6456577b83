import type { Caller } from '../caller.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { momentOf } from '../moment-of.ts'
import { findSeen } from './apply-finding-event.ts'
import { findHints, type Hint } from './find-hints.ts'

/** What somebody is about to report. */
export interface HintQuery {
  readonly categoryCode: string
  readonly placeId: string
  readonly description?: string
  /** RFC 3339; now when it is left out. */
  readonly observedAt?: string
}

/** The hints for what somebody is about to report, in their own community. */
export async function hintsForReport(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  { categoryCode, placeId, description = '', observedAt }: HintQuery,
  language: 'zh' | 'en',
): Promise<{ items: Hint[] }> {
  const { communityId } = caller
  if (communityId === null) throw new AppError('community.not_found')
  if (!(await read.setup.findCategory(communityId, categoryCode))) throw unknownReference('/categoryCode')
  if (!(await read.setup.findPlace(communityId, placeId))?.active) throw unknownReference('/placeId')
  const seenAt = momentOf('/observedAt', observedAt) ?? clock.now()
  const sighting = { communityId, placeId, categoryCode, description, observedAt: seenAt, photoIds: [] }
  return { items: await findHints(read, caller, sighting, language) }
}

/** The hints for a finding that is there, for whoever triages it. */
export async function hintsForFinding(
  { read }: { read: Reader },
  caller: Caller,
  id: string,
  language: 'zh' | 'en',
): Promise<{ items: Hint[] }> {
  const { row, context } = await findSeen(read, caller, id)
  const { communityId, placeId, categoryCode, description } = row
  if (placeId === null) return { items: [] }
  const photoIds = context.photos.filter(([, role]) => role === 'before').map(([photoId]) => photoId)
  const { observedAt } = context
  const sighting = { communityId, placeId, categoryCode, description, observedAt, photoIds }
  return { items: await findHints(read, caller, sighting, language, id) }
}
