import type { MemberRow } from '../../../db/stores/people.ts'
import { SESSION_MS } from './find-caller.ts'

/**
 * A password that an administrator chose is known to two, so it lets its member in for this long only: until they have
 * chosen their own (OWASP ASVS 5.0, V6.4.1). As long as a session lasts.
 */
export const FIRST_PASSWORD_MS = SESSION_MS

/** Whether the time of a first password is over. */
export const isOver = ({ passwordUntil }: Pick<MemberRow, 'passwordUntil'>, now: number): boolean =>
  passwordUntil !== null && passwordUntil <= now
