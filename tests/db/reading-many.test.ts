import BetterSqlite3 from 'better-sqlite3'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { expect, it } from 'vitest'
import { readingMany } from '../../db/stores/many-rows.ts'

const doors = sqliteTable('doors', { communityId: text('community_id').notNull(), id: text('id').notNull() })
const DOORS = Array.from({ length: 60 }, (_, n) => `${n + 1}号门`)

function openDoors() {
  const db = drizzle(new BetterSqlite3(':memory:'))
  db.run(sql`create table doors (community_id text, id text)`)
  for (const communityId of ['长浜', '双桥'])
    for (const id of DOORS) db.insert(doors).values({ communityId, id }).run()
  const sizes: number[] = []
  const sent: number[] = []
  const read = readingMany<typeof doors.$inferSelect>(ids => {
    sizes.push(ids.length)
    const statement = db
      .select()
      .from(doors)
      .where(and(eq(doors.communityId, sql.placeholder('communityId')), inArray(doors.id, ids)))
      .prepare()
    return {
      execute: async (values: Record<string, unknown>) => {
        sent.push(ids.length)
        return await statement.execute(values)
      },
    }
  })
  return { sizes, sent, read }
}

it.each([0, 1, 7, 8, 9, 31, 32, 45, 60])(
  'finds each of %i rows once, and only in its community',
  async count => {
    const { read } = openDoors()
    const wanted = DOORS.slice(0, count)
    const rows = await read('长浜', wanted)
    expect(rows.map(({ id }) => id).sort()).toEqual([...wanted].sort())
    expect(rows.every(({ communityId }) => communityId === '长浜')).toBe(true)
  },
)

it('gives a row once that is asked for twice, and nothing for what is not there', async () => {
  const { read } = openDoors()
  const twice = [...DOORS.slice(0, 5), ...DOORS.slice(0, 5), '无此门']
  expect(await read('长浜', twice)).toHaveLength(5)
})

it('prepares a few statements, whatever is asked how often', async () => {
  const { sizes, read } = openDoors()
  for (const count of [1, 60, 9, 60, 33, 7]) await read('双桥', DOORS.slice(0, count))
  expect(sizes).toEqual([1, 32, 8])
})

it.each([
  [0, []],
  [1, [1]],
  [2, [8]],
  [8, [8]],
  [9, [32]],
  [32, [32]],
  [33, [32, 1]],
  [60, [32, 32]],
])('asks for %i rows by as few statements as can be', async (count, statements) => {
  const { sent, read } = openDoors()
  await read('双桥', DOORS.slice(0, count))
  expect(sent).toEqual(statements)
})
