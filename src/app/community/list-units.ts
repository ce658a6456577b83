import { type Caller, communityOf } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Page, type PageRequest, pageOf, startOf, totalOf } from '../page.ts'
import { findInScope, getCommunityInScope } from './find-in-scope.ts'
import { type UnitView, unitView } from './unit-view.ts'

export interface UnitsRequest extends PageRequest {
  /** (Default: the caller's own) */
  readonly communityId?: string
}

/** One page of a community's responsible units; those out of use are among them. */
export async function listUnits(
  read: Reader,
  caller: Caller,
  { communityId: named, ...request }: UnitsRequest,
): Promise<Page<UnitView>> {
  const communityId = communityOf(caller, named)
  await getCommunityInScope(read, caller, communityId)
  const rowsAfter = (after: string, limit: number) => read.setup.listUnits(communityId, after, limit)
  const rows = await rowsAfter(startOf(request), request.limit + 1)
  return {
    ...pageOf(rows, request.limit, row => row.id, unitView),
    ...(await totalOf(request, rowsAfter, row => row.id)),
  }
}

/** One unit by its id. */
export async function getUnit(read: Reader, caller: Caller, id: string): Promise<UnitView> {
  const unit = await findInScope(read, caller, communityId => read.setup.findUnit(communityId, id))
  if (!unit) throw new AppError('unit.not_found')
  return unitView(unit)
}
