import { timingSafeEqual } from 'node:crypto'
import type { Database } from '../deps.ts'
import { hashSecret } from '../secrets.ts'

/*
 * The secret of the set-up link, as a hash, beside the database it is for. It is kept in the process on purpose: it
 * is gone with a restart, and no copy of the data contains a way in.
 */
const hashes = new WeakMap<Database, string>()

/** Keeps the secret of a new set-up link; an earlier one is void. */
export function keepSetupSecret(db: Database, secret: string): void {
  hashes.set(db, hashSecret(secret))
}

export function isSetupSecret(db: Database, secret: string): boolean {
  const hash = hashes.get(db)
  return hash !== undefined && timingSafeEqual(Buffer.from(hash), Buffer.from(hashSecret(secret)))
}

/** Voids the set-up link. */
export function forgetSetupSecret(db: Database): void {
  hashes.delete(db)
}
