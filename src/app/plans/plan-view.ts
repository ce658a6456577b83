import type { PlanRow } from '../../../db/stores/plans.ts'
import { formatDuration } from '../../../machines/duration.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { seesRound } from '../rounds/planner.ts'

const list = (text: string): string[] => JSON.parse(text) as string[]

/** A plan as everybody in its scope sees it. */
export function viewPlan(row: PlanRow) {
  const { id, communityId, name, theme, placeId, routeId, squadId, joint, minMembers, rule, startDay } = row
  return {
    id,
    communityId,
    name,
    theme,
    placeId,
    routeId,
    squadId,
    joint,
    minMembers,
    rule,
    startDay,
    startTimes: list(row.startTimes),
    window: formatDuration(row.windowMs),
    exceptDays: list(row.exceptDays),
    extraDays: list(row.extraDays),
    onHolidays: row.onHolidays,
    onMakeUpDays: row.onMakeUpDays,
    active: row.active,
    plannedUntil: new Date(row.plannedUntil).toISOString(),
    version: row.version,
  }
}

export type PlanView = ReturnType<typeof viewPlan>

/** The plan, if it lies in the caller's scope; otherwise it does not exist for them. */
export async function findSeenPlan(
  read: Pick<Reader, 'plans'>,
  caller: Caller,
  id: string,
): Promise<PlanRow> {
  const row = caller.communityId === null ? null : await read.plans.find(caller.communityId, id)
  if (!row || !seesRound(caller, row)) throw new AppError('plan.not_found')
  return row
}
