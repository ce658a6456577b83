import { and, eq, lte, or, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'

/* Who looks after what for a while: one row a name, taken over only when its holder's time is up. */

export type LeaseRow = Tables['leases']['$inferSelect']

export function readLeases(db: Orm, { leases }: Tables) {
  return {
    async find(name: string): Promise<LeaseRow | null> {
      return (await db.select().from(leases).where(eq(leases.name, name)))[0] ?? null
    },
  }
}

export function writeLeases(db: Orm, tables: Tables) {
  const { leases } = tables
  const holder = sql.placeholder('holder')
  const now = sql.placeholder('now')
  const until = sql.placeholder('until')
  const take = db
    .insert(leases)
    .values({ name: sql.placeholder('name'), holder, fence: 1, until })
    .onConflictDoUpdate({
      target: leases.name,
      set: {
        holder: sql`excluded.holder`,
        until: sql`excluded.until`,
        fence: sql`${leases.fence} + case when ${leases.until} > ${now} then 0 else 1 end`,
      },
      setWhere: or(lte(leases.until, now), eq(leases.holder, holder)),
    })
    .returning({ fence: leases.fence })
    .prepare()
  const end = db
    .update(leases)
    .set({ until: sql`${now}` })
    .where(and(eq(leases.name, sql.placeholder('name')), eq(leases.fence, sql.placeholder('fence'))))
    .returning({ name: leases.name })
    .prepare()
  return {
    ...readLeases(db, tables),
    /** Takes or prolongs a lease, in one statement. Gives its fence, or null while another holder has it. */
    async take(lease: { name: string; holder: string; now: number; until: number }): Promise<number | null> {
      return (await take.execute(lease))[0]?.fence ?? null
    },
    /** Ends a lease now; false when it has passed to somebody else. */
    async end(lease: { name: string; fence: number; now: number }): Promise<boolean> {
      return (await end.execute(lease)).length === 1
    },
  }
}
