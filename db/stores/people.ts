import { and, asc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

export type MemberRow = Tables['members']['$inferSelect']
export type RoleRow = Tables['memberRoles']['$inferSelect']
/** Somebody who holds a role, and where; the root administrator's path is null. */
export interface Holder {
  readonly memberId: string
  readonly unitId: string | null
  readonly path: string | null
}
export type CredentialRow = Tables['credentials']['$inferSelect']
/** A role with the path of the place it holds below; the root administrator's path is empty. */
export interface HeldRole {
  readonly role: string
  readonly placeId: string
  readonly path: string | null
}

export function readPeople(db: Orm, { members, memberRoles, credentials, places, signInFailures }: Tables) {
  const byCredential = db
    .select({ member: members, credential: credentials })
    .from(credentials)
    .innerJoin(
      members,
      and(eq(members.communityId, credentials.communityId), eq(members.id, credentials.memberId)),
    )
    .where(eq(credentials.hash, sql.placeholder('hash')))
    .prepare()
  const roles = db
    .select({ role: memberRoles.role, placeId: memberRoles.placeId, path: places.path })
    .from(memberRoles)
    .leftJoin(
      places,
      and(eq(places.communityId, memberRoles.communityId), eq(places.id, memberRoles.placeId)),
    )
    .where(
      and(
        eq(memberRoles.communityId, sql.placeholder('communityId')),
        eq(memberRoles.memberId, sql.placeholder('memberId')),
      ),
    )
    .prepare()
  const holders = db
    .select({ memberId: memberRoles.memberId, unitId: members.unitId, path: places.path })
    .from(memberRoles)
    .innerJoin(
      members,
      and(
        eq(members.communityId, memberRoles.communityId),
        eq(members.id, memberRoles.memberId),
        eq(members.active, true),
      ),
    )
    .leftJoin(
      places,
      and(eq(places.communityId, memberRoles.communityId), eq(places.id, memberRoles.placeId)),
    )
    .where(
      and(
        eq(memberRoles.communityId, sql.placeholder('communityId')),
        eq(memberRoles.role, sql.placeholder('role')),
      ),
    )
    .prepare()
  const activeMember = db
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.communityId, sql.placeholder('communityId')),
        eq(members.id, sql.placeholder('id')),
        eq(members.active, true),
      ),
    )
    .prepare()
  return {
    /** The active members who hold a role, wherever in the community; an empty community: root administrators. */
    async holdersOf(communityId: string, role: string): Promise<Holder[]> {
      return await holders.execute({ communityId, role })
    },
    async isActive(communityId: string, id: string): Promise<boolean> {
      return (await activeMember.execute({ communityId, id })).length === 1
    },
    /** Who a session or a token stands for, deactivated members included; `null` when nobody. */
    async findByCredential(hash: string): Promise<{ member: MemberRow; credential: CredentialRow } | null> {
      return (await byCredential.execute({ hash }))[0] ?? null
    },
    async rolesOf(communityId: string, memberId: string): Promise<HeldRole[]> {
      return await roles.execute({ communityId, memberId })
    },
    async rolesOfMany(communityId: string, memberIds: readonly string[]): Promise<RoleRow[]> {
      if (memberIds.length === 0) return []
      return await db
        .select()
        .from(memberRoles)
        .where(and(eq(memberRoles.communityId, communityId), inArray(memberRoles.memberId, [...memberIds])))
    },
    async findByLogin(login: string): Promise<MemberRow | null> {
      return (await db.select().from(members).where(eq(members.login, login)))[0] ?? null
    },
    async findMember(communityId: string, id: string): Promise<MemberRow | null> {
      const rows = await db
        .select()
        .from(members)
        .where(and(eq(members.communityId, communityId), eq(members.id, id)))
      return rows[0] ?? null
    },
    async findMembers(communityId: string, ids: readonly string[]): Promise<MemberRow[]> {
      if (ids.length === 0) return []
      return await db
        .select()
        .from(members)
        .where(and(eq(members.communityId, communityId), inArray(members.id, [...ids])))
    },
    async listMembers(communityId: string, after: string, limit: number): Promise<MemberRow[]> {
      return await db
        .select()
        .from(members)
        .where(and(eq(members.communityId, communityId), gt(members.id, after)))
        .orderBy(asc(members.id))
        .limit(limit)
    },
    async countAll(): Promise<number> {
      const rows = await db.select({ total: sql<number>`count(*)`.mapWith(Number) }).from(members)
      return rows[0]?.total ?? 0
    },
    async credentialsOf(communityId: string, memberId: string, kind: string): Promise<CredentialRow[]> {
      return await db
        .select()
        .from(credentials)
        .where(
          and(
            eq(credentials.communityId, communityId),
            eq(credentials.memberId, memberId),
            eq(credentials.kind, kind),
          ),
        )
        .orderBy(asc(credentials.createdAt), asc(credentials.id))
    },
    /** Failed sign-ins of an account or an address since the beginning of its window. */
    async failuresOf(subject: string): Promise<{ since: number; count: number } | null> {
      return (await db.select().from(signInFailures).where(eq(signInFailures.subject, subject)))[0] ?? null
    },
  }
}

export function writePeople(db: Orm, tables: Tables) {
  const { members, memberRoles, credentials, signInFailures } = tables
  const insertCredential = db
    .insert(credentials)
    .values(placeholdersFor(getTableColumns(credentials)))
    .prepare()
  return {
    ...readPeople(db, tables),
    async insertMember(row: MemberRow): Promise<void> {
      await db.insert(members).values(row)
    },
    async updateMember(
      communityId: string,
      id: string,
      expected: number,
      changes: Partial<MemberRow>,
    ): Promise<boolean> {
      const rows = await db
        .update(members)
        .set({ ...changes, version: expected + 1 })
        .where(and(eq(members.communityId, communityId), eq(members.id, id), eq(members.version, expected)))
        .returning({ id: members.id })
      return rows.length === 1
    },
    async replaceRoles(communityId: string, memberId: string, rows: readonly RoleRow[]): Promise<void> {
      await db
        .delete(memberRoles)
        .where(and(eq(memberRoles.communityId, communityId), eq(memberRoles.memberId, memberId)))
      if (rows.length > 0) await db.insert(memberRoles).values([...rows])
    },
    async insertCredential(row: CredentialRow): Promise<void> {
      await insertCredential.execute(row)
    },
    async deleteCredential(hash: string): Promise<void> {
      await db.delete(credentials).where(eq(credentials.hash, hash))
    },
    async deleteCredentialById(communityId: string, memberId: string, id: string): Promise<boolean> {
      const rows = await db
        .delete(credentials)
        .where(
          and(
            eq(credentials.communityId, communityId),
            eq(credentials.memberId, memberId),
            eq(credentials.id, id),
            eq(credentials.kind, 'token'),
          ),
        )
        .returning({ id: credentials.id })
      return rows.length === 1
    },
    /** Signs a member out everywhere; `keep` spares the session that asks. */
    async deleteCredentialsOf(communityId: string, memberId: string, keep: string | null): Promise<void> {
      await db
        .delete(credentials)
        .where(
          and(
            eq(credentials.communityId, communityId),
            eq(credentials.memberId, memberId),
            keep === null ? undefined : sql`${credentials.hash} <> ${keep}`,
          ),
        )
    },
    async putFailures(subject: string, since: number, count: number): Promise<void> {
      await db
        .insert(signInFailures)
        .values({ subject, since, count })
        .onConflictDoUpdate({ target: signInFailures.subject, set: { since, count } })
    },
    async clearFailures(subject: string): Promise<void> {
      await db.delete(signInFailures).where(eq(signInFailures.subject, subject))
    },
  }
}
