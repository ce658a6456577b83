import { and, asc, gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'

/*
 * How much waits, for whoever watches the system. Each answer comes from an index over what is open, and counts no
 * further than `most`: watching must never cost what it watches.
 */

/** How many there are, at most as many as were counted, and since when the oldest waits. */
export interface Waiting {
  readonly count: number
  /** Milliseconds since 1970; `null` when there is none. */
  readonly oldest: number | null
}

export function readWaiting(db: Orm, { timers, outbox, deliveries }: Tables) {
  const total = sql<number>`count(*)`.mapWith(Number)
  return {
    /** Timers whose moment has come and that have not rung. */
    async timersDue(now: number, most: number): Promise<Waiting> {
      const due = lte(timers.tryAt, now)
      const some = db.select({ at: timers.tryAt }).from(timers).where(due).limit(most).as('some')
      const [counted] = await db.select({ total }).from(some)
      const [first] = await db
        .select({ at: timers.tryAt })
        .from(timers)
        .where(due)
        .orderBy(asc(timers.tryAt))
        .limit(1)
      return { count: counted?.total ?? 0, oldest: first?.at ?? null }
    },
    /** Notices that have not been handed on. */
    async outboxWaiting(most: number): Promise<Waiting> {
      const open = isNull(outbox.doneAt)
      const some = db.select({ at: outbox.createdAt }).from(outbox).where(open).limit(most).as('some')
      const [counted] = await db.select({ total }).from(some)
      const [first] = await db
        .select({ at: outbox.createdAt })
        .from(outbox)
        .where(open)
        .orderBy(asc(outbox.createdAt))
        .limit(1)
      return { count: counted?.total ?? 0, oldest: first?.at ?? null }
    },
    /** Deliveries by channel: those that wait, those given up, and those sent after a moment. */
    async deliveriesByChannel(
      sentAfter: number,
      most: number,
    ): Promise<Record<'waiting' | 'dead' | 'sent', Record<string, number>>> {
      const count = async (where: SQL | undefined): Promise<Record<string, number>> => {
        const some = db
          .select({ channel: deliveries.channel })
          .from(deliveries)
          .where(where)
          .limit(most)
          .as('some')
        const rows = await db.select({ channel: some.channel, total }).from(some).groupBy(some.channel)
        return Object.fromEntries(rows.map(row => [row.channel, row.total]))
      }
      return {
        waiting: await count(isNotNull(deliveries.nextAt)),
        dead: await count(sql`${deliveries.state} = 'dead'`),
        sent: await count(and(isNotNull(deliveries.sentAt), gt(deliveries.sentAt, sentAfter))),
      }
    },
  }
}
