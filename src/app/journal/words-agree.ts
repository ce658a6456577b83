import type { FindingRow } from '../../../db/stores/findings.ts'
import type { JournalRow, TextRow } from '../../../db/stores/journal.ts'
import { hashWords } from '../secrets.ts'

/** The words of a report stand in the finding itself. */
export type ReportWords = Pick<FindingRow, 'description' | 'address' | 'lat' | 'lng' | 'salt'>

/**
 * Whether the words beside a record's entries are those that its entries hold the hashes of. Words may have been erased,
 * a description to nothing, which leaves the chain whole; whatever still stands has to be what was said. `report` is null for what is no finding.
 */
export function wordsAgree(
  entries: readonly JournalRow[],
  texts: readonly TextRow[],
  report: ReportWords | null,
): boolean {
  const payloads = new Map(entries.map(({ version, payload }) => [version, JSON.parse(payload) as unknown]))
  const latest = entries.at(-1)?.version ?? 0
  const beside = texts
    // Written since the entries were read.
    .filter(({ version }) => version <= latest)
    .every(
      ({ version, field, salt, words }) => at(payloads.get(version), field) === hashWords(salt, field, words),
    )
  if (!beside || report === null) return beside
  const { description, address, lat, lng, salt } = report
  const position = lat === null || lng === null ? null : `${lat} ${lng}`
  const said = at(payloads.get(1), 'texts')
  return Object.entries({ description, address, position }).every(
    ([field, words]) => words === null || words === '' || at(said, field) === hashWords(salt, field, words),
  )
}

/* A field may lie within another one: `fixed.note`. */
function at(payload: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        inner !== null && typeof inner === 'object' ? (inner as Record<string, unknown>)[name] : undefined,
      payload,
    )
}
