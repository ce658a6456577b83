import { roundOf } from '../../../machines/finding/reminders.ts'
import type { FindingRecord } from '../findings/finding-record.ts'
import type { PatrolRecord } from '../patrols/patrol-record.ts'

/** What telling somebody of a record needs to know: where it lies, how urgent it is, and who has a part in it. */
export interface AboutRecord {
  readonly communityId: string
  readonly recordType: 'finding' | 'patrol'
  readonly recordId: string
  readonly version: number
  readonly placePath: string
  readonly severity: 'S1' | 'S2' | 'S3' | 'S4' | null
  readonly unitId: string | null
  readonly parts: Readonly<Record<'reporter' | 'finder' | 'verifier' | 'handler' | 'lead', string | null>>
  /** The moment that a topic's reminders are about now, milliseconds since 1970. */
  roundOf(topic: string): number | null
}

export function aboutFinding({ row, context }: FindingRecord): AboutRecord {
  const { reporter, assignment } = context
  return {
    communityId: row.communityId,
    recordType: 'finding',
    recordId: row.id,
    version: row.version,
    placePath: row.placePath,
    severity: context.severity,
    unitId: assignment?.unitId ?? null,
    parts: {
      reporter: reporter.id,
      // The nearest eligible checker: whoever walked there and found it (domain.md F19).
      finder: reporter.role === 'patroller' ? reporter.id : null,
      verifier: context.verifierId,
      handler: assignment?.handlerId ?? null,
      lead: null,
    },
    roundOf: topic => roundOf(topic, context),
  }
}

export function aboutPatrol({ row, context }: PatrolRecord): AboutRecord {
  const nobody = { reporter: null, finder: null, verifier: null, handler: null }
  return {
    communityId: row.communityId,
    recordType: 'patrol',
    recordId: row.id,
    version: row.version,
    placePath: row.placePath,
    severity: null,
    unitId: null,
    parts: { ...nobody, lead: context.squadLeadId ?? context.leadId },
    roundOf: () => context.windowEnd,
  }
}
