import type { PatrolFilter } from '../../../db/stores/patrols.ts'
import type { Caller } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Clock, Reader } from '../deps.ts'
import { unknownReference } from '../errors.ts'
import type { Page, PageRequest } from '../page.ts'
import { patrolRecordOf } from './patrol-record.ts'
import { patrolVisibilityOf } from './patrol-visibility.ts'
import { findingsOf, type PatrolView, renderPatrol } from './view-patrol.ts'

/** The list's filters as the contract names them; `from` (inclusive) and `to` (exclusive) are milliseconds. */
export interface PatrolQuery extends Omit<PatrolFilter, 'within'>, PageRequest {
  readonly placeId?: string
}

/** One page of the patrols that the caller may see, the latest opened first. */
export async function listPatrols(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  query: PatrolQuery,
  language: 'zh' | 'en',
): Promise<Page<PatrolView>> {
  const { communityId } = caller
  if (communityId === null) return { items: [], nextCursor: null }
  const { placeId, limit, cursor, count, ...filter } = query
  const place = placeId === undefined ? null : await read.setup.findPlace(communityId, placeId)
  if (placeId !== undefined && !place) throw unknownReference('/placeId')
  const asked = {
    communityId,
    visible: patrolVisibilityOf(caller),
    filter: { ...filter, within: place?.path },
  }
  const rows = await read.patrols.list({
    ...asked,
    cursor: readCursor<{ at: number; id: string }>(cursor, ['at', 'id']),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const places = await read.setup.findPlaces(communityId, [...new Set(page.map(row => row.placeId))])
  const names = new Map(places.map(({ id, namePath }) => [id, namePath]))
  const options = { at: clock.now(), language }
  const items: PatrolView[] = []
  for (const row of page) {
    const record = patrolRecordOf(row)
    const findings = await findingsOf(read, record)
    items.push(renderPatrol(caller, record, names.get(row.placeId) ?? null, findings, options))
  }
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items,
    nextCursor: more ? writeCursor({ at: last.createdAt, id: last.id }) : null,
    ...(count ? { total: await read.patrols.count(asked) } : {}),
  }
}
