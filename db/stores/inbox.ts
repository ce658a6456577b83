import { and, count, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'
import { namesOf, writingMany } from './many-rows.ts'

/** What a member was told, and whether it was read and acknowledged. */
export type InboxRow = Tables['inbox']['$inferSelect']
/** One notice, whoever heard it: unique within its community. */
export type NoticeKey = Pick<InboxRow, 'communityId' | 'recordId' | 'topic' | 'rung' | 'round' | 'level'>
export type SubscriptionRow = Tables['subscriptions']['$inferSelect']
interface Told {
  readonly memberId: string
  readonly active: boolean
  readonly subscription: SubscriptionRow | null
}

export function readInbox(db: Orm, { inbox, members, subscriptions }: Tables) {
  const own = (communityIds: readonly string[], memberId: string) =>
    and(inArray(inbox.communityId, [...communityIds]), eq(inbox.memberId, memberId))
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
    /** One page of what a member was told, the latest first; ids before `before`. */
    async page(query: {
      communityIds: readonly string[]
      memberId: string
      unreadOnly: boolean
      before: string | null
      limit: number
    }): Promise<InboxRow[]> {
      if (query.communityIds.length === 0) return []
      return await db
        .select()
        .from(inbox)
        .where(
          and(
            own(query.communityIds, query.memberId),
            query.unreadOnly ? isNull(inbox.readAt) : undefined,
            query.before === null ? undefined : lt(inbox.id, query.before),
          ),
        )
        .orderBy(desc(inbox.id))
        .limit(query.limit)
    },
    async countUnread(communityIds: readonly string[], memberId: string): Promise<number> {
      if (communityIds.length === 0) return 0
      const rows = await db
        .select({ total: count() })
        .from(inbox)
        .where(and(own(communityIds, memberId), isNull(inbox.readAt)))
      return rows[0]?.total ?? 0
    },
    async find(communityIds: readonly string[], memberId: string, id: string): Promise<InboxRow | null> {
      if (communityIds.length === 0) return null
      const rows = await db
        .select()
        .from(inbox)
        .where(and(own(communityIds, memberId), eq(inbox.id, id)))
      return rows[0] ?? null
    },
    /** Who heard exactly this notice, whether their account is open, and how they want to be told outside. */
    async membersToldOf(notice: NoticeKey): Promise<Told[]> {
      const { communityId, recordId, topic, rung, round, level } = notice
      return await told.execute({ communityId, recordId, topic, rung, round, level })
    },
    /** All that was told of one record, in the order it was told. */
    async ofRecord(communityId: string, recordId: string): Promise<InboxRow[]> {
      return await db
        .select()
        .from(inbox)
        .where(and(eq(inbox.communityId, communityId), eq(inbox.recordId, recordId)))
        .orderBy(inbox.id)
    },
  }
}

export function writeInbox(db: Orm, tables: Tables) {
  const { inbox } = tables
  const insert = writingMany<InboxRow>(namesOf(inbox), rows =>
    db.insert(inbox).values(rows).onConflictDoNothing().prepare(),
  )
  return {
    ...readInbox(db, tables),
    /** Tells members; the same notice told to the same member again changes nothing. */
    async insert(...rows: readonly InboxRow[]): Promise<void> {
      await insert(rows)
    },
    /** Marks an item read, once. */
    async markRead(communityId: string, memberId: string, id: string, readAt: number): Promise<void> {
      await db
        .update(inbox)
        .set({ readAt })
        .where(
          and(
            eq(inbox.communityId, communityId),
            eq(inbox.memberId, memberId),
            eq(inbox.id, id),
            isNull(inbox.readAt),
          ),
        )
    },
    /** Acknowledges a rung at whatever level: for one member, or for everybody who heard it. */
    async acknowledge(
      rung: Pick<InboxRow, 'communityId' | 'recordId' | 'topic' | 'rung' | 'round'> & {
        readonly memberId: string | null
      },
      acknowledgedAt: number,
      acknowledgedBy: string,
    ): Promise<void> {
      await db
        .update(inbox)
        .set({ acknowledgedAt, acknowledgedBy })
        .where(
          and(
            eq(inbox.communityId, rung.communityId),
            eq(inbox.recordId, rung.recordId),
            eq(inbox.topic, rung.topic),
            eq(inbox.rung, rung.rung),
            eq(inbox.round, rung.round),
            rung.memberId === null ? undefined : eq(inbox.memberId, rung.memberId),
            isNull(inbox.acknowledgedAt),
          ),
        )
    },
    /** Deletes what was told up to a moment. */
  }
}
