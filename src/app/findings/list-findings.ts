import type { FindingFilter } from '../../../db/stores/finding-filter.ts'
import { type Cursor, cursorOf, type SortKey } from '../../../db/stores/finding-order.ts'
import { type Caller, visibilityOf } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Clock, Reader } from '../deps.ts'
import { unknownReference } from '../errors.ts'
import { recordOf } from './finding-record.ts'
import { type FindingView, renderFinding } from './view-finding.ts'

export { SORT_KEYS } from '../../../db/stores/finding-order.ts'

/** The list's filters as the contract names them; instants as milliseconds. */
export interface FindingQuery extends Omit<FindingFilter, 'within' | 'words' | 'categoryPrefix'> {
  readonly overdue?: boolean
  readonly placeId?: string
  readonly categoryCode?: string
  readonly q?: string
  readonly sort: SortKey
  readonly limit: number
  readonly cursor?: string
  readonly count: boolean
}

/** One page of the findings that the caller may see. `overdue` means the handling clock (domain.md, Decision 5). */
export async function listFindings(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  query: FindingQuery,
  language: 'zh' | 'en',
): Promise<{ items: FindingView[]; nextCursor: string | null; total?: number }> {
  const communityId = caller.communityId
  if (communityId === null) return { items: [], nextCursor: null, ...(query.count ? { total: 0 } : {}) }
  const at = clock.now()
  const { overdue, placeId, categoryCode, q, sort, limit, cursor, count, dueBefore, ...rest } = query
  const place = placeId === undefined ? null : await read.setup.findPlace(communityId, placeId)
  if (placeId !== undefined && !place) throw unknownReference('/placeId')
  const filter: FindingFilter = {
    ...rest,
    dueBefore: overdue ? Math.min(at, dueBefore ?? at) : dueBefore,
    within: place?.path,
    categoryPrefix: categoryCode,
    words: q,
  }
  const visible = visibilityOf(caller)
  const rows = await read.findings.list({
    communityId,
    visible,
    filter,
    sort,
    cursor: readCursor<Cursor>(cursor, ['phase', 'at', 'id']),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const places = await read.setup.findPlaces(communityId, [
    ...new Set(page.flatMap(row => row.placeId ?? [])),
  ])
  const names = new Map(places.map(p => [p.id, p.namePath]))
  return {
    items: page.map(row =>
      renderFinding(caller, recordOf(row), names.get(row.placeId ?? '') ?? null, {
        at,
        language,
        seenAs: row,
      }),
    ),
    nextCursor: rows.length > limit && last ? writeCursor(cursorOf(last, sort)) : null,
    ...(count ? { total: await read.findings.count(communityId, visible, filter) } : {}),
  }
}
