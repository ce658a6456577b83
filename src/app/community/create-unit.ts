import type { UnitRow } from '../../../db/stores/setup.ts'
import { type Caller, communityOf, requireRole } from '../caller.ts'
import { claimId } from '../client-id.ts'
import type { Chance, Clock, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { getCommunity } from './community.ts'
import { checkUnitScope, type UnitScope } from './unit-scope.ts'
import { type UnitView, unitView } from './unit-view.ts'

export interface UnitInput extends UnitScope {
  readonly id?: string
  /** (Default: the caller's own) */
  readonly communityId?: string
  readonly name: string
  /** One of `UNIT_KINDS`. */
  readonly kind: string
  /** (Default: false) */
  readonly external?: boolean
}

/**
 * Creates a responsible unit, for the whole community unless places are given. The same client id with the
 * same content answers the existing unit (`created` false).
 */
export async function createUnit(
  { clock, chance }: { clock: Clock; chance: Chance },
  tx: Writer,
  caller: Caller,
  input: UnitInput,
): Promise<{ created: boolean; view: UnitView }> {
  const communityId = communityOf(caller, input.communityId)
  const community = await getCommunity(tx, communityId)
  const id = input.id ?? chance.id(clock.now())
  if (input.id !== undefined) {
    const claim = await claimId(tx, { communityId, kind: 'unit', id, content: input })
    const existing = await tx.setup.findUnit(communityId, id)
    if (existing && claim === 'new') throw new AppError('request.id_conflict')
    if (existing) {
      requireRole(caller, ['admin'])
      return { created: false, view: unitView(existing) }
    }
  }
  requireRole(caller, ['admin'])

  const scope = await checkUnitScope(tx, community.row, input)
  const unit: UnitRow = {
    communityId,
    id,
    name: input.name.trim(),
    kind: input.kind,
    external: input.external ?? false,
    placeIds: scope.placeIds ?? JSON.stringify([community.row.rootPlaceId]),
    categoryCodes: scope.categoryCodes ?? null,
    active: true,
    version: 1,
  }
  await tx.setup.insertUnit(unit)
  return { created: true, view: unitView(unit) }
}
