import type { Report, Source } from '../../../machines/finding/events.ts'
import { type Actor, ROLES, type Role } from '../../../machines/people.ts'
import { type Caller, communityOf, rolesAt, sees } from '../caller.ts'
import { claimId } from '../client-id.ts'
import { getCommunity } from '../community/community.ts'
import { SEVERITIES, stageLimitsOf, standardOf } from '../community/standards.ts'
import type { Chance, Clock, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { momentOf } from '../moment-of.ts'
import { deviceTimeOf } from '../patrols/device-time.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { seesPatrol } from '../patrols/patrol-visibility.ts'
import { showPhotos, usePhotos } from '../photos/use-photos.ts'
import { hashWords } from '../secrets.ts'
import { findEarlierFix, findHints, type Hint } from './find-hints.ts'
import { recordOf } from './finding-record.ts'
import { getRoute } from './route-finding.ts'
import { startFinding } from './take-finding-step.ts'
import { type FindingView, renderFinding, viewFinding } from './view-finding.ts'

/** What is reported; instants as RFC 3339. */
export interface FindingInput {
  readonly id?: string
  readonly communityId?: string
  readonly categoryCode: string
  readonly placeId?: string
  readonly address?: string
  readonly lat?: number
  readonly lng?: number
  readonly datum?: string
  readonly description: string
  readonly severity?: string
  readonly observedAt?: string
  readonly patrolId?: string
  readonly photoIds?: readonly string[]
  readonly fixed?: { readonly photoIds: readonly string[]; readonly note: string }
}

/** A photo that is older than what it shows by more than this was not taken when it was seen. */
const PHOTO_AGE_MS = 24 * 3_600_000

/** A phone that keeps a report for longer had no signal; filling the form in takes some minutes, too. */
const TOLD_LATE_MS = 3_600_000

/** Places too coarse to find something at by themselves. */
const COARSE = new Set(['community', 'grid', 'estate'])

/**
 * Reports a finding. In the `light` profile a complete report registers and dispatches itself in the same
 * transaction. What a phone kept without signal is dated back by how long it kept it, whatever its clock shows; it is
 * flagged, not refused. The same client id with the same content answers the existing record (`created` false). A new one comes
 * with hints of what else is known of its spot; they block nothing.
 */
export async function reportFinding(
  { clock, chance }: { clock: Clock; chance: Chance },
  tx: Writer,
  caller: Caller,
  input: FindingInput,
  language: 'zh' | 'en',
  /** What the phone's clock showed when it sent this, milliseconds since 1970. */
  sentAt: number | null = null,
): Promise<{ created: boolean; view: FindingView & { readonly hints?: readonly Hint[] } }> {
  const communityId = communityOf(caller, input.communityId)
  const community = await getCommunity(tx, communityId)
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  if (input.id !== undefined) {
    const claim = await claimId(tx, { communityId, kind: 'finding', id, content: input })
    const row = await tx.findings.find(communityId, id)
    if (claim === 'same' && row && sees(caller, row))
      return {
        created: false,
        view: await viewFinding(tx, caller, recordOf(row), { at, language, seenAs: row }),
      }
    // The journal knows every id that a record of any kind has.
    if (row || (await tx.journal.ofRecord(communityId, id)).length > 0)
      throw new AppError('request.id_conflict')
  }

  const [category, place] = await Promise.all([
    tx.setup.findCategory(communityId, input.categoryCode),
    tx.setup.findPlace(communityId, input.placeId ?? community.row.rootPlaceId),
  ])
  if (!category) throw unknownReference('/categoryCode')
  if (!place?.active) throw unknownReference('/placeId')
  if (input.patrolId !== undefined) {
    const patrol = await tx.patrols.find(communityId, input.patrolId)
    if (!patrol || !seesPatrol(caller, patrolRecordOf(patrol))) throw unknownReference('/patrolId')
  }
  const photoIds = input.photoIds ?? []
  const fixedIds = input.fixed?.photoIds ?? []
  // Both lists are asked about, whatever the first answers: each photo has to be one that the caller may use.
  const told = momentOf('/observedAt', input.observedAt)
  const { held, skewed } = deviceTimeOf(told, sentAt, at)
  const observedAt = held === undefined ? (told ?? at) : at - held
  const use = {
    recordId: id,
    proof: true,
    notBefore: observedAt - PHOTO_AGE_MS,
    timeZone: community.row.timeZone,
  }
  const before = await usePhotos(tx, caller, { ...use, photoIds })
  const after = await usePhotos(tx, caller, {
    ...use,
    photoIds: fixedIds,
    pointer: '/fixed/photoIds',
    beside: photoIds,
  })

  const located = input.lat !== undefined && input.lng !== undefined
  const exactPlace = input.placeId !== undefined && !COARSE.has(place.kind)
  const standard = standardOf(category)
  const severity = SEVERITIES.find(s => s === input.severity) ?? standard.severity
  // Asked before it is written down, or it would be a hint of itself.
  const spot =
    input.placeId === undefined
      ? null
      : { communityId, placeId: input.placeId, categoryCode: input.categoryCode }
  const [earlierFix, hints, route] = await Promise.all([
    spot && findEarlierFix(tx, spot, observedAt),
    spot
      ? findHints(tx, caller, { ...spot, observedAt, description: input.description, photoIds }, language)
      : [],
    getRoute(tx, communityId, place.path, category),
  ])
  const salt = chance.salt()
  const { actor, source } = reporterOf(caller, input, place.path)
  const deed: Report = {
    type: 'report',
    id,
    communityId,
    timeZone: community.row.timeZone,
    ...standard,
    severity,
    stageLimits: stageLimitsOf(severity),
    policy: {
      autoRegister: community.policy.autoRegister,
      autoDispatch: community.policy.autoDispatch,
      closeOnPass: community.policy.closeOnPass,
      reworkOnFail: community.policy.reworkOnFail,
      beforePhoto: community.policy.beforePhoto,
      independentCheck: community.policy.independentCheck,
      minReworkShare: community.policy.minReworkShare,
      minReworkMs: community.policy.minReworkMs,
    },
    source,
    patrolId: input.patrolId ?? null,
    placeId: input.placeId ?? null,
    countedPlaces: JSON.parse(place.countedPlaces) as string[],
    located: exactPlace || located || input.address !== undefined,
    exactPlace,
    categoryActive: category.active,
    onTheSpot: category.onTheSpot,
    observedAt,
    photoIds,
    fixed: input.fixed ? { photoIds: fixedIds, note: hashWords(salt, 'fixed.note', input.fixed.note) } : null,
    route,
    ...(earlierFix ? { earlierFix } : {}),
    texts: textsOf(salt, input),
    flags: [
      ...(observedAt > at || skewed ? ['clock_skew'] : []),
      ...(held !== undefined && held >= TOLD_LATE_MS ? ['arrived_late'] : []),
      ...new Set([...before, ...after]),
      ...(input.fixed && input.patrolId === undefined && !located ? ['presence_unproven'] : []),
    ],
  }
  const record = await startFinding({ tx, chance, community, at }, deed, actor, {
    placePath: place.path,
    description: input.description,
    address: input.address ?? null,
    lat: input.lat ?? null,
    lng: input.lng ?? null,
    datum: located ? (input.datum ?? 'wgs84') : null,
    salt,
  })
  if (input.fixed)
    await tx.journal.keepText({
      communityId,
      recordId: id,
      version: 1,
      field: 'fixed.note',
      salt,
      words: input.fixed.note,
    })
  await showPhotos(tx, record.row, record.context.photos, [...photoIds, ...fixedIds])
  const placePath = record.row.placeId === null ? null : place.namePath
  const view = renderFinding(caller, record, placePath, { at, language, seenAs: record.row })
  return { created: true, view: { ...view, hints } }
}

/* A report may be made anywhere in the community, so every role the reporter holds counts, wherever it holds. */
function reporterOf(caller: Caller, input: FindingInput, path: string): { actor: Actor; source: Source } {
  const here = rolesAt(caller, path)
  const everywhere = ROLES.filter(role => caller.roles.some(r => r.role === role))
  const roles = [...new Set([...here, ...everywhere])]
  const actor: Actor = { id: caller.memberId, roles, unitId: caller.unitId, affiliation: caller.affiliation }
  const has = (...names: Role[]): boolean => names.some(name => roles.includes(name))
  if (
    has('patroller') &&
    (input.patrolId !== undefined || !has('coordinator', 'supervisor', 'unit_manager', 'handler'))
  )
    return { actor, source: 'patrol' }
  if (has('coordinator', 'supervisor')) return { actor, source: 'staff' }
  return { actor, source: has('unit_manager', 'handler') ? 'unit' : 'resident' }
}

function textsOf(salt: string, { description, address, lat, lng }: FindingInput): Record<string, string> {
  const texts: Record<string, string> = { description: hashWords(salt, 'description', description) }
  if (address !== undefined) texts.address = hashWords(salt, 'address', address)
  if (lat !== undefined && lng !== undefined) texts.position = hashWords(salt, 'position', `${lat} ${lng}`)
  return texts
}
