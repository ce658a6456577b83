import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from './administrator.ts'
import { getMemberInScope } from './find-member.ts'
import { FIRST_PASSWORD_MS } from './first-password.ts'
import { forgetGuesses } from './guess-limit.ts'
import { openName } from './member-name.ts'
import { acceptNewPassword, type NewPassword } from './new-password.ts'

/**
 * Gives a member a new password, when the old one is forgotten or known to somebody else: so every session and every
 * token of the member ends, and wrong guesses no longer lock the account. It lets them in until they choose their own, for
 * a while.
 */
export async function resetPassword(
  { clock, seal }: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  { memberId, password }: { readonly memberId: string; readonly password: NewPassword },
): Promise<void> {
  const row = await getMemberInScope(tx, caller, memberId)
  const { communityId, id } = row
  await requireAdministrator(tx, caller, communityId)
  const at = clock.now()
  const passwordHash = acceptNewPassword(password, { login: row.login, name: openName(seal, row) })
  // Whoever gives themselves a new one here knows it alone.
  const passwordUntil = id === caller.memberId ? null : at + FIRST_PASSWORD_MS
  const changes = { passwordHash, passwordUntil }
  if (!(await tx.people.updateMember(communityId, id, row.version, changes)))
    throw new AppError('member.version_conflict')
  await tx.people.deleteCredentialsOf(communityId, id, null)
  await forgetGuesses(tx, row.login)
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'password.reset',
    object: `member:${id}`,
    details: {},
    requestId: caller.requestId,
  })
}
