import { and, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import { OPEN_FINDING_STATES } from '../../machines/finding/states.ts'
import type { Orm, Tables } from './connection.ts'

type FindingRow = Tables['findings']['$inferSelect']

/** A leaf category at a place. */
export interface Spot {
  readonly communityId: string
  readonly placeId: string
  readonly categoryCode: string
}

/** More than anybody would read through; a spot that has more has other troubles. */
const MOST_AT_SPOT = 50

/** What is known of a spot, each by one statement over the index of spots; and who was merged into whom. */
export function readSpots(db: Orm, { findings }: Tables) {
  const spot = and(
    eq(findings.communityId, sql.placeholder('communityId')),
    eq(findings.placeId, sql.placeholder('placeId')),
    eq(findings.categoryCode, sql.placeholder('categoryCode')),
  )
  const open = db
    .select()
    .from(findings)
    .where(and(spot, isNull(findings.closedAt), inArray(findings.state, [...OPEN_FINDING_STATES])))
    .orderBy(desc(findings.reportedAt), desc(findings.id))
    .limit(MOST_AT_SPOT)
    .prepare()
  const closed = db
    .select()
    .from(findings)
    .where(
      and(
        spot,
        gte(findings.closedAt, sql.placeholder('from')),
        lt(findings.closedAt, sql.placeholder('to')),
      ),
    )
    .orderBy(desc(findings.closedAt), desc(findings.id))
    .limit(MOST_AT_SPOT)
    .prepare()
  const merged = db
    .select()
    .from(findings)
    .where(
      and(
        eq(findings.communityId, sql.placeholder('communityId')),
        eq(findings.mergedInto, sql.placeholder('id')),
      ),
    )
    .orderBy(findings.id)
    .prepare()
  return {
    /** Findings that were merged into this one. */
    async mergedInto(communityId: string, id: string): Promise<FindingRow[]> {
      return await merged.execute({ communityId, id })
    },
    /** Findings at a spot that somebody still has to do something about, the newest first. */
    async openAtSpot(at: Spot): Promise<FindingRow[]> {
      return await open.execute({ ...at })
    },
    /** Findings at a spot that were closed from a moment (inclusive) to another (exclusive), the last closed first. */
    async closedAtSpot(at: Spot, from: number, to: number): Promise<FindingRow[]> {
      return await closed.execute({ ...at, from, to })
    },
  }
}
