import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Clock, Reader } from '../deps.ts'
import { findSeenPlan } from './plan-view.ts'
import { slotsBetween } from './slots.ts'

/** As far as a preview looks: a yearly plan shows its next walk. */
const AHEAD_MS = 400 * 86_400_000

/** A walk that is to come; `patrolId` is null as long as it is not made. */
export interface PreviewItem {
  readonly slot: string
  readonly windowStart: string
  readonly windowEnd: string
  readonly patrolId: string | null
}

/** The next walks of a plan, within 400 days from now. */
export async function previewPlan(
  { read, clock }: { readonly read: Reader; readonly clock: Clock },
  caller: Caller,
  id: string,
  limit: number,
): Promise<{ items: PreviewItem[] }> {
  const plan = await findSeenPlan(read, caller, id)
  if (!plan.active) return { items: [] }
  const { calendar } = await getCommunity(read, plan.communityId)
  const now = clock.now()
  const items: PreviewItem[] = []
  for (const { slot, windowStart, windowEnd } of slotsBetween(plan, calendar, now, now + AHEAD_MS).slice(
    0,
    limit,
  ))
    items.push({
      slot,
      windowStart: new Date(windowStart).toISOString(),
      windowEnd: new Date(windowEnd).toISOString(),
      patrolId: await read.plans.patrolOfSlot(plan.communityId, id, slot),
    })
  return { items }
}
