import { createHash } from 'node:crypto'

/** A session cookie or token as the database knows it: SHA-256 of a 256-bit random secret needs no salt. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** A free text as the journal knows it: bound to its entry's salt, so that equal words do not look equal. */
export function hashWords(salt: string, field: string, words: string): string {
  return createHash('sha256').update(`${salt}\n${field}\n${words}`).digest('base64url')
}
