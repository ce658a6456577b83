import type { Caller } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Reader } from '../deps.ts'
import { communitiesOfInbox } from './own-inbox.ts'
import { type InboxItemView, viewInboxItems } from './view-inbox-item.ts'

export interface InboxQuery {
  /** Only what was not read yet. */
  readonly unread: boolean
  readonly limit: number
  readonly cursor?: string
}

/** One page of the caller's inbox, the latest first, with how much of all of it is unread. */
export async function listInbox(
  read: Reader,
  caller: Caller,
  { unread, limit, cursor }: InboxQuery,
  language: 'zh' | 'en',
): Promise<{ items: InboxItemView[]; nextCursor: string | null; unread: number }> {
  const communityIds = await communitiesOfInbox(read, caller)
  const own = { communityIds, memberId: caller.memberId }
  const before = readCursor<{ before: string }>(cursor, ['before'])?.before ?? null
  const rows = await read.inbox.page({ ...own, unreadOnly: unread, before, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await viewInboxItems(read, page, language),
    nextCursor: rows.length > limit && last ? writeCursor({ before: last.id }) : null,
    unread: await read.inbox.countUnread(communityIds, caller.memberId),
  }
}
