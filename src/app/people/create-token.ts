import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { hashSecret } from '../secrets.ts'
import { type TokenView, viewToken } from './token-view.ts'

/** More than anybody needs, and few enough to be read at a glance. */
const MOST_TOKENS = 50

/**
 * Makes an API token for the caller and shows its secret this once. A token that was made with another token does not
 * outlive it, so that a leaked one cannot prolong itself.
 */
export async function createToken(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  { name, expiresAt }: { readonly name: string; readonly expiresAt?: string | null },
): Promise<TokenView & { readonly token: string }> {
  const at = clock.now()
  const communityId = caller.communityId ?? ''
  const asked = expiresAt ? Date.parse(expiresAt) : null
  if (asked !== null && !(asked > at)) throw invalidValue('/expiresAt', 'has to lie in the future')
  const tokens = await tx.people.credentialsOf(communityId, caller.memberId, 'token')
  if (tokens.length >= MOST_TOKENS) throw new AppError('token.too_many', { values: { most: MOST_TOKENS } })
  const parent = tokens.find(({ hash }) => hash === caller.credential.hash)?.expiresAt ?? null
  const secret = chance.secret()
  const row = {
    hash: hashSecret(secret),
    id: chance.id(at),
    kind: 'token',
    communityId,
    memberId: caller.memberId,
    name: name.normalize('NFC').trim(),
    createdAt: at,
    expiresAt: asked === null || parent === null ? (asked ?? parent) : Math.min(asked, parent),
  }
  await tx.people.insertCredential(row)
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'token.created',
    object: `token:${row.id}`,
    details: { expiresAt: row.expiresAt },
    requestId: caller.requestId,
  })
  return { ...viewToken(row), token: secret }
}
