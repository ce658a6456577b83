import { and, eq, type SQLWrapper, sql } from 'drizzle-orm'
import type { Sealed } from '../sealed.ts'
import type { Orm, Tables } from './connection.ts'

interface SealedOf {
  readonly communityId: string
  readonly memberId: string
  readonly value: Sealed
}

/** Something sealed, and where it stands; a spot is a point of a walk. */
export type SealedAt =
  | (SealedOf & { readonly kind: 'phone' | 'email' })
  | (SealedOf & { readonly kind: 'spot'; readonly patrolId: string; readonly at: number })

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
      return [
        ...phones.map(row => ({ kind: 'phone' as const, ...row, value: row.value as Sealed })),
        ...emails.map(row => ({ kind: 'email' as const, ...row, value: row.value as Sealed })),
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
    async replace(row: SealedAt, by: Sealed | null): Promise<void> {
      const { communityId, memberId, value } = row
      if (row.kind === 'spot') {
        const point = and(
          eq(trackPoints.communityId, communityId),
          eq(trackPoints.patrolId, row.patrolId),
          eq(trackPoints.memberId, memberId),
          eq(trackPoints.at, row.at),
        )
        if (by === null) await db.delete(trackPoints).where(point)
        else await db.update(trackPoints).set({ spot: by }).where(point)
      } else if (row.kind === 'phone')
        await db
          .update(members)
          .set({ phone: by })
          .where(
            and(eq(members.communityId, communityId), eq(members.id, memberId), eq(members.phone, value)),
          )
      else
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
    },
  }
}
