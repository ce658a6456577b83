import { type Caller, requireRole } from '../caller.ts'
import type { Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { getCommunity } from './community.ts'
import { findInScope } from './find-in-scope.ts'
import { checkUnitScope, type UnitScope } from './unit-scope.ts'
import { type UnitView, unitView } from './unit-view.ts'

export interface UnitChanges extends UnitScope {
  readonly name?: string
  readonly kind?: string
  readonly external?: boolean
  /** A unit out of use gets nothing new; what it has stays with it. */
  readonly active?: boolean
}

/** Changes a responsible unit. */
export async function updateUnit(
  tx: Writer,
  caller: Caller,
  id: string,
  { placeIds, categoryCodes, name, ...others }: UnitChanges,
  expected: number | null,
): Promise<UnitView> {
  const unit = await findInScope(tx, caller, communityId => tx.setup.findUnit(communityId, id))
  if (!unit) throw new AppError('unit.not_found')
  expectVersion(unit, expected, 'unit.version_conflict', unitView(unit))
  requireRole(caller, ['admin'])

  const { row: community } = await getCommunity(tx, unit.communityId)
  const scope = await checkUnitScope(tx, community, { placeIds, categoryCodes })
  const changes = differences(unit, { ...others, name: name?.trim(), ...scope })
  if (Object.keys(changes).length === 0) return unitView(unit)
  if (!(await tx.setup.updateUnit(unit.communityId, id, unit.version, changes)))
    throw new AppError('unit.version_conflict', { current: unitView(unit) })
  return unitView({ ...unit, ...changes, version: unit.version + 1 })
}
