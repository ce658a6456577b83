import { gather } from '../../../db/gathering.ts'
import { type Caller, communityOf, requireRole } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps } from '../deps.ts'
import { AppError, isErrorCode } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { FINDING_FIELD_NAMES, FINDING_FIELDS, type FindingMapping, guessMapping } from './finding-fields.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import { readTable } from './read-table.ts'
import { idOfImported, tellFinding } from './tell-finding.ts'
import { type Problem, type ToldFinding, understandRow } from './understand-row.ts'

/** What is said while a file is read: its mapping first, a word for each row that stays out, how far, and the end. */
export type ImportNews =
  | {
      readonly type: 'mapping'
      readonly headings: readonly string[]
      readonly mapping: FindingMapping
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
  readonly mapping?: FindingMapping
  readonly dryRun: boolean
}

/** Rows in one transaction: some twenty milliseconds, in which nobody else writes. */
const TOGETHER = 25

/**
 * Imports a ledger of findings, row by row; yields what there is to say. Rows that cannot be understood stay out and are
 * named; the others go in. Importing the same rows again changes nothing. Stops between two transactions when nobody
 * listens any more; what went in by then is `known` the next time.
 */
export async function* importFindings(
  deps: Deps,
  caller: Caller,
  { communityId: named, file, mapping: given, dryRun }: ImportRequest,
): AsyncGenerator<ImportNews> {
  requireRole(caller, ['admin'])
  const communityId = communityOf(caller, named)
  const table = await readTable(file)
  const mapping = given ?? (await mappingFor(deps, communityId, table.headings))
  const missing = FINDING_FIELD_NAMES.filter(name => FINDING_FIELDS[name].required && !mapping[name])
  const rows = table.rows.length
  yield { type: 'mapping', headings: table.headings, mapping, rows }
  if (missing.length > 0)
    throw new AppError('import.field_unmapped', { values: { fields: missing.join(', ') } })
  const ledger = await readLedger({ read: deps.db.read, clock: deps.clock }, communityId)
  const columns = new Map(table.headings.map((heading, n) => [heading, n]))
  if (!dryRun)
    await deps.db.transaction(async tx => {
      await tx.setup.keepMapping({ communityId, kind: 'findings', mapping: JSON.stringify(mapping) })
      await recordAudit(tx, {
        communityId,
        at: deps.clock.now(),
        actorId: caller.memberId,
        action: 'import.started',
        object: 'findings',
        details: { rows },
        requestId: caller.requestId,
      })
    }, communityId)
  const counts: ImportCounts = { read: 0, rows, imported: 0, known: 0, refused: 0 }
  const seen = new Set<string>()
  for (let first = 0; first < rows; first += TOGETHER) {
    const lines = table.rows.slice(first, first + TOGETHER)
    const told: { line: number; finding: ToldFinding }[] = []
    for (const row of lines) {
      const understood = understandRow(row, columns, mapping, ledger)
      if ('problems' in understood) {
        counts.refused += 1
        yield { type: 'row', line: row.line, problems: understood.problems }
      } else if (seen.has(understood.finding.key)) counts.known += 1
      else {
        seen.add(understood.finding.key)
        told.push({ line: row.line, finding: understood.finding })
      }
    }
    const news = await take(deps, caller, ledger, told, dryRun)
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
  communityId: string,
  headings: readonly string[],
): Promise<FindingMapping> {
  const remembered = await db.read.setup.findMapping(communityId, 'findings')
  const kept = remembered === null ? {} : (JSON.parse(remembered) as FindingMapping)
  const fits = Object.entries(kept).filter(
    ([, source]) => source?.column === undefined || headings.includes(source.column),
  )
  return { ...guessMapping(headings), ...Object.fromEntries(fits) }
}

interface Taken {
  readonly imported: number
  readonly known: number
  readonly refused: Extract<ImportNews, { type: 'row' }>[]
}

async function take(
  deps: Deps,
  caller: Caller,
  ledger: Ledger,
  told: readonly { readonly line: number; readonly finding: ToldFinding }[],
  dryRun: boolean,
): Promise<Taken> {
  const { communityId } = ledger
  const ids = told.map(({ finding }) => idOfImported(communityId, finding.key))
  const here = new Set((await deps.db.read.findings.findMany(communityId, ids)).map(({ id }) => id))
  const fresh = told.filter((_, n) => !here.has(ids[n] ?? ''))
  const known = told.length - fresh.length
  if (dryRun || fresh.length === 0) return { imported: fresh.length, known, refused: [] }
  const write = (some: typeof fresh): Promise<void> =>
    deps.db.transaction(async turn => {
      const { tx, flush } = gather(turn)
      const community = await getCommunity(tx, communityId)
      for (const { finding } of some)
        await tellFinding({ tx, chance: deps.chance, community }, caller, ledger, finding)
      await flush()
    }, communityId)
  try {
    await write(fresh)
    return { imported: fresh.length, known, refused: [] }
  } catch {
    // One of them is refused by the machine: each by itself, so that the others go in.
    const refused: Taken['refused'] = []
    for (const one of fresh)
      await write([one]).catch((error: unknown) => {
        refused.push({ type: 'row', line: one.line, problems: [refusalOf(error)] })
      })
    return { imported: fresh.length - refused.length, known, refused }
  }
}

function refusalOf(error: unknown): Problem {
  if (!(error instanceof AppError) || !isErrorCode(error.code)) throw error
  return { field: 'category', column: null, read: error.code, zh: error.code, en: error.code }
}
