import type { PlanRow } from '../../../db/stores/plans.ts'
import { RULE } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'
import { type Community, getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { stepPatrol } from '../patrols/take-patrol-step.ts'
import { requirePlanner } from '../rounds/planner.ts'
import { type PlanContent, planColumns } from './plan-input.ts'
import { findSeenPlan, type PlanView, viewPlan } from './plan-view.ts'
import { slotsBetween } from './slots.ts'

/** What may be changed of a plan; what is left out stays. */
export type PlanChanges = PlanContent & { readonly active?: boolean }

/** What every patrol of a plan takes over from it: when this changes, all patrols ahead are made anew. */
const TAKEN_OVER: readonly (keyof PlanRow)[] = [
  'theme',
  'routeId',
  'squadId',
  'joint',
  'minMembers',
  'windowMs',
]
const REASON = '巡查计划已修改 · the plan was changed'

/**
 * Changes a plan, or takes it out of use with `active: false`. Patrols ahead that it no longer asks for are cancelled,
 * with that as the reason; the job makes what it asks for now. Walks that have begun or are over stay as they are.
 */
export async function updatePlan(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  {
    id,
    expected,
    changes,
  }: { readonly id: string; readonly expected: number | null; readonly changes: PlanChanges },
): Promise<PlanView> {
  const row = await findSeenPlan(tx, caller, id)
  expectVersion(row, expected, 'plan.version_conflict', viewPlan(row))
  await requirePlanner(tx, caller, row.placePath, row.squadId)
  const { active, ...content } = changes
  if (typeof content.squadId === 'string') await requirePlanner(tx, caller, row.placePath, content.squadId)
  const community = await getCommunity(tx, row.communityId)
  const columns = await planColumns(tx, community, row.placePath, content)
  const changed = differences(row, { ...columns, ...(active === undefined ? {} : { active }) })
  const names = Object.keys(changed) as (keyof PlanRow)[]
  if (names.length === 0) return viewPlan(row)
  const at = clock.now()
  const replanned = names.some(name => name !== 'name')
  const next = { ...row, ...changed, ...(replanned ? { plannedUntil: at } : {}) }
  if (replanned) await callOff({ tx, chance, at }, community, next, names)
  const written = { ...changed, plannedUntil: next.plannedUntil }
  if (!(await tx.plans.update(row.communityId, id, row.version, written)))
    throw new AppError('plan.version_conflict')
  return viewPlan({ ...next, version: row.version + 1 })
}

async function callOff(
  scope: { readonly tx: Writer; readonly chance: Deps['chance']; readonly at: number },
  { calendar }: Community,
  plan: PlanRow,
  changed: readonly (keyof PlanRow)[],
): Promise<void> {
  const { tx, at } = scope
  const ahead = await tx.plans.slotsAhead(plan.communityId, plan.id, at)
  const last = Math.max(at, ...ahead.map(({ windowStart }) => windowStart ?? at)) + 1
  const all = !plan.active || TAKEN_OVER.some(name => changed.includes(name))
  const kept = new Set(all ? [] : slotsBetween(plan, calendar, at, last).map(({ slot }) => slot))
  const gone = ahead.filter(({ slot }) => !kept.has(slot))
  for (const { patrolId } of gone) {
    const row = await tx.patrols.find(plan.communityId, patrolId)
    if (row)
      await stepPatrol(scope, patrolRecordOf(row), { type: 'cancel', reason: '' }, RULE, { reason: REASON })
  }
  await tx.plans.releaseSlots(
    plan.communityId,
    gone.map(({ patrolId }) => patrolId),
  )
}
