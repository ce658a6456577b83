import { type Caller, communityOf, requireRole } from '../caller.ts'
import { CATALOGUE } from '../catalogue.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { type Fields, guessMapping, type Mapping } from './columns.ts'
import { type Cells, type Problem, readCells } from './read-cells.ts'
import { readTable } from './read-table.ts'

/** A sort of list that can be imported: what its rows mean, and how they come in. */
export interface ImportKind<Around, Item> {
  readonly name: 'findings' | 'places' | 'units' | 'members'
  readonly fields: Fields
  /** Everything that the rows may name, read once. */
  readAround(deps: Deps, communityId: string): Promise<Around>
  /** What a row says; null when something is wrong with it, which the cells then tell. */
  understand(cells: Cells, around: Around): Item | null
  /** What makes two rows the same. */
  keyOf(item: Item): string
  /** Which of some rows are here already. */
  areKnown(deps: Deps, around: Around, items: readonly Item[]): Promise<readonly boolean[]>
  /** What has to be done before the transaction, because it takes long. */
  prepare?(deps: Deps, caller: Caller, item: Item): Promise<Item>
  write(deps: Deps, tx: Writer, caller: Caller, around: Around, items: readonly Item[]): Promise<void>
}

/** What is said while a file is read: its mapping first, a word for each row that stays out, how far, and the end. */
export type ImportNews =
  | {
      readonly type: 'mapping'
      readonly headings: readonly string[]
      readonly mapping: Mapping
      readonly rows: number
    }
  | { readonly type: 'row'; readonly line: number; readonly problems: readonly Problem[] }
  | ({ readonly type: 'progress'; readonly dryRun: boolean } & ImportCounts)
  | ({ readonly type: 'done'; readonly dryRun: boolean } & ImportCounts)

interface ImportCounts {
  /** Rows that were looked at, of all. */
  read: number
  rows: number
  /** Findings that are new, or would be. */
  imported: number
  /** Rows whose finding is here already, from this file or an earlier one. */
  known: number
  refused: number
}

export interface ImportRequest {
  readonly communityId?: string
  readonly file: Buffer
  /** (Default: the one remembered, completed by what the headings say) */
  readonly mapping?: Mapping
  readonly dryRun: boolean
}

/** Rows in one transaction: some twenty milliseconds, in which nobody else writes. */
const TOGETHER = 25

/**
 * Imports a list, row by row; yields what there is to say. Rows that cannot be understood stay out and are
 * named; the others go in. Importing the same rows again changes nothing. Stops between two transactions when nobody
 * listens any more; what went in by then is `known` the next time.
 */
export async function* importList<Around, Item>(
  kind: ImportKind<Around, Item>,
  deps: Deps,
  caller: Caller,
  { communityId: named, file, mapping: given, dryRun }: ImportRequest,
): AsyncGenerator<ImportNews> {
  requireRole(caller, ['admin'])
  const communityId = communityOf(caller, named)
  const table = await readTable(file)
  const mapping = given ?? (await mappingFor(deps, kind, communityId, table.headings))
  const missing = Object.keys(kind.fields).filter(name => kind.fields[name]?.required && !mapping[name])
  const rows = table.rows.length
  yield { type: 'mapping', headings: table.headings, mapping, rows }
  if (missing.length > 0)
    throw new AppError('import.field_unmapped', { values: { fields: missing.join(', ') } })
  const around = await kind.readAround(deps, communityId)
  const columns = new Map(table.headings.map((heading, n) => [heading, n]))
  if (!dryRun)
    await deps.db.transaction(async tx => {
      await tx.setup.keepMapping({ communityId, kind: kind.name, mapping: JSON.stringify(mapping) })
      await recordAudit(tx, {
        communityId,
        at: deps.clock.now(),
        actorId: caller.memberId,
        action: 'import.started',
        object: kind.name,
        details: { rows },
        requestId: caller.requestId,
      })
    }, communityId)
  const counts: ImportCounts = { read: 0, rows, imported: 0, known: 0, refused: 0 }
  const seen = new Set<string>()
  for (let first = 0; first < rows; first += TOGETHER) {
    const lines = table.rows.slice(first, first + TOGETHER)
    const told: Numbered<Item>[] = []
    for (const row of lines) {
      const cells = readCells(row, columns, mapping)
      const item = kind.understand(cells, around)
      if (item === null) {
        counts.refused += 1
        yield { type: 'row', line: row.line, problems: cells.problems }
      } else if (seen.has(kind.keyOf(item))) counts.known += 1
      else {
        seen.add(kind.keyOf(item))
        told.push({ line: row.line, item })
      }
    }
    const news = await take(kind, deps, caller, { communityId, around, dryRun }, told)
    counts.imported += news.imported
    counts.known += news.known
    counts.refused += news.refused.length
    counts.read += lines.length
    yield* news.refused
    if (first % (TOGETHER * 40) === 0) yield { type: 'progress', dryRun, ...counts }
    // Somebody may be waiting to be answered.
    await new Promise(resolve => setImmediate(resolve))
  }
  yield { type: 'done', dryRun, ...counts }
}

async function mappingFor(
  { db }: Pick<Deps, 'db'>,
  { name, fields }: Pick<ImportKind<unknown, unknown>, 'name' | 'fields'>,
  communityId: string,
  headings: readonly string[],
): Promise<Mapping> {
  const remembered = await db.read.setup.findMapping(communityId, name)
  const kept = remembered === null ? {} : (JSON.parse(remembered) as Mapping)
  const fits = Object.entries(kept).filter(
    ([, source]) => source?.column === undefined || headings.includes(source.column),
  )
  return { ...guessMapping(fields, headings), ...Object.fromEntries(fits) }
}

interface Taken {
  readonly imported: number
  readonly known: number
  readonly refused: Extract<ImportNews, { type: 'row' }>[]
}

interface Numbered<Item> {
  readonly line: number
  readonly item: Item
}

async function take<Around, Item>(
  kind: ImportKind<Around, Item>,
  deps: Deps,
  caller: Caller,
  { communityId, around, dryRun }: { communityId: string; around: Around; dryRun: boolean },
  told: readonly Numbered<Item>[],
): Promise<Taken> {
  const here = await kind.areKnown(
    deps,
    around,
    told.map(({ item }) => item),
  )
  const fresh = told.filter((_, n) => !here[n])
  const known = told.length - fresh.length
  if (dryRun || fresh.length === 0) return { imported: fresh.length, known, refused: [] }
  const ready: Numbered<Item>[] = []
  for (const { line, item } of fresh)
    ready.push({ line, item: kind.prepare ? await kind.prepare(deps, caller, item) : item })
  const write = (some: readonly Numbered<Item>[]): Promise<void> =>
    deps.db.transaction(
      tx =>
        kind.write(
          deps,
          tx,
          caller,
          around,
          some.map(({ item }) => item),
        ),
      communityId,
    )
  try {
    await write(ready)
    return { imported: fresh.length, known, refused: [] }
  } catch {
    // One of them is refused: each by itself, so that the others go in.
    const refused: Taken['refused'] = []
    for (const one of ready)
      await write([one]).catch((error: unknown) => {
        refused.push({ type: 'row', line: one.line, problems: [refusalOf(error)] })
      })
    return { imported: fresh.length - refused.length, known, refused }
  }
}

/* The catalogue's own words for what a use case refused. */
function refusalOf(error: unknown): Problem {
  if (!(error instanceof AppError)) throw error
  const { zh, en } = CATALOGUE[error.code]
  const field = error.extras.errors?.[0]?.pointer.slice(1) ?? ''
  return { field, column: null, read: '', zh: zh.join(':'), en: en.join(': ') }
}
