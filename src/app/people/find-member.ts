import type { MemberRow } from '../../../db/stores/people.ts'
import type { Caller } from '../caller.ts'
import { findInScope } from '../community/find-in-scope.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'

/** Gives a member of the caller's community; to the root administrator also those of every other, and themselves. */
export async function getMemberInScope(
  read: Pick<Reader, 'people' | 'setup' | 'journal'>,
  caller: Caller,
  id: string,
): Promise<MemberRow> {
  const own = await read.people.findMember(caller.communityId ?? '', id)
  const row = own ?? (await findInScope(read, caller, communityId => read.people.findMember(communityId, id)))
  if (!row) throw new AppError('member.not_found')
  return row
}
