import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Community, getCommunity } from './community.ts'

const COMMUNITIES_A_READ = 200

/**
 * Gives a community the caller belongs to, or any to the root administrator; others are as if they were not.
 */
export async function getCommunityInScope(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  id: string,
): Promise<Community> {
  if (caller.communityId !== null && caller.communityId !== id) throw new AppError('community.not_found')
  return getCommunity(read, id)
}

/**
 * Finds a record by id alone: in the caller's community, or for the root administrator in one community after
 * the other. Root works on set-up a few times a year, so the walk is cheaper than an index that everybody
 * pays for.
 */
export async function findInScope<Row>(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  find: (communityId: string) => Promise<Row | null>,
): Promise<Row | null> {
  if (caller.communityId !== null) return find(caller.communityId)
  for (let after = ''; ; ) {
    const communities = await read.setup.listCommunities(after, COMMUNITIES_A_READ)
    for (const { id } of communities) {
      const row = await find(id)
      if (row !== null) return row
      after = id
    }
    if (communities.length < COMMUNITIES_A_READ) return null
  }
}
