import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { getMemberInScope } from './find-member.ts'
import { type MemberView, viewMemberRow } from './member-view.ts'
import { recordNamesRead } from './record-names-read.ts'

/** Gives one member, and enters into the audit log that the name was read. */
export async function getMember(
  { clock, seal }: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  memberId: string,
): Promise<MemberView> {
  const row = await getMemberInScope(tx, caller, memberId)
  await recordNamesRead(clock, tx, caller, { communityId: row.communityId, ids: [row.id] })
  return await viewMemberRow(seal, tx, caller, row)
}
