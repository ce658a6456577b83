import {
  aliasedTable,
  and,
  count,
  countDistinct,
  desc,
  eq,
  gte,
  isNull,
  lt,
  lte,
  max,
  notInArray,
  sql,
} from 'drizzle-orm'
import { isOpen } from '../schema/tables.ts'
import { atMost, type Orm, type Tables } from './connection.ts'
import { preparedPerShape } from './prepared-per-shape.ts'
import { rangesOf, type Visibility, type VisibleRanges, visibleFindings } from './visibility.ts'

type FindingRow = Tables['findings']['$inferSelect']

/** A leaf category at a place. */
export interface Spot {
  readonly communityId: string
  readonly placeId: string
  readonly categoryCode: string
}

/** A spot that came back again and again, and what there was at it since a moment. */
export interface RecurringSpot {
  readonly placeId: string
  readonly categoryCode: string
  readonly recurrences: number
  readonly lastReportedAt: number
}

/** States in which a report has turned out to be no finding of its own. */
const NOT_FOUND = ['rejected', 'merged', 'void']

/** How long after it was seen something may be reported at the latest: a phone without signal keeps it for weeks. */
const LATEST_REPORT_MS = 60 * 86_400_000

/** More than anybody would read through; a spot that has more has other troubles. */
const MOST_AT_SPOT = 30

/** What there is to tell of a finding at a spot, and who may be told. */
export type AtSpot = Pick<
  FindingRow,
  | 'communityId'
  | 'id'
  | 'number'
  | 'state'
  | 'placePath'
  | 'unitId'
  | 'reporterId'
  | 'reportedAt'
  | 'closedAt'
  | 'description'
>
/** The same of one that was closed, with what tells how. */
export type ClosedAtSpot = AtSpot & Pick<FindingRow, 'context'>

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : Number(a.id > b.id)

/**
 * What is known of a spot, each by one statement over the index of spots; and who was merged into whom.
 *
 * The newest are those with the highest ids, which grow with time: the index has them in that order. A moment of report
 * is compared as a sum, or SQLite would rather walk all of a community by it than the few rows of the spot.
 */
export function readSpots(db: Orm, { findings }: Tables) {
  const spot = and(
    eq(findings.communityId, sql.placeholder('communityId')),
    eq(findings.placeId, sql.placeholder('placeId')),
    eq(findings.categoryCode, sql.placeholder('categoryCode')),
  )
  const { communityId, id, number, state, placePath, unitId, reporterId, reportedAt, closedAt, description } =
    findings
  const told = {
    communityId,
    id,
    number,
    state,
    placePath,
    unitId,
    reporterId,
    reportedAt,
    closedAt,
    description,
  }
  const open = db
    .select(told)
    .from(findings)
    .where(and(spot, isNull(findings.closedAt), isOpen(findings.state)))
    .orderBy(desc(findings.id))
    .limit(atMost(MOST_AT_SPOT))
    .prepare()
  const closed = db
    .select({ ...told, context: findings.context })
    .from(findings)
    .where(
      and(
        spot,
        gte(findings.closedAt, sql.placeholder('from')),
        lt(findings.closedAt, sql.placeholder('to')),
      ),
    )
    .orderBy(desc(findings.closedAt))
    .limit(atMost(MOST_AT_SPOT))
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
    .prepare()
  const atSpot = db
    .select({
      found: count(),
      open: sql<number>`coalesce(sum(case when ${isOpen(findings.state)} then 1 else 0 end), 0)`.mapWith(
        Number,
      ),
    })
    .from(findings)
    .where(
      and(
        spot,
        sql`${findings.reportedAt} + 0 >= ${sql.placeholder('from')}`,
        notInArray(findings.state, NOT_FOUND),
      ),
    )
    .prepare()
  const fixed = aliasedTable(findings, 'fixed')
  const broken = preparedPerShape(
    (asked: { communityId: string; visible: VisibleRanges; from: number; to: number; heldMs: number }) =>
      db
        .select({ broken: countDistinct(fixed.id) })
        .from(findings)
        // A fix that was reopened since is none any more, and was perhaps made again at another moment.
        .innerJoin(
          fixed,
          and(
            eq(fixed.communityId, findings.communityId),
            eq(fixed.id, findings.fixOf),
            eq(fixed.closedAt, findings.fixClosedAt),
          ),
        )
        .where(
          and(
            eq(findings.communityId, asked.communityId),
            gte(findings.fixClosedAt, asked.from),
            lt(findings.fixClosedAt, asked.to),
            lte(findings.fixHeldMs, asked.heldMs),
            notInArray(findings.state, NOT_FOUND),
            visibleFindings(fixed, asked.visible),
          ),
        )
        .prepare(),
  )
  return {
    /**
     * How many of the fixes that were closed from a moment (inclusive) to another (exclusive) did not hold for `heldMs`:
     * something was found at their spot within that time. Walks an index over what came back, not over what was fixed.
     */
    async countBrokenFixes(
      communityId: string,
      visible: Visibility,
      { from, to }: { readonly from: number; readonly to: number },
      heldMs: number,
    ): Promise<number> {
      const rows = await broken({ communityId, visible: rangesOf(visible), from, to, heldMs })
      return rows[0]?.broken ?? 0
    },

    /**
     * Spots at which something reported since `from` had been fixed `heldMs` before at the most, `times` times or more;
     * those that came back most often first. Walks an index over what came back.
     */
    async recurringSpots(
      communityId: string,
      visible: Visibility,
      { from, heldMs, times, limit }: Readonly<Record<'from' | 'heldMs' | 'times' | 'limit', number>>,
    ): Promise<RecurringSpot[]> {
      const { placeId, categoryCode, reportedAt } = findings
      const recurrences = count()
      const rows = await db
        .select({ placeId, categoryCode, recurrences, lastReportedAt: max(reportedAt) })
        .from(findings)
        .where(
          and(
            eq(findings.communityId, communityId),
            // What was reported since was fixed before by the longest time that counts; a phone may have kept it for days.
            gte(findings.fixClosedAt, from - heldMs - LATEST_REPORT_MS),
            gte(reportedAt, from),
            lte(findings.fixHeldMs, heldMs),
            notInArray(findings.state, NOT_FOUND),
            visibleFindings(findings, rangesOf(visible)),
          ),
        )
        .groupBy(placeId, categoryCode)
        .having(gte(recurrences, times))
        .orderBy(desc(recurrences), desc(max(reportedAt)), placeId, categoryCode)
        .limit(limit)
      return rows.map(row => ({
        ...row,
        placeId: row.placeId ?? '',
        lastReportedAt: Number(row.lastReportedAt),
      }))
    },

    /** How many findings were reported at a spot since a moment, and how many of those are open. */
    async countAtSpot(at: Spot, from: number): Promise<{ found: number; open: number }> {
      return (await atSpot.execute({ ...at, from }))[0] ?? { found: 0, open: 0 }
    },

    /** Findings that were merged into this one. */
    async mergedInto(communityId: string, id: string): Promise<FindingRow[]> {
      return (await merged.execute({ communityId, id })).sort(byId)
    },
    /** Findings at a spot that somebody still has to do something about, the newest first. */
    async openAtSpot(at: Spot): Promise<AtSpot[]> {
      return await open.execute({ ...at })
    },
    /** Findings at a spot that were closed from a moment (inclusive) to another (exclusive), the last closed first. */
    async closedAtSpot(at: Spot, from: number, to: number): Promise<ClosedAtSpot[]> {
      const rows = await closed.execute({ ...at, from, to })
      return rows.sort((a, b) => Number(b.closedAt) - Number(a.closedAt) || byId(b, a))
    },
  }
}
