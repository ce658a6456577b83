import { type Caller, requireRole } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'

/**
 * Refuses everybody but the root administrator and the administrators of the whole community. An admin role that
 * holds below some place only is not enough to decide about people: it could give itself all the others.
 */
export async function requireAdministrator(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  communityId: string,
): Promise<void> {
  requireRole(caller, ['admin'])
  if (caller.communityId === null) return
  const { row } = await getCommunity(read, communityId)
  const ofWhole = caller.roles.some(({ role, placeId }) => role === 'admin' && placeId === row.rootPlaceId)
  if (!ofWhole) throw new AppError('request.role_forbidden')
}
