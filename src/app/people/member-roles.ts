import type { RoleRow } from '../../../db/stores/people.ts'
import type { Role } from '../../../machines/people.ts'
import type { Community } from '../community/community.ts'
import type { Reader } from '../deps.ts'
import { AppError, invalidValue, unknownReference } from '../errors.ts'

/** A role as somebody asks for it; without a place it holds in the whole community. */
export interface AskedRole {
  readonly role: Role
  readonly placeId?: string | null
}

/** A role with its place; an empty place stands for everywhere, which only the root administrator has. */
export interface PlacedRole {
  readonly role: Role
  readonly placeId: string
}

/** Fills in the root place and drops what is named twice; `community` is null for the root administrator's roles. */
export function placeRoles(asked: readonly AskedRole[], community: Community | null): PlacedRole[] {
  const placed = asked.map(({ role, placeId }, n) => {
    if (community === null && (role !== 'admin' || placeId))
      throw invalidValue(`/roles/${n}`, 'a root administrator is admin everywhere and nothing else')
    return { role, placeId: placeId ?? community?.row.rootPlaceId ?? '' }
  })
  const byKey = new Map(placed.map(held => [`${held.role} ${held.placeId}`, held]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, held]) => held)
}

/** Refuses a role at a place that the community does not have. */
export async function requirePlaces(
  read: Pick<Reader, 'setup'>,
  asked: readonly AskedRole[],
  communityId: string,
): Promise<void> {
  const ids = asked.flatMap(({ placeId }) => placeId ?? [])
  const known = new Set((await read.setup.findPlaces(communityId, ids)).map(({ id }) => id))
  asked.forEach(({ placeId }, n) => {
    if (placeId && !known.has(placeId)) throw unknownReference(`/roles/${n}/placeId`)
  })
}

/** Refuses a unit that the community does not have or no longer uses. */
export async function requireUnit(
  read: Pick<Reader, 'setup'>,
  unitId: string,
  communityId: string,
): Promise<void> {
  const unit = await read.setup.findUnit(communityId, unitId)
  if (!unit?.active) throw unknownReference('/unitId')
}

/** Who works for a unit has to say for which one: they see its findings and no others. */
export function requireUnitForRoles(
  roles: readonly { readonly role: string }[],
  unitId: string | null,
): void {
  if (unitId === null && roles.some(({ role }) => role === 'handler' || role === 'unit_manager'))
    throw new AppError('member.unit_missing')
}

export function roleRows(communityId: string, memberId: string, roles: readonly PlacedRole[]): RoleRow[] {
  return roles.map(({ role, placeId }) => ({ communityId, memberId, role, placeId }))
}
