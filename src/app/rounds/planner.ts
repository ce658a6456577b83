import type { Role } from '../../../machines/people.ts'
import { type Caller, pathsOf, rolesAt } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'

const DESK: readonly Role[] = ['coordinator', 'supervisor']
const SEES_ROUNDS: readonly Role[] = ['patroller', 'coordinator', 'supervisor', 'auditor']

/** Paths below which the caller sees checkpoints, routes and plans. */
export function roundsSeenBy(caller: Caller): string[] {
  return pathsOf(caller, SEES_ROUNDS)
}

/** True when the caller sees what lies at this place. */
export function seesRound(
  caller: Caller,
  { communityId, placePath }: { readonly communityId: string; readonly placePath: string },
): boolean {
  return communityId === caller.communityId && roundsSeenBy(caller).some(path => placePath.startsWith(path))
}

/** True for whoever plans walks at a place: coordinators and supervisors there, and a patroller who leads a squad. */
async function isPlanner(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  placePath: string,
  squadId: string | null = null,
): Promise<boolean> {
  const roles = rolesAt(caller, placePath)
  if (DESK.some(role => roles.includes(role))) return true
  if (!roles.includes('patroller') || caller.communityId === null) return false
  const squads = await read.setup.squadsOf(caller.communityId, caller.memberId)
  return squads.some(({ id, leadId }) => leadId === caller.memberId && (squadId === null || squadId === id))
}

/** Refuses everybody else; with a squad, leads of other squads too (domain.md 8.4). */
export async function requirePlanner(
  read: Pick<Reader, 'setup'>,
  caller: Caller,
  placePath: string,
  squadId: string | null = null,
): Promise<void> {
  if (!(await isPlanner(read, caller, placePath, squadId))) throw new AppError('request.role_forbidden')
}
