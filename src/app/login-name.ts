import { invalidValue } from './errors.ts'

/**
 * The one form of a login: Unicode NFKC, without white space around it, in lower case. So `ＬＩ．ｍｉｎｇ` typed in full
 * width and `Li.Ming` typed by a phone that begins with a capital are the same login.
 */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

/** The login of a new member: letters of any script, digits and `. _ @ + -`, 64 characters at most. */
export function newLogin(login: string, pointer: string): string {
  const normal = normaliseLogin(login)
  // The colon stays free for `login:password` of the first start.
  if (!/^[\p{L}\p{M}\p{N}._@+-]{1,64}$/u.test(normal))
    throw invalidValue(pointer, 'a login has 1 to 64 letters, digits or . _ @ + -')
  return normal
}
