import { and, eq, isNotNull, type SQLWrapper, sql } from 'drizzle-orm'
import type { Sealed } from '../sealed.ts'
import type { Orm, Tables } from './connection.ts'

/** Something sealed, and where it stands. */
export type SealedAt = {
  /** Empty for what belongs to no community. */
  readonly communityId: string
  readonly memberId: string
  readonly value: Sealed
} & (
  | { readonly kind: 'name'; readonly login: string }
  | { readonly kind: 'phone' | 'email' }
  /** A point of a track. */
  | { readonly kind: 'point'; readonly patrolId: string; readonly at: number }
  /** Where a walker checked in. */
  | { readonly kind: 'spot'; readonly patrolId: string; readonly version: number }
  /** What was answered about a member, to the one who asked for it. */
  | { readonly kind: 'answer'; readonly route: string; readonly key: string }
)
type Kind = SealedAt['kind']
/** Everything that is sealed in the database, the smallest tables first. */
export const SEALED_KINDS: readonly Kind[] = ['name', 'phone', 'email', 'answer', 'spot', 'point']

type Find = (prefix: string, most: number) => Promise<SealedAt[]>
type Put = (row: SealedAt, by: Sealed | null) => Promise<unknown>

/* What is kept sealed, read and written as it stands: for whoever changes the key, and for nobody else. */
export function readSealed(
  db: Orm,
  { members, subscriptions, trackPoints, patrolSpots, idempotency }: Tables,
) {
  const otherThan = (column: SQLWrapper, prefix: string) =>
    sql`${column} is not null and substr(${column}, 1, ${sql.raw(String(prefix.length))}) <> ${prefix}`
  const { communityId, id: memberId, login } = members
  const find: Record<Kind, Find> = {
    name: async (prefix, most) => {
      const { name: value } = members
      const found = db.select({ communityId, memberId, login, value }).from(members)
      return (await found.where(otherThan(value, prefix)).limit(most)).map(row => ({ kind: 'name', ...row }))
    },
    phone: async (prefix, most) => {
      const value = sql<Sealed>`${members.phone}`
      const found = db.select({ communityId, memberId, value }).from(members)
      return (await found.where(otherThan(value, prefix)).limit(most)).map(row => ({ kind: 'phone', ...row }))
    },
    email: async (prefix, most) => {
      const { communityId, memberId } = subscriptions
      const value = sql<Sealed>`${subscriptions.email}`
      const found = db.select({ communityId, memberId, value }).from(subscriptions)
      return (await found.where(otherThan(value, prefix)).limit(most)).map(row => ({ kind: 'email', ...row }))
    },
    point: async (prefix, most) => {
      const found = db.select().from(trackPoints).where(otherThan(trackPoints.spot, prefix)).limit(most)
      return (await found).map(({ spot: value, ...row }) => ({ kind: 'point', ...row, value }))
    },
    spot: async (prefix, most) => {
      const found = db.select().from(patrolSpots).where(otherThan(patrolSpots.spot, prefix)).limit(most)
      return (await found).map(({ spot: value, ...row }) => ({ kind: 'spot', ...row, value }))
    },
    answer: async (prefix, most) => {
      const { memberId, route, key, aboutId, body } = idempotency
      const found = db.select({ memberId, route, key, value: sql<Sealed>`${body}` }).from(idempotency)
      const rows = await found.where(and(isNotNull(aboutId), otherThan(body, prefix))).limit(most)
      return rows.map(row => ({ kind: 'answer', communityId: '', ...row }))
    },
  }
  return {
    /** What begins otherwise than `prefix`, at most so much. Looks at all that is kept of the kind. */
    async otherThan(kind: Kind, prefix: string, most: number): Promise<SealedAt[]> {
      return await find[kind](prefix, most)
    },
  }
}

export function writeSealed(db: Orm, tables: Tables) {
  const { members, subscriptions, trackPoints, patrolSpots, idempotency } = tables
  const member = ({ communityId, memberId }: SealedAt) =>
    and(eq(members.communityId, communityId), eq(members.id, memberId))
  const put: { [K in Kind]: (row: SealedAt & { kind: K }, by: Sealed | null) => Promise<unknown> } = {
    name: async (row, by) => {
      if (by === null) throw new RangeError('everybody has a name')
      await db
        .update(members)
        .set({ name: by })
        .where(and(member(row), eq(members.name, row.value)))
    },
    phone: async (row, by) =>
      await db
        .update(members)
        .set({ phone: by })
        .where(and(member(row), eq(members.phone, row.value))),
    email: async ({ communityId, memberId, value }, by) =>
      await db
        .update(subscriptions)
        .set({ email: by, ...(by === null ? { mail: 'off' } : {}) })
        .where(
          and(
            eq(subscriptions.communityId, communityId),
            eq(subscriptions.memberId, memberId),
            eq(subscriptions.email, value),
          ),
        ),
    point: async ({ communityId, patrolId, memberId, at }, by) => {
      const here = and(
        eq(trackPoints.communityId, communityId),
        eq(trackPoints.patrolId, patrolId),
        eq(trackPoints.memberId, memberId),
        eq(trackPoints.at, at),
      )
      if (by === null) await db.delete(trackPoints).where(here)
      else await db.update(trackPoints).set({ spot: by }).where(here)
    },
    spot: async ({ communityId, patrolId, version }, by) => {
      const here = and(
        eq(patrolSpots.communityId, communityId),
        eq(patrolSpots.patrolId, patrolId),
        eq(patrolSpots.version, version),
      )
      if (by === null) await db.delete(patrolSpots).where(here)
      else await db.update(patrolSpots).set({ spot: by }).where(here)
    },
    answer: async ({ memberId, route, key }, by) => {
      const here = and(
        eq(idempotency.memberId, memberId),
        eq(idempotency.route, route),
        eq(idempotency.key, key),
      )
      if (by === null) await db.delete(idempotency).where(here)
      else await db.update(idempotency).set({ body: by }).where(here)
    },
  }
  return {
    ...readSealed(db, tables),
    /** Puts another value in the place of one that still stands there; null takes it away, which a name does not bear. */
    async replace(row: SealedAt, by: Sealed | null): Promise<void> {
      await (put[row.kind] as Put)(row, by)
    },
  }
}
