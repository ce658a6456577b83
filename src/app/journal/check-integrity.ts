import type { JournalRow } from '../../../db/stores/journal.ts'
import type { FindingContext } from '../../../machines/finding/context.ts'
import type { FindingValue } from '../../../machines/finding/states.ts'
import type { PatrolContext } from '../../../machines/patrol/context.ts'
import type { PatrolState } from '../../../machines/patrol/states.ts'
import { type MachineName, UnknownMachine } from '../../../machines/versions.ts'
import type { Reader } from '../deps.ts'
import { columnsOf } from '../findings/finding-record.ts'
import { inPages } from '../in-pages.ts'
import { patrolColumnsOf } from '../patrols/patrol-record.ts'
import { type AuditCheck, verifyAudit } from './audit-log.ts'
import { canonicalJson } from './canonical-json.ts'
import { CHAIN_START, linkOf } from './keep-journal.ts'
import { type Replay, replay } from './replay.ts'
import { type ReportWords, wordsAgree } from './words-agree.ts'

/** Records whose stored snapshot is not where their journal leads, or whose words are not what was said. */
interface ReplayCheck {
  readonly replayed: number
  readonly differing: readonly string[]
}

export interface Integrity {
  readonly ok: boolean
  /** Journal entries that were read. */
  readonly entries: number
  /** The last entry. Kept outside, it also shows a chain that was rewritten as a whole. */
  readonly head: { readonly seq: number; readonly hash: string }
  /** Whether every link of the journal holds, whatever its records are like. */
  readonly journal: { readonly ok: boolean }
  readonly findings: ReplayCheck
  readonly patrols: ReplayCheck
  readonly audit: AuditCheck
}

/**
 * Checks all that a community remembers: every link of the journal's chain up to its head, every record against the
 * replay of its journal and its words against the hashes in there, and the audit log's chain. Words may have been erased;
 * what stands is what was said. What is sealed is not opened here: changed, it does not open. Reads the whole journal twice, a page at a time; entries appended meanwhile wait for the next check.
 *
 * Throws `UnknownMachine` when the chain is whole but this program lacks a version of a machine that it needs.
 */
export async function checkIntegrity(read: Reader, communityId: string): Promise<Integrity> {
  const chain = await walkChain(read, communityId)
  const findings = await replayAll(read, communityId, 'finding', chain)
  const patrols = await replayAll(read, communityId, 'patrol', chain)
  const audit = await verifyAudit(read, communityId)
  const ok = chain.ok && audit.ok && findings.differing.length === 0 && patrols.differing.length === 0
  const { entries, head } = chain
  return { ok, entries, head, journal: { ok: chain.ok }, findings, patrols, audit }
}

interface Chain {
  readonly ok: boolean
  readonly entries: number
  readonly head: { readonly seq: number; readonly hash: string }
  /** How many records of each kind began. */
  readonly begun: Readonly<Record<MachineName, number>>
}

const entriesOf = (read: Reader, communityId: string): AsyncGenerator<JournalRow> =>
  inPages((last, limit) => read.journal.after(communityId, last?.seq ?? Number.MIN_SAFE_INTEGER, limit))

async function walkChain(read: Reader, communityId: string): Promise<Chain> {
  const { seq, hash } = (await read.journal.head(communityId)) ?? { seq: 0, hash: CHAIN_START }
  const begun = { finding: 0, patrol: 0 }
  let before = { seq: 0, hash: CHAIN_START }
  let entries = 0
  let ok = true
  for await (const entry of entriesOf(read, communityId)) {
    if (entry.seq > seq) {
      // Appended since, and then the head has moved on with it; or the head row was set back.
      ok &&= ((await read.journal.head(communityId))?.seq ?? 0) >= entry.seq
      break
    }
    ok &&= entry.seq === before.seq + 1 && entry.prevHash === before.hash && entry.hash === linkOf(entry)
    before = { seq: entry.seq, hash: entry.hash }
    entries += 1
    if (entry.version === 1) begun[entry.recordType as MachineName] += 1
  }
  return { ok: ok && before.seq === seq && before.hash === hash, entries, head: { seq, hash }, begun }
}

async function replayAll(
  read: Reader,
  communityId: string,
  type: MachineName,
  chain: Chain,
): Promise<ReplayCheck> {
  const store = type === 'finding' ? read.findings : read.patrols
  const differing: string[] = []
  let replayed = 0
  let begun = 0
  for await (const id of inPages<string>((last, limit) => store.idsAfter(communityId, last ?? '', limit))) {
    const { row, entries } = await readTogether(read, communityId, type, id)
    if ((entries[0]?.seq ?? 0) > chain.head.seq) continue
    replayed += 1
    if (entries[0]?.version === 1) begun += 1
    const texts = await read.journal.textsOf(communityId, id)
    const report = type === 'finding' ? (row as unknown as ReportWords) : null
    if (!row || !agrees(type, row, replayIn(chain, entries)) || !wordsAgree(entries, texts, report))
      differing.push(id)
  }
  // A record that the journal knows and the table does not: looked for only when the counts tell of one.
  if (begun < chain.begun[type]) differing.push(...(await findLost(read, communityId, type, chain)))
  return { replayed, differing }
}

type Row = Readonly<Record<string, unknown>> & { readonly version: number; readonly context: string }

/*
 * Snapshot and journal as they were at one moment: a step between the two reads shows as a version that one of them
 * lacks, and both are read again until they agree or stand still.
 */
async function readTogether(
  read: Reader,
  communityId: string,
  type: MachineName,
  id: string,
): Promise<{ row: Row | null; entries: readonly JournalRow[] }> {
  const store = type === 'finding' ? read.findings : read.patrols
  for (let seen = ''; ; ) {
    const row: Row | null = await store.find(communityId, id)
    const entries = await read.journal.ofRecord(communityId, id)
    const versions = `${row?.version} ${entries.at(-1)?.version}`
    if (row?.version === entries.at(-1)?.version || versions === seen) return { row, entries }
    seen = versions
  }
}

/* In a broken chain a machine version may be as false as the rest; in a whole one it is a newer program's. */
function replayIn(chain: Chain, entries: readonly JournalRow[]): Replay {
  try {
    return replay(entries)
  } catch (error) {
    if (chain.ok || !(error instanceof UnknownMachine)) throw error
    return { outcome: 'broken', seq: 0, why: error.message }
  }
}

/* The snapshot is where the journal leads, and the columns beside it say what the snapshot says. */
function agrees(type: MachineName, row: Row, end: Replay): boolean {
  if (end.outcome === 'broken') return false
  const { value, context } = end.saved
  const { context: text, ...columns } =
    type === 'finding'
      ? columnsOf(value as unknown as FindingValue, context as FindingContext)
      : patrolColumnsOf(value as PatrolState, context as PatrolContext)
  return (
    row.version === end.version &&
    Object.entries(columns).every(([name, content]) => row[name] === content) &&
    canonicalOf(row.context) === canonicalOf(text)
  )
}

function canonicalOf(text: string): string | null {
  try {
    return canonicalJson(JSON.parse(text))
  } catch {
    return null
  }
}

async function findLost(
  read: Reader,
  communityId: string,
  type: MachineName,
  { head }: Chain,
): Promise<string[]> {
  const store = type === 'finding' ? read.findings : read.patrols
  const lost: string[] = []
  for await (const entry of entriesOf(read, communityId)) {
    if (entry.seq > head.seq) break
    if (entry.version !== 1 || entry.recordType !== type) continue
    if (!(await store.find(communityId, entry.recordId))) lost.push(entry.recordId)
  }
  return lost
}
