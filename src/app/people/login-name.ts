import { invalidValue } from '../errors.ts'

/**
 * The one form of a login: Unicode NFKC, without white space around it, in lower case. So `ＬＩ．ｍｉｎｇ` typed in full
 * width and `Li.Ming` typed by a phone that begins with a capital are the same login.
 */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

/** Letters of any script, digits and `. _ @ + -`. The colon stays free for `login:password` of the first start. */
const LOGIN = /^[\p{L}\p{M}\p{N}._@+-]{1,64}$/u

/** False for what no login can be, in its one form. */
export function isLogin(normal: string): boolean {
  return LOGIN.test(normal)
}

/** The login of a new member in its one form, or a refusal. */
export function newLogin(login: string, pointer: string): string {
  const normal = normaliseLogin(login)
  if (!isLogin(normal)) throw invalidValue(pointer, 'a login has 1 to 64 letters, digits or . _ @ + -')
  return normal
}
