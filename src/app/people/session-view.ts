import type { Affiliation, Role } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'

/** Who is signed in, as they see it themselves. */
export interface SessionView {
  readonly member: {
    readonly id: string
    readonly name: string
    readonly login: string
    readonly affiliation: Affiliation
    readonly unitId: string | null
  }
  /** `null` for the root administrator. */
  readonly communityId: string | null
  readonly roles: readonly { readonly role: Role; readonly placeId: string | null }[]
}

export function viewSession({
  memberId,
  name,
  login,
  affiliation,
  unitId,
  communityId,
  roles,
}: Caller): SessionView {
  return {
    member: { id: memberId, name, login, affiliation, unitId },
    communityId,
    roles: roles.map(({ role, placeId }) => ({ role, placeId })),
  }
}
