import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

/* What members are told within the system. */

export type InboxRow = Tables['inbox']['$inferSelect']
/** The words that a notice has in common with the rows of those who heard it. */
export type ToldNotice = Pick<InboxRow, 'communityId' | 'recordId' | 'topic' | 'rung' | 'round' | 'level'>
export type SubscriptionRow = Tables['subscriptions']['$inferSelect']

export function readInbox(db: Orm, { inbox, members, subscriptions }: Tables) {
  const told = db
    .select({ memberId: inbox.memberId, active: members.active, subscription: subscriptions })
    .from(inbox)
    .innerJoin(members, and(eq(members.communityId, inbox.communityId), eq(members.id, inbox.memberId)))
    .leftJoin(
      subscriptions,
      and(eq(subscriptions.communityId, inbox.communityId), eq(subscriptions.memberId, inbox.memberId)),
    )
    .where(
      and(
        eq(inbox.communityId, sql.placeholder('communityId')),
        eq(inbox.recordId, sql.placeholder('recordId')),
        eq(inbox.topic, sql.placeholder('topic')),
        eq(inbox.rung, sql.placeholder('rung')),
        eq(inbox.round, sql.placeholder('round')),
        eq(inbox.level, sql.placeholder('level')),
      ),
    )
    .prepare()
  return {
    /** Who heard exactly this notice, whether their account is open, and how they want to be told outside. */
    async membersToldOf({
      communityId,
      recordId,
      topic,
      rung,
      round,
      level,
    }: ToldNotice): Promise<{ memberId: string; active: boolean; subscription: SubscriptionRow | null }[]> {
      return await told.execute({ communityId, recordId, topic, rung, round, level })
    },
  }
}

export function writeInbox(db: Orm, tables: Tables) {
  const insert = db
    .insert(tables.inbox)
    .values(placeholdersFor(getTableColumns(tables.inbox)))
    .onConflictDoNothing()
    .prepare()
  return {
    ...readInbox(db, tables),
    /** Tells a member; who was told the same before is not told again. */
    async insert(row: InboxRow): Promise<void> {
      await insert.execute(row)
    },
  }
}
