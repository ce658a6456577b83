import { createHash } from 'node:crypto'
import type { FindingRow } from '../../../db/stores/findings.ts'
import { eventsOf } from '../../../machines/finding/machine.ts'
import { recurrenceOf } from '../../../machines/finding/recurrence.ts'
import { allowedOf } from '../../../machines/finding/rules.ts'
import { FINDING_STATES, type FindingState } from '../../../machines/finding/states.ts'
import { localDay } from '../../../machines/zone.ts'
import { actorAt, type Caller, rolesAt, visibilityOf } from '../caller.ts'
import type { Reader } from '../deps.ts'
import type { FindingRecord } from './finding-record.ts'
import { wordsOfWhy } from './words-of-why.ts'

export interface ViewOptions {
  /** Now, milliseconds since 1970: whether something is overdue depends on it. */
  readonly at: number
  readonly language: 'zh' | 'en'
  /** The row that decided what the caller may see: the one before the step. */
  readonly seenAs: Pick<FindingRow, 'communityId' | 'reporterId' | 'placePath' | 'unitId'>
}

const instant = (at: number): string => new Date(at).toISOString()
const instantOrNull = (at: number | null | undefined): string | null => (at == null ? null : instant(at))

/** A finding as the contract shows it to this caller (api.md, "The shape of a finding"). */
export async function viewFinding(
  read: Pick<Reader, 'setup' | 'findings'>,
  caller: Caller,
  record: FindingRecord,
  options: ViewOptions,
): Promise<FindingView> {
  const { placeId, communityId } = record.row
  const place = placeId === null ? null : await read.setup.findPlace(communityId, placeId)
  const view = renderFinding(caller, record, place?.namePath ?? null, options)
  const original = await findOriginal(read, record.row)
  return original ? { ...view, original: originalView(original, options.language) } : view
}

/* The finding that a merged one follows now: the one at the end, when that was merged on. */
async function findOriginal(
  read: Pick<Reader, 'findings'>,
  { communityId, mergedInto }: Pick<FindingRow, 'communityId' | 'mergedInto'>,
): Promise<FindingRow | null> {
  let original: FindingRow | null = null
  for (let id = mergedInto; id !== null; id = original?.mergedInto ?? null)
    original = await read.findings.find(communityId, id)
  return original
}

/* What becomes of it is for whoever reported it too; what was written about it is not. */
function originalView({ number, state, closedAt }: FindingRow, language: 'zh' | 'en') {
  const stateName = FINDING_STATES[state as FindingState][language]
  return { number, state, stateName, closedAt: instantOrNull(closedAt) }
}

export type FindingView = ReturnType<typeof renderFinding> & {
  /** What a merged one follows. */
  readonly original?: ReturnType<typeof originalView>
}

/** The same with the names of its place at hand. */
export function renderFinding(
  caller: Caller,
  { row, value, context }: FindingRecord,
  placePath: string | null,
  { at, language, seenAs }: ViewOptions,
) {
  const { assignment, stage } = context
  const running = value.work === 'dispatched' || value.work === 'in_progress'
  const handling = assignment && (running || value.work === 'suspended' || value.work === 'rectified')
  return {
    id: row.id,
    number: row.number,
    communityId: row.communityId,
    version: row.version,
    state: value.work,
    stateName: FINDING_STATES[value.work][language],
    stage: FINDING_STATES[value.work].stage ?? '',
    clock: {
      state: value.clock,
      dueAt: instantOrNull(assignment?.dueAt),
      overdue: running && assignment !== null && at > assignment.dueAt,
      wasOverdue: assignment !== null && (assignment.wasOverdue || (running && at > assignment.dueAt)),
      pausedAt: instantOrNull(assignment?.pausedAt),
      resumeBy: instantOrNull(assignment?.resumeBy),
      why: handling || assignment ? wordsOfWhy(context.why, context.timeZone, language) : [],
      stage: stage && { name: stage.name, dueAt: instant(stage.dueAt), overdue: at > stage.dueAt },
    },
    categoryCode: row.categoryCode,
    severity: row.severity,
    placeId: row.placeId,
    placePath,
    address: row.address,
    lat: row.lat,
    lng: row.lng,
    datum: row.datum,
    description: row.description,
    source: row.source,
    patrolId: row.patrolId,
    reporterId: reporterFor(caller, seenAs),
    observedAt: instant(context.observedAt),
    reportedAt: instant(context.reportedAt),
    reportedDay: localDay(context.reportedAt, context.timeZone),
    unitId: row.unitId,
    handlerId: row.handlerId,
    external: assignment?.external ?? false,
    handledAt: instantOrNull(assignment?.handledAt),
    closedAt: value.work === 'closed' ? instantOrNull(context.endedAt) : null,
    closeKind: context.closeKind,
    verifyResult: context.verifyResult,
    checkResult: context.check?.result ?? null,
    pending: [
      ...(context.extension ? ['extension'] : []),
      ...(context.suspension ? ['suspension'] : []),
      ...(context.voiding ? ['void'] : []),
    ],
    supervision: context.supervision?.level ?? null,
    reworkCount: context.counts.rework,
    returnCount: context.counts.return,
    extensionCount: context.counts.extension,
    reopenCount: context.counts.reopen,
    urgeCount: context.counts.urge,
    recurrenceOf: recurrenceOf(context),
    mergedInto: context.mergedInto,
    photos: context.photos.map(([id, role]) => ({ id, role })),
    flags: [...context.flags],
    allowed: allowedOf(eventsOf(value.work), context, value.work, {
      at,
      actor: actorAt(caller, row.placePath),
    }),
  }
}

/**
 * Who reported it, for those who may know (domain.md 8.4): the reporter, coordinators and supervisors; an auditor
 * gets a stand-in that is always the same for the same person; the handling unit nothing.
 */
export function reporterFor(caller: Caller, seenAs: ViewOptions['seenAs']): string | null {
  const { reporterId, communityId } = seenAs
  if (reporterId === null || reporterId === caller.memberId) return reporterId
  const unit = visibilityOf(caller).unit
  if (unit !== null && unit.id === seenAs.unitId) return null
  const roles = rolesAt(caller, seenAs.placePath)
  if (roles.includes('coordinator') || roles.includes('supervisor')) return reporterId
  if (!roles.includes('auditor')) return null
  return `anonymous:${createHash('sha256').update(`${communityId}\n${reporterId}`).digest('hex').slice(0, 16)}`
}
