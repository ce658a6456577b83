import { formatDuration, parseDuration } from '../../../machines/duration.ts'
import { type Caller, requireRole } from '../caller.ts'
import type { Reader, Writer } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { type Community, type CommunityPolicy, communityOfRow, PROFILES } from './community.ts'
import { getCommunityInScope } from './find-in-scope.ts'

/** A community's policy as it is sent out and changed. */
export interface PolicyFields extends Omit<CommunityPolicy, 'minReworkMs'> {
  /** ISO 8601; a day is a working day of the calendar. */
  readonly minRework: string
}

export type PolicyView = PolicyFields & { readonly version: number }

/** The longest that a rework may be promised. */
const MOST_MS = 3_650 * 86_400_000

/** Shows how a community works, to those who answer for it (domain.md 8.4). */
export async function getPolicy(read: Reader, caller: Caller, communityId: string): Promise<PolicyView> {
  const community = await getCommunityInScope(read, caller, communityId)
  requireRole(caller, ['coordinator', 'supervisor', 'admin', 'auditor'])
  return policyView(community)
}

/**
 * Changes how a community works from the next finding on: those already reported keep the policy they began
 * with. A profile sets the four automatic choices to its own, save those that the same request names.
 */
export async function updatePolicy(
  tx: Writer,
  caller: Caller,
  communityId: string,
  { minRework, ...given }: Partial<PolicyFields>,
  expected: number | null,
): Promise<PolicyView> {
  const community = await getCommunityInScope(tx, caller, communityId)
  const { row, calendar } = community
  expectVersion(row, expected, 'community.version_conflict', policyView(community))
  requireRole(caller, ['admin'])

  const minReworkMs =
    minRework === undefined ? undefined : parseDuration(minRework, 'working', calendar.dayMs)
  if (minReworkMs === null || (minReworkMs !== undefined && minReworkMs > MOST_MS))
    throw invalidValue('/minRework', 'an ISO 8601 duration such as PT1H, 3650 days at most')
  const policy = JSON.stringify({
    ...community.policy,
    ...(given.profile === undefined ? {} : PROFILES[given.profile]),
    ...given,
    ...(minReworkMs === undefined ? {} : { minReworkMs }),
  } satisfies CommunityPolicy)
  if (policy === row.policy) return policyView(community)
  if (!(await tx.setup.updateCommunity(communityId, row.version, { policy })))
    throw new AppError('community.version_conflict', { current: policyView(community) })
  return policyView(communityOfRow({ ...row, policy, version: row.version + 1 }))
}

function policyView({ row, policy: { minReworkMs, ...choices } }: Community): PolicyView {
  return { ...choices, minRework: formatDuration(minReworkMs), version: row.version }
}
