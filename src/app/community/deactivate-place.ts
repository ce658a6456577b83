import type { Caller } from '../caller.ts'
import type { Writer } from '../deps.ts'
import { updatePlace } from './update-place.ts'

/**
 * Takes a place out of use; nothing new is reported there, and what was stays. The places below it stay in
 * use until they are taken out themselves. The root place of a community is refused.
 */
export async function deactivatePlace(
  tx: Writer,
  caller: Caller,
  id: string,
  expected: number | null,
): Promise<void> {
  await updatePlace(tx, caller, id, { active: false }, expected)
}
