import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { type CheckpointView, viewCheckpoint } from './checkpoint-view.ts'
import { roundsSeenBy } from './planner.ts'

/** One page of the checkpoints in the caller's scope; those out of use are among them. */
export async function listCheckpoints(
  read: Pick<Reader, 'rounds'>,
  caller: Caller,
  request: PageRequest,
): Promise<Page<CheckpointView>> {
  if (caller.communityId === null) return { items: [], nextCursor: null }
  const query = { communityId: caller.communityId, paths: roundsSeenBy(caller), after: startOf(request) }
  const rows = await read.rounds.listCheckpoints({ ...query, limit: request.limit + 1 })
  return pageOf(rows, request.limit, ({ id }) => id, viewCheckpoint)
}
