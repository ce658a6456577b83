import type { PlanRow } from '../../../db/stores/plans.ts'
import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { localDay } from '../../../machines/zone.ts'
import { type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import { requirePlanner } from '../rounds/planner.ts'
import { type PlanContent, planColumns } from './plan-input.ts'
import { type PlanView, viewPlan } from './plan-view.ts'

export interface PlanInput extends PlanContent {
  readonly id?: string
  readonly communityId?: string
  readonly placeId: string
  readonly name: string
  readonly theme: PatrolTheme
  readonly rule: string
  readonly startTimes: readonly string[]
  readonly window: string
}

/**
 * Adds a plan. Its patrols are made by a job, from now on: nothing is missed that lies before. The same client id with
 * the same content answers the existing plan (`created` false).
 */
export async function createPlan(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  input: PlanInput,
): Promise<{ created: boolean; view: PlanView }> {
  const communityId = communityOf(caller, input.communityId)
  const community = await getCommunity(tx, communityId)
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  const claim =
    input.id === undefined ? 'new' : await claimId(tx, { communityId, kind: 'plan', id, content: input })
  const existing = input.id === undefined ? null : await tx.plans.find(communityId, id)
  if (existing && claim === 'new') throw new AppError('request.id_conflict')

  const place = await tx.setup.findPlace(communityId, input.placeId)
  if (!place?.active) throw unknownReference('/placeId')
  await requirePlanner(tx, caller, place.path, input.squadId ?? null)
  if (existing) return { created: false, view: viewPlan(existing) }
  const row = {
    routeId: null,
    squadId: null,
    joint: false,
    minMembers: 1,
    startDay: localDay(at, community.row.timeZone),
    exceptDays: '[]',
    extraDays: '[]',
    onHolidays: true,
    onMakeUpDays: false,
    ...(await planColumns(tx, community, place.path, input)),
    communityId,
    id,
    placeId: place.id,
    placePath: place.path,
    active: true,
    plannedUntil: at,
    version: 1,
  } as PlanRow
  await tx.plans.insert(row)
  return { created: true, view: viewPlan(row) }
}
