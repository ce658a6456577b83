import type { MemberRow } from '../../../db/stores/people.ts'
import type { Affiliation } from '../../../machines/people.ts'
import { type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import type { Seal } from '../sealing/seal.ts'
import { requireAdministrator } from './administrator.ts'
import { FIRST_PASSWORD_MS } from './first-password.ts'
import { newLogin } from './login-name.ts'
import { normaliseName, openName, sealName } from './member-name.ts'
import {
  type AskedRole,
  placeRoles,
  requirePlaces,
  requireUnit,
  requireUnitForRoles,
  roleRows,
} from './member-roles.ts'
import { type MemberView, viewMemberRow } from './member-view.ts'
import { acceptNewPassword, type NewPassword } from './new-password.ts'
import { normalisePhone, openPhone, sealPhone } from './phone-number.ts'

export interface MemberInput {
  /** Made by the client, when it wants to be able to send the member again. */
  readonly id?: string
  readonly communityId?: string
  readonly login: string
  readonly name: string
  readonly phone?: string | null
  readonly affiliation: Affiliation
  readonly unitId?: string | null
  readonly roles: readonly AskedRole[]
}

/**
 * Adds a member to a community. The same client id with the same content answers the member that exists (`created`
 * false). What is kept of the content is a hash, which could be guessed at: so the password is no part of it, and name and
 * phone are compared with the member's own as long as nobody has changed them.
 */
export async function createMember(
  { clock, chance, seal }: Pick<Deps, 'clock' | 'chance' | 'seal'>,
  tx: Writer,
  caller: Caller,
  input: MemberInput,
  password: NewPassword,
): Promise<{ created: boolean; view: MemberView }> {
  const communityId = communityOf(caller, input.communityId)
  const community = await getCommunity(tx, communityId)
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  const login = newLogin(input.login, '/login')
  const name = normaliseName(input.name)
  const phone = input.phone ? normalisePhone(input.phone, '/phone') : null
  const { affiliation, unitId = null } = input
  const roles = placeRoles(input.roles, community)

  const content = { login, affiliation, unitId, roles }
  const claim =
    input.id === undefined ? 'new' : await claimId(tx, { communityId, kind: 'member', id, content })
  const existing = input.id === undefined ? null : await tx.people.findMember(communityId, id)
  if (existing && (claim === 'new' || isOther(seal, existing, { name, phone })))
    throw new AppError('request.id_conflict')
  await requireAdministrator(tx, caller, communityId)
  if (existing) return { created: false, view: await viewMemberRow(seal, tx, caller, existing) }

  // Logins are unique over the whole installation, so only an administrator gets to know whether one is taken.
  if (await tx.people.findByLogin(login)) throw new AppError('member.login_taken')
  await requirePlaces(tx, input.roles, communityId)
  if (unitId !== null) await requireUnit(tx, unitId, communityId)
  requireUnitForRoles(roles, unitId)
  const passwordHash = acceptNewPassword(password, { login, name })

  const row = {
    communityId,
    id,
    login,
    name: sealName(seal, id, name),
    phone: sealPhone(seal, id, phone),
    affiliation,
    unitId,
    passwordHash,
    passwordUntil: at + FIRST_PASSWORD_MS,
    active: true,
    createdAt: at,
    version: 1,
  }
  await tx.people.insertMember(row)
  await tx.people.replaceRoles(communityId, id, roleRows(communityId, id, roles))
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'member.created',
    object: `member:${id}`,
    details: { roles, unitId, affiliation },
    requestId: caller.requestId,
  })
  return { created: true, view: await viewMemberRow(seal, tx, caller, row) }
}

function isOther(
  seal: Seal,
  existing: MemberRow,
  { name, phone }: { readonly name: string; readonly phone: string | null },
): boolean {
  return existing.version === 1 && (openName(seal, existing) !== name || openPhone(seal, existing) !== phone)
}
