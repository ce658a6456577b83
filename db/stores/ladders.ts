import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'
import { namesOf, writingMany } from './many-rows.ts'

/** A rung that waits to be acknowledged. One a record, topic and rung; a new round takes the place of the old. */
export type LadderRow = Tables['ladders']['$inferSelect']
export type LadderKey = Pick<LadderRow, 'communityId' | 'recordId' | 'topic' | 'rung'>

export function readLadders(db: Orm, { ladders }: Tables) {
  const one = db
    .select()
    .from(ladders)
    .where(
      and(
        eq(ladders.communityId, sql.placeholder('communityId')),
        eq(ladders.recordId, sql.placeholder('recordId')),
        eq(ladders.topic, sql.placeholder('topic')),
        eq(ladders.rung, sql.placeholder('rung')),
      ),
    )
    .prepare()
  return {
    async find({ communityId, recordId, topic, rung }: LadderKey): Promise<LadderRow | null> {
      return (await one.execute({ communityId, recordId, topic, rung }))[0] ?? null
    },
  }
}

export function writeLadders(db: Orm, tables: Tables) {
  const { ladders } = tables
  const { communityId: _c, recordId: _r, topic: _t, rung: _g, ...changing } = getTableColumns(ladders)
  const put = writingMany<LadderRow>(namesOf(ladders), rows =>
    db
      .insert(ladders)
      .values(rows)
      .onConflictDoUpdate({
        target: [ladders.communityId, ladders.recordId, ladders.topic, ladders.rung],
        set: Object.fromEntries(
          Object.entries(changing).map(([name, c]) => [name, sql.raw(`excluded.${c.name}`)]),
        ),
      })
      .prepare(),
  )
  return {
    ...readLadders(db, tables),
    /** Begins rungs' ladders, or moves them on; no two of one rung. */
    async put(...rows: readonly LadderRow[]): Promise<void> {
      await put(rows)
    },
  }
}
