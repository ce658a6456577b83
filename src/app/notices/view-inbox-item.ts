import type { InboxRow } from '../../../db/stores/inbox.ts'
import type { Reader } from '../deps.ts'
import { factsOfRecords, type RecordFacts } from './record-facts.ts'
import { wordsOfNotice } from './words-of-notice.ts'

const instantOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** Items of an inbox as the contract shows them, in the reader's language and in the order given. */
export async function viewInboxItems(
  read: Pick<Reader, 'findings' | 'patrols' | 'setup'>,
  rows: readonly InboxRow[],
  language: 'zh' | 'en',
) {
  const facts = new Map<string, (row: InboxRow) => RecordFacts>()
  for (const communityId of new Set(rows.map(row => row.communityId))) {
    const ofCommunity = rows.filter(row => row.communityId === communityId)
    facts.set(communityId, await factsOfRecords(read, communityId, ofCommunity))
  }
  return rows.flatMap(row => {
    const record = facts.get(row.communityId)?.(row)
    return record ? [view(row, wordsOfNotice(row, record, language))] : []
  })
}

export type InboxItemView = ReturnType<typeof view>

function view(row: InboxRow, { title, body }: { readonly title: string; readonly body: string }) {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.topic,
    rung: row.rung === '' ? null : row.rung,
    level: row.level,
    dueAt: row.rung === '' ? null : new Date(row.round).toISOString(),
    communityId: row.communityId,
    recordType: row.recordType,
    recordId: row.recordId,
    title,
    body,
    readAt: instantOrNull(row.readAt),
    acknowledgedAt: instantOrNull(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy,
  }
}
