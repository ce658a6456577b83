import type { MemberRow, RoleRow } from '../../../db/stores/people.ts'
import type { Affiliation, Role } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import type { Seal } from '../sealing/seal.ts'
import { openName } from './member-name.ts'
import { maskPhone, openPhone } from './phone-number.ts'

/** A member as others see them; `login` and `phone` only for those who work with people's data. */
export interface MemberView {
  readonly id: string
  /** `null` for a root administrator. */
  readonly communityId: string | null
  readonly name: string
  readonly affiliation: Affiliation
  readonly unitId: string | null
  readonly roles: readonly { readonly role: Role; readonly placeId: string | null }[]
  readonly active: boolean
  readonly version: number
  readonly login?: string
  /** In full for oneself, otherwise masked: 138****5678. */
  readonly phone?: string | null
}

const SEE_CONTACTS: readonly Role[] = ['admin', 'supervisor', 'coordinator', 'auditor']

export function viewMember(
  seal: Seal,
  caller: Caller,
  row: MemberRow,
  roles: readonly RoleRow[],
): MemberView {
  const isSelf = row.id === caller.memberId
  const plain = {
    id: row.id,
    communityId: row.communityId || null,
    name: openName(seal, row),
    affiliation: row.affiliation as Affiliation,
    unitId: row.unitId,
    roles: roles
      .map(({ role, placeId }) => ({ role: role as Role, placeId: placeId || null }))
      .sort((a, b) => (`${a.role} ${a.placeId}` < `${b.role} ${b.placeId}` ? -1 : 1)),
    active: row.active,
    version: row.version,
  }
  if (!isSelf && !caller.roles.some(({ role }) => SEE_CONTACTS.includes(role))) return plain
  const phone = openPhone(seal, row)
  return { ...plain, login: row.login, phone: phone === null || isSelf ? phone : maskPhone(phone) }
}

/** The same for a member at hand, whose roles are read. */
export async function viewMemberRow(
  seal: Seal,
  read: Pick<Reader, 'people'>,
  caller: Caller,
  row: MemberRow,
): Promise<MemberView> {
  return viewMember(seal, caller, row, await read.people.rolesOfMany(row.communityId, [row.id]))
}
