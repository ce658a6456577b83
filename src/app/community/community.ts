import type { Reader } from '../../../db/database.ts'
import type { CommunityRow } from '../../../db/stores/setup.ts'
import type { WorkingCalendar } from '../../../machines/calendar.ts'
import type { FindingPolicy } from '../../../machines/finding/events.ts'
import { AppError } from '../errors.ts'

/** How a community works: its profile, and each choice by itself (domain.md, Decision 2). */
export interface CommunityPolicy extends FindingPolicy {
  readonly profile: 'light' | 'full'
  /** The share of closed findings that another squad looks at again: 0.05 = one in twenty. */
  readonly recheckShare: number
}

/** A community with its policy and calendar ready to use. */
export interface Community {
  readonly row: CommunityRow
  readonly policy: CommunityPolicy
  readonly calendar: WorkingCalendar
}

/** What each profile chooses by itself; a single choice may differ from it. */
export const PROFILES = {
  light: { autoRegister: true, autoDispatch: true, closeOnPass: true, reworkOnFail: true },
  full: { autoRegister: false, autoDispatch: false, closeOnPass: false, reworkOnFail: false },
} as const

export const DEFAULT_POLICY: CommunityPolicy = {
  profile: 'light',
  ...PROFILES.light,
  beforePhoto: true,
  independentCheck: true,
  minReworkShare: 0.25,
  minReworkMs: 3_600_000,
  recheckShare: 0.05,
}

/* Communities from before a choice existed have made none. */
const { recheckShare } = DEFAULT_POLICY
const policyOf = (stored: string): CommunityPolicy => ({ recheckShare, ...JSON.parse(stored) })

/* Parsing a policy and a calendar costs more than reading them, and they change a few times a year. */
const parsed = new Map<string, Community>()
const MOST_PARSED = 1_000

/** Gives a community, or refuses with `community.not_found`. */
export async function getCommunity(read: Pick<Reader, 'setup'>, id: string): Promise<Community> {
  const row = await read.setup.findCommunity(id)
  if (!row) throw new AppError('community.not_found')
  return communityOfRow(row)
}

/** The same for a row at hand. */
export function communityOfRow(row: CommunityRow): Community {
  const known = parsed.get(row.id)
  if (known && known.row.policy === row.policy && known.row.calendar === row.calendar)
    return { row, policy: known.policy, calendar: known.calendar }
  if (parsed.size >= MOST_PARSED) parsed.clear()
  const community = {
    row,
    policy: policyOf(row.policy),
    calendar: JSON.parse(row.calendar) as WorkingCalendar,
  }
  parsed.set(row.id, community)
  return community
}
