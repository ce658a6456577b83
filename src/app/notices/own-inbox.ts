import type { InboxRow } from '../../../db/stores/inbox.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { inPages } from '../in-pages.ts'

/** An item, and the communities in which the caller's inbox lies. */
export interface OwnItem {
  readonly id: string
  readonly communityIds: readonly string[]
}

/** Where a member's inbox lies: in their community; a root administrator's in every one. Not for use in a turn. */
export async function communitiesOfInbox(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
): Promise<readonly string[]> {
  if (caller.communityId !== null) return [caller.communityId]
  const ids: string[] = []
  const pages = inPages<{ id: string }>((last, limit) => read.setup.listCommunities(last?.id ?? '', limit))
  for await (const { id } of pages) ids.push(id)
  return ids
}

/** An item of the caller's own inbox; anybody else's does not exist for them: `inbox.not_found`. */
export async function getOwnItem(
  read: Pick<Reader, 'inbox'>,
  caller: Caller,
  { id, communityIds }: OwnItem,
): Promise<InboxRow> {
  const item = await read.inbox.find(communityIds, caller.memberId, id)
  if (!item) throw new AppError('inbox.not_found')
  return item
}
