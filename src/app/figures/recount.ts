import type { RollupKey } from '../../../db/stores/rollups.ts'
import type { MachineName } from '../../../machines/versions.ts'
import type { Deps, Reader, Writer } from '../deps.ts'
import { inPages } from '../in-pages.ts'
import { contributionOfReplay } from '../journal/replay.ts'
import { type Bookings, book, writeBookings } from './book-figures.ts'

/** One day of one scope whose kept figures are not what the journal says; only the columns that differ. */
interface RowDifference {
  readonly scopeId: string
  readonly day: string
  /** By column: `e_found` counts by the day it happened, `c_found` by the report day. */
  readonly columns: Readonly<Record<string, { readonly stored: number; readonly counted: number }>>
}

export interface Recount {
  readonly findings: number
  readonly patrols: number
  /** Scopes and days that something falls on. */
  readonly rows: number
  readonly differences: readonly RowDifference[]
  /** The rollups were written anew. */
  readonly repaired: boolean
}

/**
 * Counts a community's figures from its journal alone and compares them with the kept ones; with `repair` it writes
 * the kept ones anew where they differ, in one transaction.
 *
 * Exact while the community is at work: all records are counted as of one journal entry, and what was appended after
 * it is added in the transaction that compares. That transaction holds up other writers for as long as reading the
 * kept rows takes; the walk before it does not. Throws when a record's journal does not replay.
 */
export async function recount(
  { db }: Pick<Deps, 'db'>,
  communityId: string,
  { repair = false }: { readonly repair?: boolean } = {},
): Promise<Recount> {
  const until = (await db.read.journal.head(communityId))?.seq ?? 0
  const walked: Bookings = new Map()
  const walkedCounts = {
    finding: await countAll(db.read, communityId, 'finding', until, walked),
    patrol: await countAll(db.read, communityId, 'patrol', until, walked),
  }
  return db.transaction(async tx => {
    // Copies, because a turn may be run again.
    const bookings = structuredClone(walked)
    const counts = { ...walkedCounts }
    await countTail(tx, communityId, until, bookings, counts)
    const differences = await compare(tx, communityId, bookings)
    const repaired = repair && differences.length > 0
    if (repaired) {
      await tx.rollups.clear(communityId)
      await writeBookings(tx, communityId, bookings)
    }
    return {
      findings: counts.finding,
      patrols: counts.patrol,
      rows: [...bookings.values()].flatMap(days => [...days.values()]).filter(c => c.size > 0).length,
      differences,
      repaired,
    }
  }, communityId)
}

/* Books every record as it stood at the entry `until`, and tells how many there were. */
async function countAll(
  read: Reader,
  communityId: string,
  type: MachineName,
  until: number,
  bookings: Bookings,
): Promise<number> {
  const store = type === 'finding' ? read.findings : read.patrols
  let count = 0
  for await (const id of inPages<string>((last, limit) => store.idsAfter(communityId, last ?? '', limit))) {
    const entries = (await read.journal.ofRecord(communityId, id)).filter(entry => entry.seq <= until)
    if (entries.length > 0) count += 1
    book(bookings, contributionOfReplay(type, entries), 1)
  }
  return count
}

const STRETCH = 500

/* Moves the records that went on after the entry `until` to where they stand now. */
async function countTail(
  tx: Writer,
  communityId: string,
  until: number,
  bookings: Bookings,
  counts: Record<MachineName, number>,
): Promise<void> {
  const moved = new Map<string, MachineName>()
  for (let seq = until; ; ) {
    const stretch = await tx.journal.after(communityId, seq, STRETCH)
    for (const entry of stretch) moved.set(entry.recordId, entry.recordType as MachineName)
    if (stretch.length < STRETCH) break
    seq = stretch.at(-1)?.seq ?? seq
  }
  for (const [id, type] of moved) {
    const entries = await tx.journal.ofRecord(communityId, id)
    const before = entries.filter(entry => entry.seq <= until)
    if (before.length === 0) counts[type] += 1
    book(bookings, contributionOfReplay(type, before), -1)
    book(bookings, contributionOfReplay(type, entries), 1)
  }
}

async function compare(tx: Writer, communityId: string, bookings: Bookings): Promise<RowDifference[]> {
  const differences: RowDifference[] = []
  const seen = new Set<string>()
  const look = (
    { scopeId, day }: Pick<RollupKey, 'scopeId' | 'day'>,
    stored: Readonly<Record<string, number>>,
  ): void => {
    const counted: ReadonlyMap<string, number> = bookings.get(scopeId)?.get(day) ?? new Map()
    const columns: Record<string, { stored: number; counted: number }> = {}
    for (const name of new Set([...Object.keys(stored), ...counted.keys()])) {
      const pair = { stored: stored[name] ?? 0, counted: counted.get(name) ?? 0 }
      if (pair.stored !== pair.counted) columns[name] = pair
    }
    if (Object.keys(columns).length > 0) differences.push({ scopeId, day, columns })
  }
  for (const { communityId: _, scopeId, day, ...stored } of await tx.rollups.all(communityId)) {
    seen.add(`${scopeId} ${day}`)
    look({ scopeId, day }, stored)
  }
  for (const [scopeId, days] of bookings)
    for (const day of days.keys()) if (!seen.has(`${scopeId} ${day}`)) look({ scopeId, day }, {})
  return differences
}
