import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import { COUNTERS, type Counter } from '../schema/tables.ts'
import type { Orm, Tables } from './connection.ts'

/** Whether a count falls on the day it happened, or on the report day of its finding. */
export type CountBy = 'event' | 'cohort'
export type Totals = Readonly<Record<Counter, number>>
type Column = `${'e' | 'c'}_${Counter}`
/** What a step adds to one scope's day. */
export type RollupDelta = Partial<Record<Column, number>>

export interface RollupKey {
  readonly communityId: string
  /** A place or a unit. */
  readonly scopeId: string
  /** Local day, YYYY-MM-DD. */
  readonly day: string
}

export function readRollups(db: Orm, { rollups }: Tables) {
  const within = and(
    eq(rollups.communityId, sql.placeholder('communityId')),
    eq(rollups.scopeId, sql.placeholder('scopeId')),
    gte(rollups.day, sql.placeholder('from')),
    lt(rollups.day, sql.placeholder('to')),
  )
  const sums = (by: CountBy) =>
    Object.fromEntries(
      COUNTERS.map(name => {
        const column = rollups[`${by === 'event' ? 'e' : 'c'}_${name}`]
        return [name, sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number).as(name)]
      }),
    )
  const sum = (by: CountBy) => db.select(sums(by)).from(rollups).where(within).prepare()
  const statements = { event: sum('event'), cohort: sum('cohort') }
  const days = (by: CountBy) =>
    db
      .select({
        day: rollups.day,
        ...Object.fromEntries(COUNTERS.map(name => [name, rollups[`${by === 'event' ? 'e' : 'c'}_${name}`]])),
      })
      .from(rollups)
      .where(within)
      .orderBy(rollups.day)
      .prepare()
  const daily = { event: days('event'), cohort: days('cohort') }
  return {
    /** Sums of one scope over the local days from (inclusive) to (exclusive). */
    async sum(
      key: { communityId: string; scopeId: string; from: string; to: string },
      by: CountBy,
    ): Promise<Totals> {
      return (await statements[by].execute(key))[0] as Totals
    },
    /** The same, a row for each day that anything was counted on. */
    async daily(
      key: { communityId: string; scopeId: string; from: string; to: string },
      by: CountBy,
    ): Promise<(Totals & { readonly day: string })[]> {
      return (await daily[by].execute(key)) as (Totals & { readonly day: string })[]
    },
    async all(communityId: string): Promise<(RollupKey & Record<Column, number>)[]> {
      return (await db
        .select()
        .from(rollups)
        .where(eq(rollups.communityId, communityId))
        .orderBy(rollups.scopeId, rollups.day)) as (RollupKey & Record<Column, number>)[]
    },
  }
}

export function writeRollups(db: Orm, tables: Tables) {
  const { rollups } = tables
  const known = new Map<string, ReturnType<typeof prepareAdd>>()
  const prepareAdd = (columns: readonly Column[]) =>
    db
      .insert(rollups)
      .values({
        communityId: sql.placeholder('communityId'),
        scopeId: sql.placeholder('scopeId'),
        day: sql.placeholder('day'),
        ...Object.fromEntries(columns.map(name => [name, sql.placeholder(name)])),
      } as never)
      .onConflictDoUpdate({
        target: [rollups.communityId, rollups.scopeId, rollups.day],
        set: Object.fromEntries(
          columns.map(name => [name, sql`${rollups[name]} + ${sql.raw(`excluded."${name}"`)}`]),
        ) as never,
      })
      .prepare()
  return {
    ...readRollups(db, tables),
    /** Adds to one scope's day; a missing row counts as zeros. */
    async add(key: RollupKey, delta: RollupDelta): Promise<void> {
      const columns = Object.keys(delta).sort() as Column[]
      const name = columns.join(' ')
      let statement = known.get(name)
      if (!statement) {
        statement = prepareAdd(columns)
        known.set(name, statement)
      }
      await statement.execute({ ...key, ...delta })
    },
    /** Forgets a community's rollups, for a recount to write them anew in the same turn. */
    async clear(communityId: string, scopeIds: readonly string[] | null = null): Promise<void> {
      await db
        .delete(rollups)
        .where(
          and(
            eq(rollups.communityId, communityId),
            scopeIds === null ? undefined : inArray(rollups.scopeId, [...scopeIds]),
          ),
        )
    },
  }
}
