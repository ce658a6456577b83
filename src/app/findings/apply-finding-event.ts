import { parseDuration } from '../../../machines/duration.ts'
import type { FindingDeed, FindingEventType, Route } from '../../../machines/finding/events.ts'
import { CLOCK_SKEW_MS } from '../../../machines/finding/rules.ts'
import { actorAt, type Caller, sees } from '../caller.ts'
import { type Community, getCommunity } from '../community/community.ts'
import { SEVERITIES, stageLimitsOf, standardOf } from '../community/standards.ts'
import type { Chance, Clock, Reader, Writer } from '../deps.ts'
import { AppError, invalidValue, unknownReference } from '../errors.ts'
import { momentOf } from '../moment-of.ts'
import { type PhotoUse, showPhotos, usePhotos } from '../photos/use-photos.ts'
import { findEarlierFix } from './find-hints.ts'
import { type FindingRecord, recordOf } from './finding-record.ts'
import { isCompetent } from './route-finding.ts'
import { refuseStateOrRole, stepFinding, type Words } from './take-finding-step.ts'
import { type FindingView, viewFinding } from './view-finding.ts'

/** An event as it is asked for: its type and the fields of the contract. */
export type FindingEventInput = { readonly type: string } & Readonly<Record<string, unknown>>

export interface EventRequest {
  readonly findingId: string
  readonly event: FindingEventInput
  readonly expectedVersion: number | null
  readonly language: 'zh' | 'en'
}

/** Fields that hold a person's words; everything else is ids, enums and numbers. */
const WORDS = ['note', 'text', 'interimMeasure', 'waive'] as const
/** Events whose reason is one of a list, not words. */
const CODED_REASON = new Set(['reject', 'return', 'apply_suspension'])

/**
 * Lets one thing happen to a finding. Answers the record as the caller could see it before the step, so that a unit
 * that returns a finding still learns how it ended. Refuses in the order of the contract.
 */
export async function applyFindingEvent(
  { clock, chance }: { clock: Clock; chance: Chance },
  tx: Writer,
  caller: Caller,
  request: EventRequest,
): Promise<FindingView> {
  const record = await findSeen(tx, caller, request.findingId)
  const at = clock.now()
  const view = (shown: FindingRecord): Promise<FindingView> =>
    viewFinding(tx, caller, shown, { at, language: request.language, seenAs: record.row })
  if (request.expectedVersion !== null && request.expectedVersion !== record.row.version)
    throw new AppError('finding.version_conflict', { current: await view(record) })
  const community = await getCommunity(tx, record.row.communityId)
  const actor = actorAt(caller, record.row.placePath)
  refuseStateOrRole(record, request.event.type as FindingEventType, actor, 'waive' in request.event, at)
  const { words, deed } = await translate(tx, caller, community, record, request.event)
  const scope = { tx, chance, community, at }
  const after = await stepFinding(scope, record, deed, actor, words)
  if ('photoIds' in deed && deed.photoIds)
    await showPhotos(tx, record.row, after.context.photos, deed.photoIds)
  return view(after)
}

/** The finding, if the caller may see it; otherwise it does not exist for them. */
export async function findSeen(
  read: Pick<Reader, 'findings'>,
  caller: Caller,
  id: string,
): Promise<FindingRecord> {
  const row = caller.communityId === null ? null : await read.findings.find(caller.communityId, id)
  if (!row || !sees(caller, row)) throw new AppError('finding.not_found')
  return recordOf(row)
}

/* What photos of an event are to prove: how it is after the report, or after the hand-in; beside a comment nothing. */
function photoUseOf(
  { row, context }: FindingRecord,
  { type }: FindingEventInput,
  photoIds: string[],
): PhotoUse {
  const proof = type !== 'comment' && type !== 'attach'
  const since = (type === 'check' ? context.assignment?.handledAt : null) ?? context.reportedAt
  const notBefore = proof ? since - CLOCK_SKEW_MS : null
  return { recordId: row.id, photoIds, proof, notBefore, timeZone: context.timeZone }
}

/* Puts the fields of the contract into the machine's terms: references looked up, durations in milliseconds. */
async function translate(
  tx: Writer,
  caller: Caller,
  community: Community,
  record: FindingRecord,
  input: FindingEventInput,
): Promise<{ deed: FindingDeed; words: Words }> {
  const { expectedVersion: _, ...event } = input
  const names = CODED_REASON.has(event.type) ? WORDS : ([...WORDS, 'reason'] as const)
  const words = Object.fromEntries(
    names.flatMap(name => (typeof event[name] === 'string' ? [[name, event[name]] as const] : [])),
  )
  const { communityId } = record.row
  const text = (name: string): string => String(event[name])
  const extra: Record<string, unknown> = {}
  const drop: string[] = []
  if (Array.isArray(event.photoIds) && event.photoIds.length > 0) {
    const odd = await usePhotos(tx, caller, photoUseOf(record, event, event.photoIds as string[]))
    extra.photoReused = odd.includes('photo_reused')
    const others = odd.filter(flag => flag !== 'photo_reused')
    if (others.length > 0) extra.photoOdd = others
  }
  switch (event.type) {
    case 'merge': {
      const into = await tx.findings.find(communityId, text('intoId'))
      if (!into || !sees(caller, into)) throw unknownReference('/intoId')
      extra.intoState = into.state
      break
    }
    case 'dispatch':
    case 'dispatch_final': {
      const unit = await tx.setup.findUnit(communityId, text('unitId'))
      if (!unit) throw unknownReference('/unitId')
      const category = await tx.setup.findCategory(communityId, record.row.categoryCode)
      extra.route = { unitId: unit.id, unitKind: unit.kind, external: unit.external } satisfies Route
      extra.active = unit.active
      if (event.type === 'dispatch')
        extra.competent = category !== null && (await isCompetent(tx, unit, record.row.placePath, category))
      drop.push('unitId')
      break
    }
    case 'request_verify':
    case 'assign_handler': {
      const name = event.type === 'assign_handler' ? 'handlerId' : 'verifierId'
      const id = event[name] as string | undefined
      const member = id === undefined ? null : await tx.people.findMember(communityId, id)
      if (id !== undefined && !member?.active) throw unknownReference(`/${name}`)
      if (event.type === 'assign_handler') extra.handlerUnitId = member?.unitId ?? null
      break
    }
    case 'apply_extension': {
      const limit = record.context.assignment?.limit ?? record.context.standard.limit
      const basis = (event.basis as typeof limit.basis | undefined) ?? limit.basis
      const ms = parseDuration(text('duration'), basis, community.calendar.dayMs)
      if (ms === null || ms < 1_000)
        throw invalidValue('/duration', 'an ISO 8601 duration of at least one second')
      extra.amountMs = ms
      extra.basis = basis
      drop.push('duration')
      break
    }
    case 'apply_suspension':
      extra.resumeBy = momentOf('/resumeBy', text('resumeBy'))
      break
    case 'reclassify': {
      const category = await tx.setup.findCategory(communityId, text('categoryCode'))
      if (!category) throw unknownReference('/categoryCode')
      const standard = standardOf(category)
      const severity = SEVERITIES.find(s => s === event.severity) ?? standard.severity
      extra.standard = { ...standard, severity, stageLimits: stageLimitsOf(severity) }
      extra.categoryActive = category.active
      const { placeId } = record.row
      if (placeId !== null && category.code !== record.row.categoryCode) {
        const spot = { communityId, placeId, categoryCode: category.code }
        const earlierFix = await findEarlierFix(tx, spot, record.context.observedAt)
        if (earlierFix) extra.earlierFix = earlierFix
      }
      drop.push('categoryCode', 'severity')
      break
    }
  }
  const kept = Object.entries({ ...event, ...extra }).filter(
    ([name]) => !drop.includes(name) && !(name in words),
  )
  return { deed: Object.fromEntries(kept) as unknown as FindingDeed, words }
}
