import BetterSqlite3 from 'better-sqlite3'
import { and, eq, gt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { expect, it } from 'vitest'
import { atMost } from '../../db/stores/connection.ts'
import { preparedPerShape } from '../../db/stores/prepared-per-shape.ts'

interface Question {
  readonly floors: readonly { readonly name: string }[]
  readonly over?: number | null
  readonly limit: bigint
}

const doors = sqliteTable('doors', { id: integer('id').primaryKey(), floor: text('floor').notNull() })

function openDoors() {
  const file = new BetterSqlite3(':memory:')
  file.exec(
    "create table doors (id integer primary key, floor text); insert into doors values (1, '一层'), (2, '二层'), (3, '三层'), (4, '三层')",
  )
  const built: Question[] = []
  const db = drizzle(file)
  const ask = preparedPerShape((question: Question) => {
    built.push(question)
    return db
      .select({ id: doors.id })
      .from(doors)
      .where(
        and(
          or(...question.floors.map(({ name }) => eq(doors.floor, name))),
          question.over == null ? undefined : gt(doors.id, question.over),
        ),
      )
      .orderBy(doors.id)
      .limit(atMost(Number(question.limit)))
      .prepare()
  })
  return { built, ask: async (question: Question) => (await ask(question)).map(({ id }) => id) }
}

it('a question of the same shape is answered for its own values, by the statement that is there', async () => {
  const { built, ask } = openDoors()
  expect(await ask({ floors: [{ name: '一层' }], over: 0, limit: 9n })).toEqual([1])
  expect(await ask({ floors: [{ name: '三层' }], over: 3, limit: 9n })).toEqual([4])
  expect(built).toHaveLength(1)
})

it('what is longer, missing, null or limited otherwise is another shape', async () => {
  const { built, ask } = openDoors()
  expect(await ask({ floors: [], limit: 9n })).toEqual([1, 2, 3, 4])
  expect(await ask({ floors: [], limit: 3n })).toEqual([1, 2, 3])
  expect(await ask({ floors: [], over: null, limit: 9n })).toEqual([1, 2, 3, 4])
  expect(await ask({ floors: [], over: 2, limit: 9n })).toEqual([3, 4])
  expect(await ask({ floors: [{ name: '一层' }, { name: '三层' }], over: 1, limit: 9n })).toEqual([3, 4])
  expect(built).toHaveLength(5)
})
