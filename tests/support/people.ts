import type { Affiliation, Role } from '../../machines/people.ts'
import type { Deps } from '../../src/app/deps.ts'
import { sealName } from '../../src/app/people/member-name.ts'
import { hashSecret } from '../../src/app/secrets.ts'

/** Somebody who can ask over HTTP. */
export interface Person {
  readonly id: string
  readonly login: string
  /** An API token of theirs. */
  readonly token: string
  /** Signs a request with it. */
  readonly headers: { readonly authorization: string }
}

export interface Named {
  readonly name?: string
  /** (Default: one of their own) */
  readonly login?: string
  /** (Default: none that anybody could enter) */
  readonly password?: string
}

export interface MemberOptions extends Named {
  readonly affiliation?: Affiliation
  readonly unitId?: string | null
  /** (Default: none) */
  readonly roles?: readonly { readonly role: Role; readonly placeId: string }[]
  readonly active?: boolean
}

/** Writes a root administrator, who belongs to no community. */
export function createRoot(deps: Deps, named: Named = {}): Promise<Person> {
  return write(deps, '', {
    name: '总管理员',
    affiliation: 'other',
    roles: [{ role: 'admin', placeId: '' }],
    ...named,
  })
}

/** Writes a member of a community straight into the database. */
export function createMember(deps: Deps, communityId: string, options: MemberOptions = {}): Promise<Person> {
  return write(deps, communityId, options)
}

/** Makes another API token for a member; `communityId` is empty for a root administrator. */
export async function tokenFor(deps: Deps, communityId: string, memberId: string): Promise<string> {
  const token = deps.chance.secret()
  const now = deps.clock.now()
  await deps.db.transaction(tx =>
    tx.people.insertCredential({
      hash: hashSecret(token),
      id: deps.chance.id(now),
      kind: 'token',
      communityId,
      memberId,
      name: '测试',
      createdAt: now,
      expiresAt: null,
    }),
  )
  return token
}

async function write(
  deps: Deps,
  communityId: string,
  {
    name = '张三',
    login,
    password,
    affiliation = 'resident',
    unitId = null,
    roles = [],
    active = true,
  }: MemberOptions,
): Promise<Person> {
  const now = deps.clock.now()
  const id = deps.chance.id(now)
  // A turn awaits nothing but its queries, so the password is hashed before it begins.
  const passwordHash = password === undefined ? '' : await deps.passwords.hash(password)
  await deps.db.transaction(async tx => {
    await tx.people.insertMember({
      communityId,
      id,
      login: login ?? id,
      name: sealName(deps.seal, id, name),
      phone: null,
      affiliation,
      unitId,
      passwordHash,
      passwordUntil: null,
      active,
      createdAt: now,
      version: 1,
    })
    await tx.people.replaceRoles(
      communityId,
      id,
      roles.map(({ role, placeId }) => ({ communityId, memberId: id, role, placeId })),
    )
  })
  const token = await tokenFor(deps, communityId, id)
  return { id, login: login ?? id, token, headers: { authorization: `Bearer ${token}` } }
}
