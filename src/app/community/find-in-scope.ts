import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Community, getCommunity } from './community.ts'

const COMMUNITIES_A_READ = 200

/*
 * The root administrator's turns run in the installation's lane. They enter the community's before they read there what
 * they decide by; to a reader the same question costs nothing.
 */
const enterLane = (read: Pick<Reader, 'journal'>, communityId: string) => read.journal.head(communityId)

/**
 * Gives a community the caller belongs to, or any to the root administrator; others are as if they were not.
 */
export async function getCommunityInScope(
  read: Pick<Reader, 'setup' | 'journal'>,
  caller: Caller,
  id: string,
): Promise<Community> {
  if (caller.communityId !== null && caller.communityId !== id) throw new AppError('community.not_found')
  if (caller.communityId === null) await enterLane(read, id)
  return getCommunity(read, id)
}

/**
 * Finds a record by id alone: in the caller's community, or for the root administrator in one community after
 * the other. Root works on set-up a few times a year, so the walk is cheaper than an index that everybody
 * pays for.
 */
export async function findInScope<Row>(
  read: Pick<Reader, 'setup' | 'journal'>,
  caller: Caller,
  find: (communityId: string) => Promise<Row | null>,
): Promise<Row | null> {
  if (caller.communityId !== null) return find(caller.communityId)
  for (let after = ''; ; ) {
    const communities = await read.setup.listCommunities(after, COMMUNITIES_A_READ)
    for (const { id } of communities) {
      if ((await find(id)) !== null) {
        await enterLane(read, id)
        return find(id)
      }
      after = id
    }
    if (communities.length < COMMUNITIES_A_READ) return null
  }
}
