import type { Member, Role } from '../../api/client.ts'

/** A member as the form shows them. */
export interface MemberFields {
  name: string
  phone: string
  affiliation: Member['affiliation']
  unitId: string
  roles: { role: Role; placeId: string | null }[]
}

/** What the form begins with; a role at the root place holds everywhere. */
export function fieldsOf(member: Member | null, rootId: string | undefined): MemberFields {
  return {
    name: member?.name ?? '',
    phone: member?.phone ?? '',
    affiliation: member?.affiliation ?? 'resident',
    unitId: member?.unitId ?? '',
    roles: (member?.roles ?? []).map(({ role, placeId }) => ({
      role: role as Role,
      placeId: placeId === rootId ? null : placeId,
    })),
  }
}

/**
 * What is sent of the form. Of somebody else's number only 138****5678 is known here: it is no number, so it is sent only
 * when somebody wrote another.
 */
export function bodyOfFields({ phone, unitId, ...others }: MemberFields, member: Member | null) {
  const number = phone.trim()
  const same = member !== null && number === (member.phone ?? '')
  return { ...others, unitId: unitId || null, ...(same ? {} : { phone: number || null }) }
}
