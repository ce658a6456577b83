import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'

/** Ends one of the caller's API tokens; it stops at the next request. */
export async function deleteToken(
  { clock }: Pick<Deps, 'clock'>,
  tx: Writer,
  caller: Caller,
  tokenId: string,
): Promise<void> {
  const communityId = caller.communityId ?? ''
  if (!(await tx.people.deleteCredentialById(communityId, caller.memberId, tokenId)))
    throw new AppError('token.not_found')
  await recordAudit(tx, {
    communityId,
    at: clock.now(),
    actorId: caller.memberId,
    action: 'token.deleted',
    object: `token:${tokenId}`,
    details: {},
    requestId: caller.requestId,
  })
}
