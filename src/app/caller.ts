import type { FindingRow } from '../../db/stores/findings.ts'
import type { Visibility } from '../../db/stores/visibility.ts'
import type { Actor, Affiliation, Role } from '../../machines/people.ts'
import { AppError } from './errors.ts'

/** A role and where it holds: everything whose path begins with `path`. */
export interface HeldRole {
  readonly role: Role
  readonly placeId: string | null
  /** `null` for the root administrator: everywhere. */
  readonly path: string | null
}

/** The signed-in member behind a request. */
export interface Caller {
  readonly memberId: string
  /** `null` for the root administrator. */
  readonly communityId: string | null
  readonly name: string
  readonly login: string
  readonly affiliation: Affiliation
  readonly unitId: string | null
  readonly roles: readonly HeldRole[]
  /** Until when a password that somebody else chose lets them in, milliseconds since 1970. (Default: they chose it) */
  readonly passwordUntil?: number | null
  readonly credential: { readonly hash: string; readonly kind: 'session' | 'token' }
  readonly requestId: string | null
}

/** Roles that see every finding below their place (domain.md 8.4). */
const SEES_SCOPE: readonly Role[] = ['patroller', 'coordinator', 'supervisor', 'auditor']
const SEES_UNIT: readonly Role[] = ['handler', 'unit_manager']
/** The order in which a member's roles speak for them: what they can answer for first. */
const PRECEDENCE: readonly Role[] = [
  'supervisor',
  'coordinator',
  'unit_manager',
  'handler',
  'patroller',
  'resident',
  'admin',
  'auditor',
]

export function isRoot(caller: Caller): boolean {
  return caller.communityId === null && caller.roles.some(({ role }) => role === 'admin')
}

/** Roles that hold at a place, given as path. */
export function rolesAt(caller: Caller, path: string): Role[] {
  const held = caller.roles.filter(r => r.path === null || path.startsWith(r.path)).map(r => r.role)
  return PRECEDENCE.filter(role => held.includes(role))
}

/** Paths below which the caller holds one of these roles. */
export function pathsOf(caller: Caller, roles: readonly Role[]): string[] {
  const paths = caller.roles.flatMap(r => (roles.includes(r.role) && r.path !== null ? [r.path] : []))
  return minimal(paths)
}

/** Leaves out what lies below another path of the list, so that nothing counts twice. */
function minimal(paths: readonly string[]): string[] {
  const sorted = [...new Set(paths)].sort()
  return sorted.filter(path => !sorted.some(other => other !== path && path.startsWith(other)))
}

/** The caller as an actor on a record at a place. */
export function actorAt(caller: Caller, path: string): Actor {
  return {
    id: caller.memberId,
    roles: rolesAt(caller, path),
    unitId: caller.unitId,
    affiliation: caller.affiliation,
  }
}

/** Which findings the caller sees. */
export function visibilityOf(caller: Caller): Visibility {
  const unitPaths = pathsOf(caller, SEES_UNIT)
  return {
    everything: false,
    reporterId: caller.memberId,
    paths: pathsOf(caller, SEES_SCOPE),
    unit: caller.unitId !== null && unitPaths.length > 0 ? { id: caller.unitId, paths: unitPaths } : null,
  }
}

/** The same question for one finding. */
export function sees(
  caller: Caller,
  finding: Pick<FindingRow, 'communityId' | 'reporterId' | 'placePath' | 'unitId'>,
): boolean {
  if (finding.communityId !== caller.communityId) return false
  if (finding.reporterId === caller.memberId) return true
  const { paths, unit } = visibilityOf(caller)
  const below = (list: readonly string[]): boolean => list.some(path => finding.placePath.startsWith(path))
  return below(paths) || (unit !== null && unit.id === finding.unitId && below(unit.paths))
}

/** The community a request is about: the caller's own, or for the root administrator the named one. */
export function communityOf(caller: Caller, named: string | undefined): string {
  if (caller.communityId === null) {
    if (named === undefined) throw new AppError('community.not_found')
    return named
  }
  if (named !== undefined && named !== caller.communityId) throw new AppError('community.not_found')
  return caller.communityId
}

/** Refuses a caller who holds none of the roles anywhere in the community. */
export function requireRole(caller: Caller, roles: readonly Role[]): void {
  if (!caller.roles.some(({ role }) => roles.includes(role))) throw new AppError('request.role_forbidden')
}
