import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { updateMember } from './update-member.ts'

/** Deactivates a member: sessions and tokens stop at the next request, the record and its history stay. */
export async function deactivateMember(
  deps: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  { memberId, expected }: { readonly memberId: string; readonly expected: number | null },
): Promise<void> {
  await updateMember(deps, tx, caller, { memberId, expected, changes: { active: false } })
}
