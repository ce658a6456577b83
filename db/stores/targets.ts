import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'
import type { SubscriptionRow } from './inbox.ts'

/* Where notices go outside the system: members' mailboxes, and the addresses of other systems. */

export type WebhookRow = Tables['webhooks']['$inferSelect']

export function readTargets(db: Orm, { subscriptions, webhooks }: Tables) {
  const subscription = db
    .select()
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.communityId, sql.placeholder('communityId')),
        eq(subscriptions.memberId, sql.placeholder('memberId')),
      ),
    )
    .prepare()
  const webhook = db
    .select()
    .from(webhooks)
    .where(
      and(eq(webhooks.communityId, sql.placeholder('communityId')), eq(webhooks.id, sql.placeholder('id'))),
    )
    .prepare()
  const listening = db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.communityId, sql.placeholder('communityId')), eq(webhooks.active, true)))
    .prepare()
  return {
    async findSubscription(communityId: string, memberId: string): Promise<SubscriptionRow | null> {
      return (await subscription.execute({ communityId, memberId }))[0] ?? null
    },
    async findWebhook(communityId: string, id: string): Promise<WebhookRow | null> {
      return (await webhook.execute({ communityId, id }))[0] ?? null
    },
    /** Every webhook of a community that is in use: a handful. */
    async activeWebhooks(communityId: string): Promise<WebhookRow[]> {
      return await listening.execute({ communityId })
    },
    /** Whether anybody in a community has said how to be told outside. */
    async hasSubscription(communityId: string): Promise<boolean> {
      const some = db.select({ one: sql`1` }).from(subscriptions)
      return (await some.where(eq(subscriptions.communityId, communityId)).limit(1)).length > 0
    },
    async listWebhooks(communityId: string, after: string, limit: number): Promise<WebhookRow[]> {
      return await db
        .select()
        .from(webhooks)
        .where(and(eq(webhooks.communityId, communityId), gt(webhooks.id, after)))
        .orderBy(asc(webhooks.id))
        .limit(limit)
    },
  }
}

export function writeTargets(db: Orm, tables: Tables) {
  const { subscriptions, webhooks } = tables
  return {
    ...readTargets(db, tables),
    /** Writes a member's subscription in place of the one before. */
    async putSubscription(row: SubscriptionRow): Promise<void> {
      const { communityId: _c, memberId: _m, ...changing } = row
      await db
        .insert(subscriptions)
        .values(row)
        .onConflictDoUpdate({ target: [subscriptions.communityId, subscriptions.memberId], set: changing })
    },
    async deleteSubscription(communityId: string, memberId: string): Promise<void> {
      await db
        .delete(subscriptions)
        .where(and(eq(subscriptions.communityId, communityId), eq(subscriptions.memberId, memberId)))
    },
    async insertWebhook(row: WebhookRow): Promise<void> {
      await db.insert(webhooks).values(row)
    },
    async updateWebhook(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<WebhookRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(webhooks)
        .set({ ...changes, version: expected + 1 })
        .where(
          and(eq(webhooks.communityId, communityId), eq(webhooks.id, id), eq(webhooks.version, expected)),
        )
        .returning({ id: webhooks.id })
      return rows.length === 1
    },
  }
}
