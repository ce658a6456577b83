import type { Caller } from '../caller.ts'
import type { Passwords } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type PasswordOwner, requireStrongPassword } from './password-policy.ts'

/** A password on its way into a record. */
export interface NewPassword {
  readonly words: string
  /** `null` when the caller will be refused anyway. */
  readonly hash: string | null
}

/**
 * Hashes the password that an administrator gives somebody. Hashing is slow and a turn of the database may wait for
 * its queries only, so it happens before the turn; whether the password will do is judged in the turn, after the
 * caller's role. Whoever is no administrator at all does not get to spend the processor's time.
 */
export async function prepareNewPassword(
  passwords: Passwords,
  caller: Caller,
  words: string,
): Promise<NewPassword> {
  const mayMatter = caller.roles.some(({ role }) => role === 'admin')
  return { words, hash: mayMatter ? await passwords.hash(words) : null }
}

/** Gives the hash to keep, or refuses a weak password. The caller's role has been judged before. */
export function acceptNewPassword(password: NewPassword, owner: PasswordOwner): string {
  requireStrongPassword(password.words, owner, '/password')
  if (password.hash === null) throw new AppError('request.role_forbidden')
  return password.hash
}
