import { getTableColumns, type Placeholder, sql, type Table } from 'drizzle-orm'

/* Rows of the statements that write or read many, the largest first: few enough to be prepared once, each of them. */
const SIZES = [32, 8, 1] as const

type Placeholders<Columns> = { [Name in keyof Columns]: Placeholder }

/**
 * Writes any number of rows through statements of a few fixed sizes, each prepared when it is first needed. `prepare`
 * is handed the placeholders of one statement's rows. Rows are written in their order; gives what each statement
 * answered.
 */
export function writingMany<Row extends object, Answer = unknown>(
  names: readonly (keyof Row & string)[],
  prepare: (rows: Placeholders<Row>[]) => {
    execute(values: Record<string, unknown>): PromiseLike<Answer> | Answer
  },
): (rows: readonly Row[]) => Promise<Answer[]> {
  const known = new Map<number, ReturnType<typeof prepare>>()
  const statementOf = (size: number): ReturnType<typeof prepare> => {
    const statement = known.get(size) ?? prepare(placeholders(names, size))
    known.set(size, statement)
    return statement
  }
  return async rows => {
    const answers: Answer[] = []
    let written = 0
    for (const size of SIZES) {
      for (; rows.length - written >= size; written += size) {
        const values: Record<string, unknown> = {}
        for (let n = 0; n < size; n += 1) {
          const row = rows[written + n] as Record<string, unknown>
          for (const name of names) values[`${name}_${n}`] = row[name]
        }
        answers.push(await statementOf(size).execute(values))
      }
    }
    return answers
  }
}

/**
 * Reads the rows of any number of ids of one community through statements of the same few sizes; they come in no order.
 * The last statement is filled up with an id that it has already, so that 32 ids at most are one way to the server.
 * `prepare` is handed the placeholders of one statement's ids and takes the community from the placeholder `communityId`.
 */
export function readingMany<Row>(
  prepare: (ids: Placeholder[]) => {
    execute(values: Record<string, unknown>): PromiseLike<readonly Row[]> | readonly Row[]
  },
): (communityId: string, ids: readonly string[]) => Promise<Row[]> {
  const known = new Map<number, ReturnType<typeof prepare>>()
  const statementOf = (size: number): ReturnType<typeof prepare> => {
    const statement =
      known.get(size) ?? prepare(Array.from({ length: size }, (_, n) => sql.placeholder(`id_${n}`)))
    known.set(size, statement)
    return statement
  }
  return async (communityId, asked) => {
    const ids = [...new Set(asked)]
    const rows: Row[] = []
    for (let read = 0; read < ids.length; ) {
      const size = SIZES.findLast(each => each >= ids.length - read) ?? SIZES[0]
      const values: Record<string, unknown> = { communityId }
      for (let n = 0; n < size; n += 1) values[`id_${n}`] = ids[read + n] ?? ids[read]
      rows.push(...(await statementOf(size).execute(values)))
      read += size
    }
    return rows
  }
}

/** The names of a table's columns. */
export function namesOf<T extends Table>(table: T): (keyof T['$inferInsert'] & string)[] {
  return Object.keys(getTableColumns(table)) as (keyof T['$inferInsert'] & string)[]
}

function placeholders<Columns extends object>(
  names: readonly (keyof Columns & string)[],
  size: number,
): Placeholders<Columns>[] {
  return Array.from(
    { length: size },
    (_, n) =>
      Object.fromEntries(names.map(name => [name, sql.placeholder(`${name}_${n}`)])) as Placeholders<Columns>,
  )
}
