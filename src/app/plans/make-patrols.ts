import type { PlanRow } from '../../../db/stores/plans.ts'
import type { OpenPatrol } from '../../../machines/patrol/events.ts'
import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import { RULE } from '../../../machines/people.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { startPatrol } from '../patrols/take-patrol-step.ts'
import { routeForWalk } from '../rounds/route-for-walk.ts'
import { type Slot, slotsBetween } from './slots.ts'

const HOUR_MS = 3_600_000
/** How far ahead patrols are made: two weeks, so that people can join and calendars show them. */
const AHEAD_MS = 14 * 24 * HOUR_MS
/** A plan is looked at again when it has fallen behind by this much. */
const LAG_MS = HOUR_MS
const PLANS_AT_ONCE = 50
/** Slots of one plan in one transaction: after a long time without power there may be many. */
const SLOTS_AT_ONCE = 40

/**
 * Makes the patrols of all plans for the next two weeks, each slot once however many processes do this: a slot is a
 * row that only one of them can write. What went by while nobody was running is made as well, and is missed at once;
 * it is not dropped. Gives the number made. A plan that fails is told of and does not hold up the others.
 */
export async function makePatrols(
  deps: Pick<Deps, 'db' | 'clock' | 'chance'>,
  onFailure: (planId: string, error: unknown) => void,
): Promise<number> {
  const until = deps.clock.now() + AHEAD_MS
  const failed = new Set<string>()
  let made = 0
  for (;;) {
    const behind = await deps.db.read.plans.behind(until - LAG_MS, PLANS_AT_ONCE + failed.size)
    const plans = behind.filter(({ id }) => !failed.has(id))
    if (plans.length === 0) return made
    for (const { communityId, id } of plans) {
      try {
        made += await deps.db.transaction(tx => makeSome(deps, tx, { communityId, id }, until))
      } catch (error) {
        failed.add(id)
        onFailure(id, error)
      }
    }
  }
}

async function makeSome(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  { communityId, id }: { readonly communityId: string; readonly id: string },
  until: number,
): Promise<number> {
  const plan = await tx.plans.find(communityId, id)
  if (!plan?.active || plan.plannedUntil >= until) return 0
  const { row, calendar } = await getCommunity(tx, communityId)
  const slots = slotsBetween(plan, calendar, plan.plannedUntil, until)
  const now = slots.slice(0, SLOTS_AT_ONCE)
  let made = 0
  for (const slot of row.active ? now : [])
    if (await openSlot({ tx, chance, at: clock.now() }, plan, row.timeZone, slot)) made += 1
  await tx.plans.planned(plan, slots[SLOTS_AT_ONCE]?.windowStart ?? until)
  return made
}

async function openSlot(
  scope: { readonly tx: Writer; readonly chance: Deps['chance']; readonly at: number },
  plan: PlanRow,
  timeZone: string,
  { slot, windowStart, windowEnd }: Slot,
): Promise<boolean> {
  const { tx, chance, at } = scope
  const { communityId, id: planId } = plan
  const place = await tx.setup.findPlace(communityId, plan.placeId)
  const patrolId = chance.id(at)
  if (!place?.active || !(await tx.plans.claimSlot({ communityId, planId, slot, patrolId }))) return false
  const squad = plan.squadId === null ? null : await tx.setup.findSquad(communityId, plan.squadId)
  const route =
    plan.routeId === null ? null : await routeForWalk(tx, { communityId, path: place.path }, plan.routeId)
  const deed: OpenPatrol = {
    type: 'open',
    id: patrolId,
    communityId,
    timeZone,
    theme: plan.theme as PatrolTheme,
    placeId: place.id,
    countedPlaces: JSON.parse(place.countedPlaces) as string[],
    squadId: squad?.active ? squad.id : null,
    squadLeadId: squad?.active ? squad.leadId : null,
    planId,
    leadId: null,
    walkers: [],
    windowStart,
    windowEnd,
    ...(route ? { route } : {}),
    ...(plan.joint ? { joint: true } : {}),
    ...(plan.minMembers > 1 ? { minMembers: plan.minMembers } : {}),
  }
  await startPatrol(scope, deed, RULE, place.path)
  return true
}
