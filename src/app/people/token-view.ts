import type { CredentialRow } from '../../../db/stores/people.ts'

/** An API token as its owner sees it later: without the secret, of which only a hash is kept. */
export interface TokenView {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  /** `null` when it does not expire. */
  readonly expiresAt: string | null
}

export function viewToken({ id, name, createdAt, expiresAt }: CredentialRow): TokenView {
  return {
    id,
    name: name ?? '',
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  }
}
