import type { SquadRow } from '../../../db/stores/setup.ts'
import type { OpenPatrol, Walker } from '../../../machines/patrol/events.ts'
import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import type { Actor, Affiliation } from '../../../machines/people.ts'
import { actorAt, type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import { getCommunity } from '../community/community.ts'
import type { Chance, Clock, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { momentOf } from '../moment-of.ts'
import { routeForWalk } from '../rounds/route-for-walk.ts'
import { type PatrolRecord, patrolRecordOf } from './patrol-record.ts'
import { seesPatrol } from './patrol-visibility.ts'
import { DRAFT_PATROL, refusePatrolStateOrRole, startPatrol } from './take-patrol-step.ts'
import { type PatrolView, viewPatrol } from './view-patrol.ts'

/** What a patrol is opened with; instants as RFC 3339. */
export interface PatrolInput {
  readonly id?: string
  readonly communityId?: string
  readonly squadId?: string
  readonly memberIds?: readonly string[]
  readonly theme: PatrolTheme
  readonly placeId: string
  readonly planId?: string
  readonly routeId?: string
  /** A missed or cancelled patrol that this one makes up for; its route is walked unless another is named. */
  readonly makesUp?: string
  readonly windowStart?: string
  readonly windowEnd?: string
}

/**
 * Opens an ad-hoc patrol, ready to start. Who opens it is its first member and leads it, unless a coordinator or
 * supervisor opens it for a squad: then the squad's lead does. The same client id with the same content answers the
 * existing record (`created` false).
 */
export async function openPatrol(
  { clock, chance }: { clock: Clock; chance: Chance },
  tx: Writer,
  caller: Caller,
  input: PatrolInput,
  language: 'zh' | 'en',
): Promise<{ created: boolean; view: PatrolView }> {
  const windowStart = momentOf('/windowStart', input.windowStart)
  const windowEnd = momentOf('/windowEnd', input.windowEnd)
  const communityId = communityOf(caller, input.communityId)
  const community = await getCommunity(tx, communityId)
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  const view = (record: PatrolRecord): Promise<PatrolView> => viewPatrol(tx, caller, record, { at, language })
  const known = input.id === undefined ? null : await findOpened(tx, caller, communityId, id, input)
  if (known) return { created: false, view: await view(known) }

  const place = await tx.setup.findPlace(communityId, input.placeId)
  if (!place?.active) throw unknownReference('/placeId')
  const actor = actorAt(caller, place.path)
  refusePatrolStateOrRole(DRAFT_PATROL, 'open', actor, at)
  if (input.planId !== undefined && !(await tx.plans.find(communityId, input.planId)))
    throw unknownReference('/planId')
  const missed = input.makesUp === undefined ? null : await findMissed(tx, caller, communityId, input.makesUp)
  const route =
    input.routeId === undefined
      ? missed?.context.route
      : await routeForWalk(tx, { communityId, path: place.path }, input.routeId)
  if (input.routeId !== undefined && !route) throw unknownReference('/routeId')
  const squad = input.squadId === undefined ? null : await tx.setup.findSquad(communityId, input.squadId)
  if (input.squadId !== undefined && !squad?.active) throw unknownReference('/squadId')
  const walkers = await walkersOf(tx, communityId, actor, squad, input.memberIds ?? [])
  const deed: OpenPatrol = {
    type: 'open',
    id,
    communityId,
    timeZone: community.row.timeZone,
    theme: input.theme,
    placeId: place.id,
    countedPlaces: JSON.parse(place.countedPlaces) as string[],
    squadId: squad?.id ?? null,
    squadLeadId: squad?.leadId ?? null,
    planId: input.planId ?? null,
    leadId: walkers[0]?.id ?? null,
    walkers,
    windowStart,
    windowEnd,
    ...(route ? { route } : {}),
    ...(missed ? { makesUp: missed.row.id } : {}),
  }
  return { created: true, view: await view(await startPatrol({ tx, chance, at }, deed, actor, place.path)) }
}

/* A phone that was offline sends its patrol twice; an id that stands for anything else is a conflict. */
async function findOpened(
  tx: Writer,
  caller: Caller,
  communityId: string,
  id: string,
  input: PatrolInput,
): Promise<PatrolRecord | null> {
  const claim = await claimId(tx, { communityId, kind: 'patrol', id, content: input })
  const row = await tx.patrols.find(communityId, id)
  const record = row && patrolRecordOf(row)
  if (claim === 'same' && record && seesPatrol(caller, record)) return record
  if (record || (await tx.journal.ofRecord(communityId, id)).length > 0)
    throw new AppError('request.id_conflict')
  return null
}

async function findMissed(
  tx: Writer,
  caller: Caller,
  communityId: string,
  id: string,
): Promise<PatrolRecord> {
  const row = await tx.patrols.find(communityId, id)
  const record = row && patrolRecordOf(row)
  if (!record || !seesPatrol(caller, record)) throw unknownReference('/makesUp')
  if (record.state !== 'missed' && record.state !== 'cancelled') throw new AppError('patrol.not_missed')
  return record
}

/* Everybody who walks, the lead first. Of the squad, members who have been deactivated since are left out. */
async function walkersOf(
  tx: Writer,
  communityId: string,
  actor: Actor,
  squad: SquadRow | null,
  memberIds: readonly string[],
): Promise<Walker[]> {
  const desk = actor.roles.includes('coordinator') || actor.roles.includes('supervisor')
  const ofSquad = squad ? [squad.leadId, ...(JSON.parse(squad.memberIds) as string[])] : []
  const opener = actor.id !== null && !(squad && desk) ? [actor.id] : []
  const ids = [...new Set([...opener, ...ofSquad, ...memberIds])]
  const members = new Map((await tx.people.findMembers(communityId, ids)).map(m => [m.id, m]))
  for (const [index, id] of memberIds.entries())
    if (!members.get(id)?.active) throw unknownReference(`/memberIds/${index}`)
  return ids.flatMap(id => {
    const member = members.get(id)
    return member?.active ? [{ id, affiliation: member.affiliation as Affiliation }] : []
  })
}
