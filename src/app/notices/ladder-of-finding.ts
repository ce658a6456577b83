import type { InboxRow } from '../../../db/stores/inbox.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { findSeen } from '../findings/apply-finding-event.ts'
import { nameOfTopic } from './topic-names.ts'

/**
 * The reminders of a finding so far, the oldest first: each rung and how far it climbed, whom it reached (ids only,
 * the reporter's left out), and who acknowledged it when.
 */
export async function readLadderOfFinding(
  read: Pick<Reader, 'findings' | 'inbox'>,
  caller: Caller,
  findingId: string,
  language: 'zh' | 'en',
) {
  const { row } = await findSeen(read, caller, findingId)
  const told = (await read.inbox.ofRecord(row.communityId, row.id)).filter(({ rung }) => rung !== '')
  const rungs = new Map<string, InboxRow[]>()
  for (const item of told) {
    const key = [item.topic, item.rung, item.round, item.level].join(' ')
    rungs.set(key, [...(rungs.get(key) ?? []), item])
  }
  return {
    items: [...rungs.values()].flatMap(items => {
      const [first] = items
      return first ? [viewRung(first, items, row.reporterId, language)] : []
    }),
  }
}

function viewRung(
  { topic, rung, level, round, at, acknowledgedAt, acknowledgedBy }: InboxRow,
  items: readonly InboxRow[],
  reporterId: string | null,
  language: 'zh' | 'en',
) {
  return {
    at: new Date(at).toISOString(),
    kind: topic,
    rung,
    name: nameOfTopic(topic, rung)[language],
    level,
    dueAt: new Date(round).toISOString(),
    memberIds: items.map(({ memberId }) => memberId).filter(id => id !== reporterId),
    acknowledgedAt: acknowledgedAt === null ? null : new Date(acknowledgedAt).toISOString(),
    acknowledgedBy: acknowledgedBy === reporterId ? null : acknowledgedBy,
  }
}
