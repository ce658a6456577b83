import type { Affiliation, Role } from '../../../machines/people.ts'
import type { Caller } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { hashSecret } from '../secrets.ts'
import { openName } from './member-name.ts'

/** A session ends this long after sign-in. */
export const SESSION_MS = 14 * 86_400_000

/**
 * Who a session cookie or an API token stands for, read afresh at every request: a role taken away, a member
 * deactivated or a session ended shows at once. `null` when it stands for nobody.
 */
export async function findCaller(
  { db, clock, seal }: Pick<Deps, 'db' | 'clock' | 'seal'>,
  secret: string,
  kind: 'session' | 'token',
  requestId: string,
): Promise<Caller | null> {
  const hash = hashSecret(secret)
  const found = await db.read.people.findByCredential(hash)
  if (!found) return null
  const { member, credential } = found
  const expired = credential.expiresAt !== null && credential.expiresAt <= clock.now()
  if (!member.active || expired || credential.kind !== kind) return null
  const roles = await db.read.people.rolesOf(member.communityId, member.id)
  const communityId = member.communityId === '' ? null : member.communityId
  return {
    memberId: member.id,
    communityId,
    // Few requests ask for it.
    get name() {
      return openName(seal, member)
    },
    login: member.login,
    affiliation: member.affiliation as Affiliation,
    unitId: member.unitId,
    passwordUntil: member.passwordUntil,
    roles: roles.flatMap(r =>
      // A role whose place is gone holds nowhere.
      communityId !== null && r.path === null
        ? []
        : [{ role: r.role as Role, placeId: r.placeId || null, path: r.path }],
    ),
    credential: { hash, kind },
    requestId,
  }
}
