import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { type Orm, placeholdersFor, type Tables } from './connection.ts'

/* First answers by idempotency key, and records that clients named themselves. */

export type AnswerRow = Tables['idempotency']['$inferSelect']
export type ClientIdRow = Tables['clientIds']['$inferSelect']

export function readAnswers(db: Orm, { idempotency, clientIds }: Tables) {
  const answer = db
    .select()
    .from(idempotency)
    .where(
      and(
        eq(idempotency.memberId, sql.placeholder('memberId')),
        eq(idempotency.route, sql.placeholder('route')),
        eq(idempotency.key, sql.placeholder('key')),
      ),
    )
    .prepare()
  const clientId = db
    .select()
    .from(clientIds)
    .where(
      and(
        eq(clientIds.communityId, sql.placeholder('communityId')),
        eq(clientIds.kind, sql.placeholder('kind')),
        eq(clientIds.id, sql.placeholder('id')),
      ),
    )
    .prepare()
  return {
    /** The first answer given for a key, within a member and a route. */
    async find(key: Pick<AnswerRow, 'memberId' | 'route' | 'key'>): Promise<AnswerRow | null> {
      return (await answer.execute(key))[0] ?? null
    },
    async findClientId(key: Pick<ClientIdRow, 'communityId' | 'kind' | 'id'>): Promise<ClientIdRow | null> {
      return (await clientId.execute(key))[0] ?? null
    },
  }
}

export function writeAnswers(db: Orm, tables: Tables) {
  const { idempotency, clientIds } = tables
  const keep = db
    .insert(idempotency)
    .values(placeholdersFor(getTableColumns(idempotency)))
    .prepare()
  const keepId = db
    .insert(clientIds)
    .values(placeholdersFor(getTableColumns(clientIds)))
    .prepare()
  return {
    ...readAnswers(db, tables),
    async keep(row: AnswerRow): Promise<void> {
      await keep.execute(row)
    },
    async keepClientId(row: ClientIdRow): Promise<void> {
      await keepId.execute(row)
    },
    /** Forgets what a member was answered, what was answered to others about them, and under which id they were sent. */
    async forgetAbout(communityId: string, memberId: string): Promise<void> {
      await db.delete(idempotency).where(eq(idempotency.memberId, memberId))
      await db.delete(idempotency).where(eq(idempotency.aboutId, memberId))
      await db
        .delete(clientIds)
        .where(
          and(
            eq(clientIds.communityId, communityId),
            eq(clientIds.kind, 'member'),
            eq(clientIds.id, memberId),
          ),
        )
    },
  }
}
