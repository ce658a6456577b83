import { type Caller, isRoot, requireRole } from '../caller.ts'
import type { Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { type CommunityView, communityView } from './community-view.ts'
import { getCommunityInScope } from './find-in-scope.ts'
import { renamePlace } from './rename-place.ts'

export interface CommunityChanges {
  readonly name?: string
  readonly town?: string | null
  /** Only the root administrator takes a community out of use, and back. */
  readonly active?: boolean
}

/** Changes a community. Its root place carries its name and is renamed with it. */
export async function updateCommunity(
  tx: Writer,
  caller: Caller,
  id: string,
  { name, town, active }: CommunityChanges,
  expected: number | null,
): Promise<CommunityView> {
  const { row } = await getCommunityInScope(tx, caller, id)
  expectVersion(row, expected, 'community.version_conflict', communityView(row))
  requireRole(caller, ['admin'])
  if (active !== undefined && !isRoot(caller)) throw new AppError('request.role_forbidden')

  const changes = differences(row, { name: name?.trim(), town: town?.trim() ?? town, active })
  if (Object.keys(changes).length === 0) return communityView(row)
  if (!(await tx.setup.updateCommunity(id, row.version, changes)))
    throw new AppError('community.version_conflict', { current: communityView(row) })
  if (changes.name !== undefined) {
    const root = await tx.setup.findPlace(id, row.rootPlaceId)
    if (root) await renamePlace(tx, root, changes.name)
  }
  return communityView({ ...row, ...changes, version: row.version + 1 })
}
