import type { SubscriptionRow } from '../../../db/stores/inbox.ts'
import type { Caller } from '../caller.ts'
import type { Deps } from '../deps.ts'
import type { Seal, Sealed } from '../sealing/seal.ts'

/** Which notices go by mail. */
export const MAIL_WISHES = ['off', 'urgent', 'reminders', 'all'] as const
type MailWish = (typeof MAIL_WISHES)[number]

/** How a member wants to be told outside the system. Times are local times of day, HH:MM. */
export interface SubscriptionView {
  readonly language: 'zh' | 'en'
  readonly email: string | null
  readonly mail: MailWish
  readonly quietHours: { readonly from: string; readonly to: string } | null
  readonly digestAt: string | null
  /** 0 until the member has said anything. */
  readonly version: number
}

/** What an e-mail address is sealed for. */
export const aboutEmail = (memberId: string): string => `email ${memberId}`

/** A member's e-mail address as it is kept. */
export function sealEmail(seal: Seal, memberId: string, email: string | null): Sealed | null {
  return email === null ? null : seal.close(email, aboutEmail(memberId))
}

/** A member's e-mail address as it was given. */
export function openEmail(seal: Seal, { memberId, email }: SubscriptionRow): string | null {
  return email === null ? null : seal.open(email, aboutEmail(memberId))
}

export function viewSubscription(seal: Seal, row: SubscriptionRow | null): SubscriptionView {
  if (!row) return { language: 'zh', email: null, mail: 'off', quietHours: null, digestAt: null, version: 0 }
  const { quietFrom, quietTo } = row
  return {
    language: row.language === 'en' ? 'en' : 'zh',
    email: openEmail(seal, row),
    mail: row.mail as MailWish,
    quietHours: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
    digestAt: row.digestAt,
    version: row.version,
  }
}

/** The caller's own subscription; nobody sees anybody else's. */
export async function getSubscription(
  { db, seal }: Pick<Deps, 'db' | 'seal'>,
  caller: Caller,
): Promise<SubscriptionView> {
  return viewSubscription(
    seal,
    await db.read.targets.findSubscription(caller.communityId ?? '', caller.memberId),
  )
}
