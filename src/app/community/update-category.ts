import type { Basis, WorkingCalendar } from '../../../machines/calendar.ts'
import { parseDuration } from '../../../machines/duration.ts'
import type { Severity } from '../../../machines/finding/events.ts'
import { type Caller, requireRole } from '../caller.ts'
import type { Clock, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError, invalidValue } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { type CategoryView, categoryView } from './category-view.ts'
import { getCommunityInScope } from './find-in-scope.ts'
import { endsWithinACentury } from './limit-ends.ts'
import type { CategoryDetails } from './standards.ts'

export interface CategoryChanges {
  /**
   * How long the unit has to rectify: one second to 3650 days. On the working basis a day is a working day.
   */
  readonly limit?: { readonly duration: string; readonly basis: Basis }
  readonly severity?: Severity
  readonly onTheSpot?: boolean
  readonly public?: boolean
  readonly active?: boolean
}

const LEAST = 'PT1S'
const MOST = 'P3650D'

/**
 * Changes a category from the next finding on: those already reported keep the standard they were judged by.
 */
export async function updateCategory(
  { clock }: { clock: Clock },
  tx: Writer,
  caller: Caller,
  { communityId, code }: { communityId: string; code: string },
  { limit, ...given }: CategoryChanges,
  expected: number | null,
): Promise<CategoryView> {
  const { calendar } = await getCommunityInScope(tx, caller, communityId)
  const row = await tx.setup.findCategory(communityId, code)
  if (!row) throw new AppError('category.not_found')
  expectVersion(row, expected, 'category.version_conflict', categoryView(row))
  requireRole(caller, ['admin'])

  const { restricted } = JSON.parse(row.details) as CategoryDetails
  if (given.public && restricted) throw new AppError('category.restricted')
  const changes = differences(row, {
    ...given,
    ...(limit ? { limitMs: lengthOf(limit, calendar, clock.now()), limitBasis: limit.basis } : {}),
  })
  if (Object.keys(changes).length === 0) return categoryView(row)
  if (!(await tx.setup.updateCategory(communityId, code, row.version, changes)))
    throw new AppError('category.version_conflict', { current: categoryView(row) })
  return categoryView({ ...row, ...changes, version: row.version + 1 })
}

function lengthOf(
  { duration, basis }: NonNullable<CategoryChanges['limit']>,
  calendar: WorkingCalendar,
  now: number,
): number {
  const length = (text: string): number | null => parseDuration(text, basis, calendar.dayMs)
  const ms = length(duration)
  if (ms === null || ms < (length(LEAST) ?? 0) || ms > (length(MOST) ?? 0))
    throw invalidValue('/limit/duration', `an ISO 8601 duration of ${LEAST} to ${MOST}`)
  if (!endsWithinACentury({ ms, basis }, calendar, now))
    throw invalidValue(
      '/limit/duration',
      'with the working hours of this calendar it would not end within a century',
    )
  return ms
}
