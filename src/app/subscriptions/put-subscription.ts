import type { Caller } from '../caller.ts'
import type { Deps, Outside, Writer } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { type SubscriptionView, sealEmail, viewSubscription } from './subscription-view.ts'

/** Writes how the caller wants to be told outside the system, in place of what they said before. */
export async function putSubscription(
  { outside, seal }: Pick<Deps, 'seal'> & { readonly outside: Pick<Outside, 'mail'> },
  tx: Pick<Writer, 'targets'>,
  caller: Caller,
  wish: Omit<SubscriptionView, 'version'>,
  expected: number | null,
): Promise<SubscriptionView> {
  const { language, email, mail, quietHours, digestAt } = wish
  const communityId = caller.communityId ?? ''
  const { memberId } = caller
  const before = await tx.targets.findSubscription(communityId, memberId)
  const version = before?.version ?? 0
  expectVersion({ version }, expected, 'subscription.version_conflict', viewSubscription(seal, before))
  if (quietHours && quietHours.from === quietHours.to)
    throw invalidValue('/quietHours/to', 'has to differ from its beginning; to hear nothing, set mail to off')
  if (mail !== 'off' && email === null) throw new AppError('subscription.email_missing')
  if (mail !== 'off' && !outside.mail) throw new AppError('subscription.mail_unavailable')
  const row = {
    communityId,
    memberId,
    language,
    email: sealEmail(seal, memberId, email),
    mail,
    quietFrom: quietHours?.from ?? null,
    quietTo: quietHours?.to ?? null,
    digestAt,
    version: version + 1,
  }
  await tx.targets.putSubscription(row)
  return viewSubscription(seal, row)
}
