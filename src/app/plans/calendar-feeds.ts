import type { FeedRow } from '../../../db/stores/plans.ts'
import type { Caller } from '../caller.ts'
import type { Deps, Reader, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { hashSecret } from '../secrets.ts'

/** A calendar feed as its owner sees it; the token is shown once, when it is made. */
export interface FeedView {
  readonly id: string
  readonly squadId: string | null
  readonly createdAt: string
}

export const viewFeed = ({ id, squadId, createdAt }: FeedRow): FeedView => ({
  id,
  squadId,
  createdAt: new Date(createdAt).toISOString(),
})

/**
 * Makes an address under which a calendar program reads the caller's own patrols, or with `squadId` those of a squad.
 * Whoever knows the address reads the feed; so it names no person, and it can be withdrawn.
 */
export async function createFeed(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  squadId: string | null,
): Promise<FeedView & { readonly token: string; readonly path: string }> {
  const { communityId, memberId } = caller
  if (communityId === null) throw new AppError('request.role_forbidden')
  if (squadId !== null && !(await tx.setup.findSquad(communityId, squadId))?.active)
    throw unknownReference('/squadId')
  const at = clock.now()
  const token = chance.secret()
  const row = { hash: hashSecret(token), id: chance.id(at), communityId, memberId, squadId, createdAt: at }
  await tx.plans.insertFeed(row)
  return { ...viewFeed(row), token, path: `/api/v1/calendar/${token}.ics` }
}

/** The caller's own feeds. */
export async function listFeeds(read: Pick<Reader, 'plans'>, caller: Caller): Promise<{ items: FeedView[] }> {
  const rows =
    caller.communityId === null ? [] : await read.plans.feedsOf(caller.communityId, caller.memberId)
  return { items: rows.map(viewFeed) }
}

/** Withdraws one of the caller's feeds; its address leads nowhere from then on. */
export async function deleteFeed(tx: Writer, { communityId, memberId }: Caller, id: string): Promise<void> {
  if (communityId === null || !(await tx.plans.deleteFeed(communityId, memberId, id)))
    throw new AppError('calendar_feed.not_found')
}
