import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { underGuessLimit } from './guess-limit.ts'
import { requireStrongPassword } from './password-policy.ts'

export interface PasswordChange {
  readonly current: string
  readonly next: string
  /** Where the attempt comes from: a wrong current password counts like a failed sign-in. */
  readonly address: string
}

/** Changes one's own password. All other sessions end, the one that asks goes on; tokens have their own list. */
export async function changePassword(
  deps: Deps,
  caller: Caller,
  { current, next, address }: PasswordChange,
): Promise<void> {
  requireStrongPassword(next, caller, '/next')
  if (next === current) throw new AppError('session.password_same')
  const { login, memberId } = caller
  const communityId = caller.communityId ?? ''
  await underGuessLimit(deps, { login, address }, async giveBack => {
    const before = await deps.db.read.people.findMember(communityId, memberId)
    if (!(await deps.passwords.verify(before?.passwordHash ?? null, current)))
      throw new AppError('session.password_wrong')
    const passwordHash = await deps.passwords.hash(next)
    await deps.db.transaction(async tx => {
      // In the installation's lane for the guesses, and in the member's.
      await tx.journal.head(communityId)
      const row = await tx.people.findMember(communityId, memberId)
      // An administrator may have set another one in the meantime.
      if (!row?.active || row.passwordHash !== before?.passwordHash)
        throw new AppError('session.password_wrong')
      await tx.people.updateMember(communityId, memberId, row.version, {
        passwordHash,
        passwordUntil: null,
      })
      await endOtherSessions(tx, caller)
      await giveBack(tx)
      await recordAudit(tx, {
        communityId,
        at: deps.clock.now(),
        actorId: memberId,
        action: 'password.changed',
        object: `member:${memberId}`,
        details: {},
        requestId: caller.requestId,
      })
    })
  })
}

async function endOtherSessions(tx: Writer, { communityId, memberId, credential }: Caller): Promise<void> {
  const sessions = await tx.people.credentialsOf(communityId ?? '', memberId, 'session')
  for (const { hash } of sessions) if (hash !== credential.hash) await tx.people.deleteCredential(hash)
}
