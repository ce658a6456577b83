import type { SQLWrapper } from 'drizzle-orm'
import { and, eq, sql } from 'drizzle-orm'
import type { Sealed } from '../sealed.ts'
import type { Orm, Tables } from './connection.ts'

/** Something sealed where it stands; `at` is of a point of a walk only. */
export interface SealedAt {
  readonly kind: 'phone' | 'email' | 'spot'
  readonly communityId: string
  readonly memberId: string
  readonly patrolId: string | null
  readonly at: number | null
  readonly value: Sealed
}

/* What is kept sealed, read and written as it stands: for whoever changes the key, and for nobody else. */
export function readSealed(db: Orm, { members, subscriptions, trackPoints }: Tables) {
  const otherThan = (column: SQLWrapper, prefix: string) =>
    sql`${column} is not null and substr(${column}, 1, ${sql.raw(String(prefix.length))}) <> ${prefix}`
  return {
    /** Phone numbers and e-mail addresses that begin otherwise than `prefix`, at most so many of each. */
    async contactsOtherThan(prefix: string, most: number): Promise<SealedAt[]> {
      const phones = await db
        .select({ communityId: members.communityId, memberId: members.id, value: members.phone })
        .from(members)
        .where(otherThan(members.phone, prefix))
        .limit(most)
      const { communityId, memberId, email } = subscriptions
      const emails = await db
        .select({ communityId, memberId, value: email })
        .from(subscriptions)
        .where(otherThan(email, prefix))
        .limit(most)
      const none = { patrolId: null, at: null }
      return [
        ...phones.map(row => ({ kind: 'phone' as const, ...row, ...none, value: row.value as Sealed })),
        ...emails.map(row => ({ kind: 'email' as const, ...row, ...none, value: row.value as Sealed })),
      ]
    },
    /** Points of walks that begin otherwise than `prefix`, at most so many. Looks at every point that is kept. */
    async spotsOtherThan(prefix: string, most: number): Promise<SealedAt[]> {
      const rows = await db.select().from(trackPoints).where(otherThan(trackPoints.spot, prefix)).limit(most)
      return rows.map(({ spot, ...row }) => ({ kind: 'spot' as const, ...row, value: spot }))
    },
  }
}

export function writeSealed(db: Orm, tables: Tables) {
  const { members, subscriptions, trackPoints } = tables
  return {
    ...readSealed(db, tables),
    /** Puts another value in the place of one that still stands there; null takes it away. */
    async replace(
      { kind, communityId, memberId, patrolId, at, value }: SealedAt,
      by: Sealed | null,
    ): Promise<void> {
      if (kind === 'phone')
        await db
          .update(members)
          .set({ phone: by })
          .where(
            and(eq(members.communityId, communityId), eq(members.id, memberId), eq(members.phone, value)),
          )
      else if (kind === 'email')
        await db
          .update(subscriptions)
          .set({ email: by, ...(by === null ? { mail: 'off' } : {}) })
          .where(
            and(
              eq(subscriptions.communityId, communityId),
              eq(subscriptions.memberId, memberId),
              eq(subscriptions.email, value),
            ),
          )
      else {
        const point = and(
          eq(trackPoints.communityId, communityId),
          eq(trackPoints.patrolId, patrolId ?? ''),
          eq(trackPoints.memberId, memberId),
          eq(trackPoints.at, at ?? 0),
        )
        if (by === null) await db.delete(trackPoints).where(point)
        else await db.update(trackPoints).set({ spot: by }).where(point)
      }
    },
  }
}
