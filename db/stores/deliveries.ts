import { and, asc, desc, eq, getTableColumns, gt, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { assignmentsFor, atMost, type Orm, placeholdersFor, type Tables } from './connection.ts'

/* Sendings to the outside: what is due, who has taken it up, how it ended. */

export type DeliveryRow = Tables['deliveries']['$inferSelect']
export type PaceRow = Tables['paces']['$inferSelect']
/** A target by its address: a member for e-mail, a webhook for the other channels. */
export type TargetKey = Pick<DeliveryRow, 'communityId' | 'channel' | 'targetId'>

/** Which deliveries of a community are asked for; the latest first. */
export interface DeliveryQuery {
  readonly communityId: string
  readonly targetId?: string
  readonly channel?: string
  readonly state?: string
  /** Empty for the first page. */
  readonly before: string
  readonly limit: number
}

/** Above every id: the first page of a list that runs backwards begins here. */
const ABOVE_ALL = 'g'

/** A row of a message as it was taken up, and how that ended. */
const SETTLED = ['state', 'nextAt', 'attempts', 'sentAt', 'lastError'] as const

export function readDeliveries(db: Orm, { deliveries, paces }: Tables) {
  const t = deliveries
  const of = (key: 'communityId' | 'channel' | 'targetId') => eq(t[key], sql.placeholder(key))
  const targeted = and(
    of('communityId'),
    of('channel'),
    of('targetId'),
    lte(t.nextAt, sql.placeholder('now')),
  )
  const isOpen = or(
    isNull(paces.since),
    lte(paces.since, sql.placeholder('openSince')),
    // A clock that was set back must not close a target for as long as it was ahead.
    gt(paces.since, sql.placeholder('now')),
    lt(paces.count, sql.placeholder('most')),
  )
  const dueOn = (somePass: boolean) =>
    db
      .select({ communityId: t.communityId, channel: t.channel, targetId: t.targetId })
      .from(t)
      .leftJoin(
        paces,
        and(
          eq(paces.communityId, t.communityId),
          eq(paces.channel, t.channel),
          eq(paces.targetId, t.targetId),
        ),
      )
      .where(
        and(
          of('channel'),
          isNotNull(t.nextAt),
          lte(t.nextAt, sql.placeholder('now')),
          somePass ? or(isOpen, eq(t.urgent, true), isNotNull(t.messageId)) : isOpen,
        ),
      )
      .groupBy(t.communityId, t.channel, t.targetId)
      .orderBy(sql`min(${t.nextAt})`)
      .limit(sql.placeholder('limit'))
      .prepare()
  const due = { some: dueOn(true), none: dueOn(false) }
  const oldest = db.select().from(t).where(targeted).orderBy(asc(t.nextAt)).limit(atMost(1)).prepare()
  const foremost = db
    .select()
    .from(t)
    .where(targeted)
    .orderBy(desc(t.urgent), sql`${t.messageId} is null`, asc(t.nextAt))
    .limit(atMost(1))
    .prepare()
  const unsent = db
    .select()
    .from(t)
    .where(and(targeted, isNull(t.messageId)))
    .orderBy(desc(t.urgent), asc(t.nextAt))
    .limit(sql.placeholder('limit'))
    .prepare()
  const together = db
    .select()
    .from(t)
    .where(and(targeted, eq(t.messageId, sql.placeholder('messageId'))))
    .prepare()
  const pace = db
    .select()
    .from(paces)
    .where(
      and(
        eq(paces.communityId, sql.placeholder('communityId')),
        eq(paces.channel, sql.placeholder('channel')),
        eq(paces.targetId, sql.placeholder('targetId')),
      ),
    )
    .prepare()
  const byId = db
    .select()
    .from(t)
    .where(and(of('communityId'), eq(t.id, sql.placeholder('id'))))
    .prepare()
  return {
    /**
     * Targets of one channel with something due that may have a message now, the longest waiting first. A target is
     * closed when it has had `most` messages since `openSince` or later; with `somePass`, what is urgent and what was
     * put into a message before passes all the same.
     */
    async dueTargets(
      channel: string,
      at: { now: number; openSince: number; most: number; limit: number },
      somePass: boolean,
    ): Promise<TargetKey[]> {
      return await (somePass ? due.some : due.none).execute({ channel, ...at })
    },
    /** The row of a target to begin with: the longest due; with `somePass`, one that passes. */
    async foremost(key: TargetKey, now: number, somePass: boolean): Promise<DeliveryRow | null> {
      return (await (somePass ? foremost : oldest).execute({ ...key, now }))[0] ?? null
    },
    /** Rows due to a target that are in no message yet, urgent ones first. */
    async unsent(key: TargetKey, now: number, limit: number): Promise<DeliveryRow[]> {
      return await unsent.execute({ ...key, now, limit })
    },
    /** Rows due that were put into one message before. */
    async together(key: TargetKey, now: number, messageId: string): Promise<DeliveryRow[]> {
      return await together.execute({ ...key, now, messageId })
    },
    async paceOf(key: TargetKey): Promise<PaceRow | null> {
      return (await pace.execute(key))[0] ?? null
    },
    async find(communityId: string, id: string): Promise<DeliveryRow | null> {
      return (await byId.execute({ communityId, id }))[0] ?? null
    },
    async list({
      communityId,
      targetId,
      channel,
      state,
      before,
      limit,
    }: DeliveryQuery): Promise<DeliveryRow[]> {
      return await db
        .select()
        .from(t)
        .where(
          and(
            eq(t.communityId, communityId),
            targetId === undefined ? undefined : eq(t.targetId, targetId),
            channel === undefined ? undefined : eq(t.channel, channel),
            state === undefined ? undefined : eq(t.state, state),
            lt(t.id, before || ABOVE_ALL),
          ),
        )
        .orderBy(desc(t.id))
        .limit(limit)
    },
  }
}

export function writeDeliveries(db: Orm, tables: Tables) {
  const { deliveries, paces } = tables
  const t = deliveries
  const row = and(eq(t.communityId, sql.placeholder('communityId')), eq(t.id, sql.placeholder('id')))
  const insert = db
    .insert(t)
    .values(placeholdersFor(getTableColumns(t)))
    .onConflictDoNothing()
    .returning({ id: t.id })
    .prepare()
  const takeUp = db
    .update(t)
    .set({
      ...assignmentsFor(getTableColumns(t), ['messageId']),
      fence: sql`${t.fence} + 1`,
      leaseUntil: sql`${sql.placeholder('until')}`,
      nextAt: sql`${sql.placeholder('until')}`,
    })
    .where(and(row, eq(t.fence, sql.placeholder('fence'))))
    .returning({ id: t.id })
    .prepare()
  const settle = db
    .update(t)
    .set({ ...assignmentsFor(getTableColumns(t), SETTLED), leaseUntil: null })
    .where(and(row, eq(t.fence, sql.placeholder('fence')), eq(t.state, 'waiting')))
    .returning({ id: t.id })
    .prepare()
  const setPace = db
    .insert(paces)
    .values(placeholdersFor(getTableColumns(paces)))
    .onConflictDoUpdate({
      target: [paces.communityId, paces.channel, paces.targetId],
      set: { since: sql.raw('excluded.since'), count: sql.raw('excluded.count') },
    })
    .prepare()
  return {
    ...readDeliveries(db, tables),
    /** Adds a delivery; false when this notice goes to this target already. */
    async insert(delivery: DeliveryRow): Promise<boolean> {
      return (await insert.execute(delivery)).length === 1
    },
    /**
     * Gives a row to a sender until a moment, as part of a message, and raises its fence; false when somebody else has
     * raised it since it was read.
     */
    async takeUp(
      key: Pick<DeliveryRow, 'communityId' | 'id' | 'fence'> & { messageId: string; until: number },
    ): Promise<boolean> {
      return (await takeUp.execute(key)).length === 1
    },
    /** Writes how it ended; false when somebody else has taken the row up since, or it is no longer waiting. */
    async settle(
      key: Pick<DeliveryRow, 'communityId' | 'id' | 'fence'> & Pick<DeliveryRow, (typeof SETTLED)[number]>,
    ): Promise<boolean> {
      return (await settle.execute(key)).length === 1
    },
    async setPace(pace: PaceRow): Promise<void> {
      await setPace.execute(pace)
    },
    /** Begins a delivery anew, as a message of its own. What somebody sends at this moment can no longer be marked. */
    async begin(communityId: string, id: string, now: number): Promise<void> {
      await db
        .update(t)
        .set({
          state: 'waiting',
          nextAt: now,
          attempts: 0,
          messageId: null,
          leaseUntil: null,
          sentAt: null,
          fence: sql`${t.fence} + 1`,
        })
        .where(and(eq(t.communityId, communityId), eq(t.id, id)))
    },
    /**
     * Makes due at once whatever is taken up, and before what came after it: for a process that knows that every
     * sender before it has ended.
     */
    async releaseTaken(): Promise<number> {
      const rows = await db
        .update(t)
        .set({ nextAt: sql`${t.createdAt}`, leaseUntil: null })
        .where(and(isNotNull(t.nextAt), isNotNull(t.leaseUntil)))
        .returning({ id: t.id })
      return rows.length
    },
  }
}
