import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { type Contender, FLOOR, PRODUCT, type Prepared } from './contenders.ts'
import { create, type Measured, read } from './load.ts'

/** What a database of a size answered, to one caller. */
export interface Grown {
  readonly findings: number
  readonly page: Measured
  readonly summary: Measured
  readonly creation: Measured
}

const OVERDUE_ONE_IN = 10
const SECONDS = 4

/*
 * One year's findings of one community, a tenth of them overdue and the others closed: from a few that the product
 * itself wrote, multiplied in the table. Each size goes on from the one before.
 */
export async function grow(
  contender: Contender,
  scratch: string,
  sizes: readonly number[],
  onSize: (grown: Grown) => void,
): Promise<void> {
  const directory = join(scratch, `growth-${contender.name === FLOOR ? 'floor' : 'product'}`)
  await mkdir(directory, { recursive: true })
  let prepared: Prepared | null = null
  const first = await contender.start(directory)
  try {
    prepared = await contender.prepare(first.address)
    await create(first.address, prepared, 1)
  } finally {
    await first.stop()
  }
  for (const size of sizes) {
    multiply(directory, contender.name, size)
    const server = await contender.start(directory)
    try {
      const ask = (path: string) => read(server.address, prepared, path, { seconds: SECONDS, connections: 1 })
      const summary = await ask('/metrics/summary')
      const page =
        contender.name === PRODUCT ? await ask('/findings?overdue=true&sort=dueAt&limit=50') : summary
      const { load: creation } = await create(server.address, prepared, SECONDS)
      onSize({ findings: size, page, summary, creation })
    } finally {
      await server.stop()
    }
  }
}

function multiply(directory: string, name: string, size: number): void {
  const product = name === PRODUCT
  const db = new BetterSqlite3(join(directory, product ? 'xuncha.sqlite' : 'floor.sqlite'))
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -262144')
  const columns = (db.pragma('table_info(findings)') as { name: string }[]).map(each => each.name)
  const now = Date.now()
  const reported = `cast(${now} - (n.value * 31536000000.0 / ${size}) as integer)`
  const late = `n.value % ${OVERDUE_ONE_IN} = 0`
  const made: Record<string, string> = {
    id: `printf('%08x-0000-7000-8000-%012x', n.value, ${size})`,
    number: `'G' || ${size} || '-' || n.value`,
    reported_at: reported,
    state: `case when ${late} then 'dispatched' else 'closed' end`,
    open_due_at: `case when ${late} then ${reported} + 3600000 end`,
    open_close_due_at: `case when ${late} then ${reported} + 7200000 end`,
    due_at: `${reported} + 3600000`,
    handled_at: `case when not (${late}) then ${reported} + 1800000 end`,
    closed_at: `case when not (${late}) then ${reported} + 3600000 end`,
  }
  if (!product) delete made.open_due_at
  const { total } = db.prepare<[], { total: number }>('select count(*) total from findings').get() ?? {
    total: 0,
  }
  const model = 'select * from findings limit 500'
  db.exec(`
    create temp table model as ${model};
    create temp table numbers as with recursive n (value) as (select 1 union all select value + 1 from n where value < ${Math.max(1, size - total)}) select value from n;
    insert into findings (${columns.join(', ')})
      select ${columns.map(column => made[column] ?? `m.${column}`).join(', ')}
      from numbers n join model m on m.rowid = 1 + n.value % (select count(*) from model);
    analyze;
  `)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}
