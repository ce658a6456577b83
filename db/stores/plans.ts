import { and, asc, eq, getTableColumns, gt, gte, inArray, lt, or, sql } from 'drizzle-orm'
import { below, isBelow } from './below.ts'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

/* When squads walk: plans, the slots that became patrols, and the calendar feeds that show them. */

export type PlanRow = Tables['patrolPlans']['$inferSelect']
export type FeedRow = Tables['calendarFeeds']['$inferSelect']

export function readPlans(db: Orm, { patrolPlans, planSlots, calendarFeeds, patrols }: Tables) {
  const behind = db
    .select()
    .from(patrolPlans)
    .where(and(eq(patrolPlans.active, true), lt(patrolPlans.plannedUntil, sql.placeholder('until'))))
    .orderBy(asc(patrolPlans.plannedUntil))
    .limit(sql.placeholder('limit'))
    .prepare()
  const feedByHash = db
    .select()
    .from(calendarFeeds)
    .where(eq(calendarFeeds.hash, sql.placeholder('hash')))
    .prepare()
  return {
    async find(communityId: string, id: string): Promise<PlanRow | null> {
      const rows = await db
        .select()
        .from(patrolPlans)
        .where(and(eq(patrolPlans.communityId, communityId), eq(patrolPlans.id, id)))
      return rows[0] ?? null
    },
    /** A page of the plans below any of the paths, by id. */
    async list(query: {
      readonly communityId: string
      readonly paths: readonly string[]
      readonly after: string
      readonly limit: number
    }): Promise<PlanRow[]> {
      const { placePath } = patrolPlans
      const within = query.paths.map(path => isBelow(placePath, below(path)))
      return await db
        .select()
        .from(patrolPlans)
        .where(
          and(
            eq(patrolPlans.communityId, query.communityId),
            or(...within, sql`1 = 0`),
            gt(patrolPlans.id, query.after),
          ),
        )
        .orderBy(asc(patrolPlans.id))
        .limit(query.limit)
    },
    /** Plans in use whose patrols are not yet made up to a moment, the furthest behind first. */
    async behind(until: number, limit: number): Promise<PlanRow[]> {
      return await behind.execute({ until, limit })
    },
    async patrolOfSlot(communityId: string, planId: string, slot: string): Promise<string | null> {
      const rows = await db
        .select({ patrolId: planSlots.patrolId })
        .from(planSlots)
        .where(
          and(eq(planSlots.communityId, communityId), eq(planSlots.planId, planId), eq(planSlots.slot, slot)),
        )
      return rows[0]?.patrolId ?? null
    },
    /** A plan's patrols that have not begun and whose window opens at a moment or after it, with their slots. */
    async slotsAhead(
      communityId: string,
      planId: string,
      from: number,
    ): Promise<{ slot: string; patrolId: string; windowStart: number | null }[]> {
      return await db
        .select({ slot: planSlots.slot, patrolId: planSlots.patrolId, windowStart: patrols.windowStart })
        .from(planSlots)
        .innerJoin(
          patrols,
          and(eq(patrols.communityId, planSlots.communityId), eq(patrols.id, planSlots.patrolId)),
        )
        .where(
          and(
            eq(planSlots.communityId, communityId),
            eq(planSlots.planId, planId),
            inArray(patrols.state, ['planned', 'ready']),
            gte(patrols.windowStart, from),
          ),
        )
        .orderBy(asc(planSlots.slot))
    },
    async findFeed(hash: string): Promise<FeedRow | null> {
      return (await feedByHash.execute({ hash }))[0] ?? null
    },
    async feedsOf(communityId: string, memberId: string): Promise<FeedRow[]> {
      return await db
        .select()
        .from(calendarFeeds)
        .where(and(eq(calendarFeeds.communityId, communityId), eq(calendarFeeds.memberId, memberId)))
        .orderBy(asc(calendarFeeds.id))
    },
  }
}

export function writePlans(db: Orm, tables: Tables) {
  const { patrolPlans, planSlots, calendarFeeds } = tables
  const claim = db
    .insert(planSlots)
    .values(placeholdersFor(getTableColumns(planSlots)))
    .onConflictDoNothing()
    .returning({ slot: planSlots.slot })
    .prepare()
  return {
    ...readPlans(db, tables),
    async insert(row: PlanRow): Promise<void> {
      await db.insert(patrolPlans).values(row)
    },
    async update(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<PlanRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(patrolPlans)
        .set({ ...changes, version: expected + 1 })
        .where(
          and(
            eq(patrolPlans.communityId, communityId),
            eq(patrolPlans.id, id),
            eq(patrolPlans.version, expected),
          ),
        )
        .returning({ id: patrolPlans.id })
      return rows.length === 1
    },
    /** Notes how far a plan's patrols are made; a plan that was changed meanwhile is left alone. */
    async planned(
      plan: Pick<PlanRow, 'communityId' | 'id' | 'version'>,
      plannedUntil: number,
    ): Promise<void> {
      await db
        .update(patrolPlans)
        .set({ plannedUntil })
        .where(
          and(
            eq(patrolPlans.communityId, plan.communityId),
            eq(patrolPlans.id, plan.id),
            eq(patrolPlans.version, plan.version),
          ),
        )
    },
    /** Takes a slot for a patrol; false when it is taken already. */
    async claimSlot(row: Tables['planSlots']['$inferSelect']): Promise<boolean> {
      return (await claim.execute(row)).length === 1
    },
    /** Gives back the slots of patrols that a change of plan called off, so that they can be planned anew. */
    async releaseSlots(communityId: string, patrolIds: readonly string[]): Promise<void> {
      if (patrolIds.length === 0) return
      await db
        .delete(planSlots)
        .where(and(eq(planSlots.communityId, communityId), inArray(planSlots.patrolId, [...patrolIds])))
    },
    async insertFeed(row: FeedRow): Promise<void> {
      await db.insert(calendarFeeds).values(row)
    },
    /** False when the member has no such feed. */
    async deleteFeed(communityId: string, memberId: string, id: string): Promise<boolean> {
      const rows = await db
        .delete(calendarFeeds)
        .where(
          and(
            eq(calendarFeeds.communityId, communityId),
            eq(calendarFeeds.memberId, memberId),
            eq(calendarFeeds.id, id),
          ),
        )
        .returning({ id: calendarFeeds.id })
      return rows.length === 1
    },
  }
}
