import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { WALKED } from '../retention/rules.ts'
import { isGiven } from '../tracks/track-consent.ts'
import { requireAdministrator } from './administrator.ts'
import { getMemberInScope } from './find-member.ts'
import { forgetGuesses } from './guess-limit.ts'
import { sealName } from './member-name.ts'

/** Why a member's data goes: they asked for it, they are no longer here, or it was kept long enough. */
export const ERASURE_REASONS = ['request', 'left', 'retention'] as const
type ErasureReason = (typeof ERASURE_REASONS)[number]

/** What stands where a name stood. */
const ERASED_NAME = '已注销 · erased'

/**
 * Takes away who somebody was: name, login, phone, e-mail, password, sessions, tokens, calendar addresses, roles,
 * consent, tracks and where they checked in (PIPL, article 47). What they did stays, done by somebody without a name: journal and audit log know people by their id alone, so
 * both chains stay whole. It cannot be undone. What they wrote into descriptions and notes is the record's.
 */
export async function eraseMember(
  { clock, seal }: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  { memberId, reason, passwordHash }: { memberId: string; reason: ErasureReason; passwordHash: string },
): Promise<void> {
  const row = await getMemberInScope(tx, caller, memberId)
  const { communityId, id, version } = row
  await requireAdministrator(tx, caller, communityId)
  if (id === caller.memberId) throw new AppError('member.is_self')
  const at = clock.now()
  const name = sealName(seal, id, ERASED_NAME)
  const changes = { name, login: `erased-${id}`, phone: null, passwordHash, active: false }
  if (!(await tx.people.updateMember(communityId, id, version, changes)))
    throw new AppError('member.version_conflict')
  await tx.people.deleteCredentialsOf(communityId, id, null)
  await tx.people.replaceRoles(communityId, id, [])
  await forgetGuesses(tx, row.login)
  const consent = await tx.tracks.consentOf(communityId, id)
  if (isGiven(consent)) await tx.tracks.setConsent({ ...consent, withdrawnAt: at })
  for (const kind of WALKED) await tx.tracks.deleteOf(kind, communityId, id)
  await tx.targets.deleteSubscription(communityId, id)
  for (const feed of await tx.plans.feedsOf(communityId, id))
    await tx.plans.deleteFeed(communityId, id, feed.id)
  await tx.answers.forgetAbout(communityId, id)
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'member.erased',
    object: `member:${id}`,
    details: { reason },
    requestId: caller.requestId,
  })
}
