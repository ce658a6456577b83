import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { roundsSeenBy } from '../rounds/planner.ts'
import { type PlanView, viewPlan } from './plan-view.ts'

/** One page of the plans in the caller's scope; those out of use are among them. */
export async function listPlans(
  read: Pick<Reader, 'plans'>,
  caller: Caller,
  request: PageRequest,
): Promise<Page<PlanView>> {
  if (caller.communityId === null) return { items: [], nextCursor: null }
  const query = { communityId: caller.communityId, paths: roundsSeenBy(caller), after: startOf(request) }
  const rows = await read.plans.list({ ...query, limit: request.limit + 1 })
  return pageOf(rows, request.limit, ({ id }) => id, viewPlan)
}
