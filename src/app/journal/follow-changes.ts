import type { FindingRow } from '../../../db/stores/findings.ts'
import type { JournalRow } from '../../../db/stores/journal.ts'
import type { PatrolRow } from '../../../db/stores/patrols.ts'
import { type Caller, sees } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { seesPatrol } from '../patrols/patrol-visibility.ts'

/** A record took a step; `seq` is the step's place in the community's chain. */
export interface Change {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly recordType: string
  readonly recordId: string
  readonly version: number
  readonly event: string
}

/** Steps of a community in a row, with the records they belong to as these stand now. */
export interface Stretch {
  /** The last step that was read, or the one asked for when there is none behind it. */
  readonly until: number
  /** Whether there are more behind it. */
  readonly more: boolean
  readonly entries: readonly JournalRow[]
  readonly findings: ReadonlyMap<string, FindingRow>
  readonly patrols: ReadonlyMap<string, PatrolRow>
}

/** The last step of a community's chain; 0 before the first. */
export async function lastStep(read: Reader, communityId: string): Promise<number> {
  return (await read.journal.head(communityId))?.seq ?? 0
}

/** The steps behind one, at most `limit`: three statements, however many callers they are shown to. */
export async function readStretch(
  read: Reader,
  communityId: string,
  after: number,
  limit: number,
): Promise<Stretch> {
  const entries = await read.journal.after(communityId, after, limit)
  const idsOf = (type: string): string[] => [
    ...new Set(entries.filter(({ recordType }) => recordType === type).map(({ recordId }) => recordId)),
  ]
  const findings = await read.findings.findMany(communityId, idsOf('finding'))
  const patrols = await read.patrols.findMany(communityId, idsOf('patrol'))
  return {
    until: entries.at(-1)?.seq ?? after,
    more: entries.length === limit,
    entries,
    findings: new Map(findings.map(row => [row.id, row])),
    patrols: new Map(patrols.map(row => [row.id, row])),
  }
}

/** What of a stretch somebody may know of: steps of records that they see, and nothing of who took them. */
export function changesFor(caller: Caller, { entries, findings, patrols }: Stretch): Change[] {
  const seen = ({ recordType, recordId }: JournalRow): boolean => {
    const finding = recordType === 'finding' ? findings.get(recordId) : undefined
    if (finding) return sees(caller, finding)
    const patrol = recordType === 'patrol' ? patrols.get(recordId) : undefined
    return patrol !== undefined && seesPatrol(caller, patrolRecordOf(patrol))
  }
  return entries.filter(seen).map(({ seq, at, recordType, recordId, version, event }) => ({
    seq,
    at,
    recordType,
    recordId,
    version,
    event,
  }))
}
