import type { FindingState } from '../../../machines/finding/states.ts'
import { noticeOf, originalKindOf } from '../../../machines/ladder.ts'
import type { Chance, Writer } from '../deps.ts'
import { type FindingRecord, recordOf } from '../findings/finding-record.ts'
import { aboutFinding } from './about-record.ts'
import { tellNotice } from './tell-notice.ts'

/**
 * Tells the followers of a finding what has become of it: whoever reported what was merged into it, directly or through
 * others (domain.md F10). Each hears it of the report that is their own, because the original may be somebody else's
 * that they may not see. Who knows it already, having taken the step or having heard it as its reporter, hears nothing.
 */
export async function tellFollowers(
  scope: { readonly tx: Writer; readonly chance: Chance; readonly at: number },
  before: FindingState,
  original: FindingRecord,
  informed: ReadonlySet<string>,
): Promise<void> {
  const kind = originalKindOf(before, original.value.work)
  if (kind === null) return
  const { communityId, version: round } = original.row
  const deaf = new Set(informed)
  const seen = new Set([original.row.id])
  // Grows as it is walked: what was merged into a finding that was merged itself follows the same original.
  for (const id of seen)
    for (const row of await scope.tx.findings.mergedInto(communityId, id)) {
      if (seen.has(row.id)) continue
      seen.add(row.id)
      const told = await tellNotice(
        scope,
        aboutFinding(recordOf(row)),
        noticeOf(kind),
        { round, level: 0 },
        deaf,
      )
      for (const memberId of told) deaf.add(memberId)
    }
}
