import type { MemberRow, RoleRow } from '../../../db/stores/people.ts'
import type { Affiliation } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from './administrator.ts'
import { getMemberInScope } from './find-member.ts'
import { normaliseName, openName, sealName } from './member-name.ts'
import {
  type AskedRole,
  type PlacedRole,
  placeRoles,
  requirePlaces,
  requireUnit,
  requireUnitForRoles,
  roleRows,
} from './member-roles.ts'
import { type MemberView, viewMember, viewMemberRow } from './member-view.ts'
import { normalisePhone, openPhone, sealPhone } from './phone-number.ts'

/** What an administrator may change of a member; what is left out stays. */
interface MemberChanges {
  readonly name?: string
  readonly phone?: string | null
  readonly affiliation?: Affiliation
  readonly unitId?: string | null
  /** All roles the member is to have. */
  readonly roles?: readonly AskedRole[]
  readonly active?: boolean
}

export interface MemberUpdate {
  readonly memberId: string
  /** The version the change was made on; `null` when the client does not mind. */
  readonly expected: number | null
  readonly changes: MemberChanges
}

/**
 * Changes a member. Roles hold from the next request on; a member who is deactivated is signed out everywhere, and
 * their tokens end. Nobody deactivates themselves or drops their own admin role (`member.is_self`).
 */
export async function updateMember(
  { clock, seal }: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  { memberId, expected, changes }: MemberUpdate,
): Promise<MemberView> {
  const row = await getMemberInScope(tx, caller, memberId)
  const held = await tx.people.rolesOfMany(row.communityId, [row.id])
  const mayChange = caller.roles.some(({ role }) => role === 'admin')
  // Whoever may not change the member anyway has no use for the current record, and its reading is not logged here.
  expectVersion(
    row,
    expected,
    'member.version_conflict',
    mayChange ? viewMember(seal, caller, row, held) : undefined,
  )
  await requireAdministrator(tx, caller, row.communityId)

  const roles = await newRoles(tx, row, held, changes)
  const { name, phone, ...others } = differences<Known>(
    { ...row, name: openName(seal, row), phone: openPhone(seal, row) },
    {
      ...(changes.name === undefined ? {} : { name: normaliseName(changes.name) }),
      ...(changes.phone === undefined
        ? {}
        : { phone: changes.phone && normalisePhone(changes.phone, '/phone') }),
      ...(changes.affiliation === undefined ? {} : { affiliation: changes.affiliation }),
      ...(changes.unitId === undefined ? {} : { unitId: changes.unitId }),
      ...(changes.active === undefined ? {} : { active: changes.active }),
    },
  )
  const changed: Partial<MemberRow> = {
    ...others,
    ...(name === undefined ? {} : { name: sealName(seal, row.id, name) }),
    ...(phone === undefined ? {} : { phone: sealPhone(seal, row.id, phone) }),
  }
  if (changed.unitId) await requireUnit(tx, changed.unitId, row.communityId)
  requireUnitForRoles(roles ?? held, changed.unitId === undefined ? row.unitId : changed.unitId)
  const dropsAdmin = roles !== null && !roles.some(({ role }) => role === 'admin')
  if (row.id === caller.memberId && (changed.active === false || dropsAdmin))
    throw new AppError('member.is_self')
  if (roles === null && Object.keys(changed).length === 0) return viewMember(seal, caller, row, held)

  if (!(await tx.people.updateMember(row.communityId, row.id, row.version, changed)))
    throw new AppError('member.version_conflict')
  if (roles !== null)
    await tx.people.replaceRoles(row.communityId, row.id, roleRows(row.communityId, row.id, roles))
  if (changed.active === false) await tx.people.deleteCredentialsOf(row.communityId, row.id, null)
  await recordAudit(tx, {
    communityId: row.communityId,
    at: clock.now(),
    actorId: caller.memberId,
    action: changed.active === false ? 'member.deactivated' : 'member.changed',
    object: `member:${row.id}`,
    details: {
      fields: Object.keys(changed),
      ...(roles === null ? {} : { roles: { before: rolesOnly(held), after: roles } }),
    },
    requestId: caller.requestId,
  })
  return viewMemberRow(seal, tx, caller, { ...row, ...changed, version: row.version + 1 })
}

type Known = Omit<MemberRow, 'name' | 'phone'> & { readonly name: string; readonly phone: string | null }

/* The roles the member is to have, or `null` when they stay as they are. */
async function newRoles(
  tx: Writer,
  { communityId }: MemberRow,
  held: readonly RoleRow[],
  { roles: asked }: MemberChanges,
): Promise<PlacedRole[] | null> {
  if (asked === undefined) return null
  const roles = placeRoles(asked, communityId === '' ? null : await getCommunity(tx, communityId))
  const key = (list: readonly { role: string; placeId: string }[]): string =>
    list
      .map(({ role, placeId }) => `${role} ${placeId}`)
      .sort()
      .join()
  if (key(roles) === key(held)) return null
  if (communityId !== '') await requirePlaces(tx, asked, communityId)
  return roles
}

const rolesOnly = (rows: readonly RoleRow[]) => rows.map(({ role, placeId }) => ({ role, placeId }))
