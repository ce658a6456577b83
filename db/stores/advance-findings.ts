import { and, type Column, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Orm, Tables } from './connection.ts'
import { writingMany } from './many-rows.ts'

/** Which finding moves on, and from which version. */
export interface AdvanceKey {
  readonly communityId: string
  readonly id: string
  readonly expected: number
}
export type FindingChanges = Partial<Omit<Tables['findings']['$inferSelect'], 'communityId' | 'id'>>
export type FindingAdvance = AdvanceKey & FindingChanges

const KEY = ['communityId', 'id', 'expected']

/**
 * Moves many findings on in few statements: those that change the same columns share one, because an index is rewritten
 * for every column that an update names. Gives how many were at the version they were expected at.
 */
export function advancingFindings(
  db: Orm,
  tables: Tables,
): (advances: readonly FindingAdvance[]) => Promise<number> {
  const known = new Map<string, ReturnType<typeof updateOf>>()
  return async advances => {
    const alike = new Map<string, FindingAdvance[]>()
    for (const advance of advances) {
      const names = Object.keys(advance).sort().join(' ')
      const others = alike.get(names)
      if (others) others.push(advance)
      else alike.set(names, [advance])
    }
    let advanced = 0
    for (const [names, rows] of alike) {
      const update = known.get(names) ?? updateOf(db, tables, names.split(' '))
      known.set(names, update)
      advanced += (await update(rows)).flat().length
    }
    return advanced
  }
}

function updateOf(db: Orm, { findings }: Tables, names: readonly string[]) {
  const columns = getTableColumns(findings)
  const columnOf = (name: string): Column =>
    columns[(name === 'expected' ? 'version' : name) as keyof typeof columns]
  // Both dialects name the columns of such a list by their numbers; PostgreSQL takes parameters in it for text.
  const given = (name: string): SQL => {
    const [type] = columnOf(name).getSQLType().split(' collate ')
    return sql.raw(`cast(given.column${names.indexOf(name) + 1} as ${type})`)
  }
  const changing = names.filter(name => !KEY.includes(name))
  return writingMany<FindingAdvance, readonly object[]>(names as (keyof FindingAdvance)[], rows => {
    const tuples = rows.map(row => {
      const values = names.map(name => sql`${sql.param(row[name as 'id'], columnOf(name))}`)
      return sql`(${sql.join(values, sql`, `)})`
    })
    return db
      .update(findings)
      .set(Object.fromEntries(changing.map(name => [name, given(name)])))
      .from(sql`(values ${sql.join(tuples, sql`, `)}) as given`)
      .where(
        and(
          eq(findings.communityId, given('communityId')),
          eq(findings.id, given('id')),
          eq(findings.version, given('expected')),
        ),
      )
      .returning({ version: findings.version })
      .prepare()
  })
}
