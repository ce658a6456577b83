import type { Caller } from '../caller.ts'
import type { Writer } from '../deps.ts'

/** Ends the session that asks, at once and for good. Other sessions and all tokens of the member go on. */
export async function signOut(tx: Writer, caller: Caller): Promise<void> {
  if (caller.credential.kind === 'session') await tx.people.deleteCredential(caller.credential.hash)
}
