import type { MemberRow } from '../../../db/stores/people.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { hashSecret } from '../secrets.ts'
import { SESSION_MS } from './find-caller.ts'
import { isOver } from './first-password.ts'
import { type GiveBack, underGuessLimit } from './guess-limit.ts'
import { isLogin, normaliseLogin } from './login-name.ts'

export interface SignIn {
  readonly login: string
  readonly password: string
  /** Where the attempt comes from. */
  readonly address: string
  /** The session the browser brought, if any; it ends, so that nobody goes on with one from before. */
  readonly replaces: string | null
}

/**
 * Signs a member in and gives the secret of a new session, which is never shown again. An unknown login, a wrong
 * password and a deactivated member get one and the same answer after the same time: `session.wrong`; too many of
 * them `session.locked`. Whoever never chose a password of their own learns so, `session.password_over`, after giving the right one.
 */
export async function signIn(
  deps: Deps,
  { login, password, address, replaces }: SignIn,
): Promise<{ secret: string; expiresAt: number }> {
  return await underGuessLimit(deps, { login, address }, async giveBack => {
    const normal = normaliseLogin(login)
    const member = isLogin(normal) ? await deps.db.read.people.findByLogin(normal) : null
    const right = await deps.passwords.verify(member?.passwordHash ?? null, password)
    if (!member?.active || !right) throw new AppError('session.wrong')
    if (isOver(member, deps.clock.now())) throw new AppError('session.password_over')
    const newHash = deps.passwords.isOutdated(member.passwordHash)
      ? await deps.passwords.hash(password)
      : null
    return await deps.db.transaction(tx => beginSession(tx, deps, { member, newHash, replaces, giveBack }))
  })
}

interface Verified {
  readonly member: MemberRow
  readonly newHash: string | null
  readonly replaces: string | null
  readonly giveBack: GiveBack
}

async function beginSession(
  tx: Writer,
  { clock, chance }: Deps,
  { member, newHash, replaces, giveBack }: Verified,
): Promise<{ secret: string; expiresAt: number }> {
  const { communityId, id, passwordHash } = member
  // In the installation's lane for the guesses; in the member's too, so that a new password ends this session as well.
  await tx.journal.head(communityId)
  // While the password was being tested, the member may have been deactivated or given another one.
  const current = await tx.people.findMember(communityId, id)
  if (!current?.active || current.passwordHash !== passwordHash) throw new AppError('session.wrong')
  if (newHash !== null)
    await tx.people.updateMember(communityId, id, current.version, { passwordHash: newHash })
  if (replaces !== null) await endSession(tx, replaces)
  const now = clock.now()
  const secret = chance.secret()
  const expiresAt = now + SESSION_MS
  await tx.people.insertCredential({
    hash: hashSecret(secret),
    id: chance.id(now),
    kind: 'session',
    communityId,
    memberId: id,
    name: null,
    createdAt: now,
    expiresAt,
  })
  await giveBack(tx)
  return { secret, expiresAt }
}

/* A token handed in as a cookie is not a session, and is left alone. */
async function endSession(tx: Writer, secret: string): Promise<void> {
  const hash = hashSecret(secret)
  const found = await tx.people.findByCredential(hash)
  if (found?.credential.kind === 'session') await tx.people.deleteCredential(hash)
}
