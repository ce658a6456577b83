import type { Deps, Writer } from '../deps.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { sealName } from './member-name.ts'

export interface RootAdministrator {
  readonly login: string
  readonly name: string
  readonly passwordHash: string
}

/**
 * Creates the member who sets up everything else; belongs to no community, and is admin everywhere. Only on an
 * installation without any member: `null` otherwise.
 */
export async function createRootAdministrator(
  { clock, chance, seal }: Pick<Deps, 'clock' | 'chance' | 'seal'>,
  tx: Writer,
  { login, name, passwordHash }: RootAdministrator,
): Promise<{ id: string } | null> {
  if ((await tx.people.countAll()) > 0) return null
  const at = clock.now()
  const id = chance.id(at)
  await tx.people.insertMember({
    communityId: '',
    id,
    login,
    name: sealName(seal, id, name),
    phone: null,
    affiliation: 'other',
    unitId: null,
    passwordHash,
    passwordUntil: null,
    active: true,
    createdAt: at,
    version: 1,
  })
  const roles = [{ role: 'admin', placeId: '' }]
  await tx.people.replaceRoles('', id, [{ communityId: '', memberId: id, role: 'admin', placeId: '' }])
  await recordAudit(tx, {
    communityId: '',
    at,
    actorId: null,
    action: 'member.created',
    object: `member:${id}`,
    details: { roles },
    requestId: null,
  })
  return { id }
}
