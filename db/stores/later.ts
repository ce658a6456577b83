import { and, asc, eq, getTableColumns, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'
import { namesOf, writingMany } from './many-rows.ts'

/* What happens later: timers that will ring, and outbox rows that wait to be carried out. */

export type TimerRow = Tables['timers']['$inferSelect']
export type OutboxRow = Tables['outbox']['$inferSelect']
/** What names a timer: one of a name on a record. */
export type TimerKey = Pick<TimerRow, 'communityId' | 'recordId' | 'name'>
/** A place in the outbox's order. */
export type OutboxPlace = Pick<OutboxRow, 'createdAt' | 'id'>

const BEFORE_ALL: OutboxPlace = { createdAt: 0, id: '' }

export function readLater(db: Orm, { timers, outbox }: Tables) {
  const due = db
    .select()
    .from(timers)
    .where(lte(timers.tryAt, sql.placeholder('now')))
    .orderBy(asc(timers.tryAt))
    .limit(sql.placeholder('limit'))
    .prepare()
  const waiting = db
    .select()
    .from(outbox)
    .where(
      and(
        isNull(outbox.doneAt),
        gte(outbox.createdAt, sql.placeholder('createdAt')),
        or(gt(outbox.createdAt, sql.placeholder('createdAt')), gt(outbox.id, sql.placeholder('id'))),
      ),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .limit(sql.placeholder('limit'))
    .prepare()
  const waitingOf = db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.communityId, sql.placeholder('communityId')),
        isNull(outbox.doneAt),
        gte(outbox.createdAt, sql.placeholder('createdAt')),
        or(gt(outbox.createdAt, sql.placeholder('createdAt')), gte(outbox.id, sql.placeholder('id'))),
      ),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .limit(sql.placeholder('limit'))
    .prepare()
  const timer = db
    .select()
    .from(timers)
    .where(
      and(
        eq(timers.communityId, sql.placeholder('communityId')),
        eq(timers.recordId, sql.placeholder('recordId')),
        eq(timers.name, sql.placeholder('name')),
      ),
    )
    .prepare()
  const notice = db
    .select()
    .from(outbox)
    .where(and(eq(outbox.communityId, sql.placeholder('communityId')), eq(outbox.id, sql.placeholder('id'))))
    .prepare()
  return {
    /** Timers whose moment has come, the oldest first. */
    async dueTimers(now: number, limit: number): Promise<TimerRow[]> {
      return await due.execute({ now, limit })
    },
    async findTimer(key: TimerKey): Promise<TimerRow | null> {
      return (await timer.execute(key))[0] ?? null
    },
    /** All timers of several records of a community. */
    async timersOfMany(communityId: string, recordIds: readonly string[]): Promise<TimerRow[]> {
      return await db
        .select()
        .from(timers)
        .where(and(eq(timers.communityId, communityId), inArray(timers.recordId, [...recordIds])))
    },
    async timersOf(communityId: string, recordId: string): Promise<TimerRow[]> {
      return await db
        .select()
        .from(timers)
        .where(and(eq(timers.communityId, communityId), eq(timers.recordId, recordId)))
        .orderBy(asc(timers.name))
    },
    /** Outbox rows not yet carried out, the oldest first; only those after a place in that order. */
    async waitingOutbox(limit: number, after: OutboxPlace = BEFORE_ALL): Promise<OutboxRow[]> {
      return await waiting.execute({ limit, createdAt: after.createdAt, id: after.id })
    },
    /** The same of one community, from a place on: a row that is there comes first. */
    async waitingOutboxOf(communityId: string, limit: number, from: OutboxPlace): Promise<OutboxRow[]> {
      return await waitingOf.execute({ communityId, limit, createdAt: from.createdAt, id: from.id })
    },
    async findOutbox(communityId: string, id: string): Promise<OutboxRow | null> {
      return (await notice.execute({ communityId, id }))[0] ?? null
    },
  }
}

export function writeLater(db: Orm, tables: Tables) {
  const { timers, outbox } = tables
  const { communityId: _c, recordId: _r, name: _n, ...changing } = getTableColumns(timers)
  const set = writingMany<TimerRow>(namesOf(timers), rows =>
    db
      .insert(timers)
      .values(rows)
      .onConflictDoUpdate({
        target: [timers.communityId, timers.recordId, timers.name],
        set: Object.fromEntries(
          Object.entries(changing).map(([name, c]) => [name, sql.raw(`excluded.${c.name}`)]),
        ),
      })
      .prepare(),
  )
  const clear = writingMany<TimerKey>(['communityId', 'recordId', 'name'], keys =>
    db
      .delete(timers)
      .where(
        or(
          ...keys.map(key =>
            and(
              eq(timers.communityId, key.communityId),
              eq(timers.recordId, key.recordId),
              eq(timers.name, key.name),
            ),
          ),
        ),
      )
      .prepare(),
  )
  const post = writingMany<OutboxRow>(namesOf(outbox), rows => db.insert(outbox).values(rows).prepare())
  return {
    ...readLater(db, tables),
    /** Sets timers, no two of one key; an older one of the same name on the record is replaced. */
    async setTimer(...rows: readonly TimerRow[]): Promise<void> {
      await set(rows)
    },
    async clearTimer(...keys: readonly TimerKey[]): Promise<void> {
      await clear(keys)
    },
    async post(...rows: readonly OutboxRow[]): Promise<void> {
      await post(rows)
    },
    /** Marks rows carried out; gives how many were not yet. */
    async markDone(communityId: string, ids: readonly string[], doneAt: number): Promise<number> {
      const marked = await db
        .update(outbox)
        .set({ doneAt })
        .where(and(eq(outbox.communityId, communityId), inArray(outbox.id, [...ids]), isNull(outbox.doneAt)))
        .returning({ id: outbox.id })
      return marked.length
    },
  }
}
