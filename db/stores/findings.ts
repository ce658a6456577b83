import {
  and,
  count,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { isOpen } from '../schema/tables.ts'
import {
  type AdvanceKey,
  advancingFindings,
  type FindingAdvance,
  type FindingChanges,
} from './advance-findings.ts'
import { assignmentsFor, atMost, type Orm, placeholdersFor, preparedPer, type Tables } from './connection.ts'
import { type Asked, askedFor, conditionsOf, type FindingFilter } from './finding-filter.ts'
import { afterCursor, type Cursor, type SortKey, sortColumns } from './finding-order.ts'
import { readSpots } from './finding-spots.ts'
import { readingMany } from './many-rows.ts'
import { preparedPerShape } from './prepared-per-shape.ts'
import type { Visibility } from './visibility.ts'

export type FindingRow = Tables['findings']['$inferSelect']

/** What is late at a moment, in findings. */
export interface Overdue {
  /** Duties not handed in. */
  handling: number
  /** Cases not closed, and those of them that had been extended. */
  closing: number
  closingExtended: number
}

/** What a finding is counted under. */
export type FindingGroup = Pick<FindingRow, 'placePath' | 'categoryCode' | 'unitId' | 'source'>
/** A finding with what its figures derive from. */
export type CountedFinding = FindingGroup & Pick<FindingRow, 'id' | 'state' | 'context'>

function addOverdue(sum: Overdue, more: Overdue): void {
  sum.handling += more.handling
  sum.closing += more.closing
  sum.closingExtended += more.closingExtended
}

export function readFindings(db: Orm, tables: Tables) {
  const { findings } = tables
  const byId = db
    .select()
    .from(findings)
    .where(
      and(eq(findings.communityId, sql.placeholder('communityId')), eq(findings.id, sql.placeholder('id'))),
    )
    .prepare()

  const conditions = (asked: Asked): SQL | undefined => conditionsOf(findings, asked)
  const { placePath, categoryCode, unitId, source } = findings
  const groupColumns = { placePath, categoryCode, unitId, source }

  const overdueBy = (columns: Partial<typeof groupColumns>) => {
    const t = findings
    type AskedAt = Asked & { readonly at: number }
    const counting = (condition: (at: number) => SQL | undefined) =>
      preparedPerShape((asked: AskedAt) =>
        db
          .select({ ...columns, total: count() })
          .from(t)
          .where(and(conditions(asked), condition(asked.at)))
          .groupBy(...Object.values(columns))
          .prepare(),
      )
    const countingUnclosed = (condition: (at: number) => SQL | undefined) =>
      preparedPerShape((asked: AskedAt) =>
        db
          .select({
            ...columns,
            closing: count(),
            closingExtended: sql<number>`coalesce(sum(case when ${t.extended} then 1 else 0 end), 0)`.mapWith(
              Number,
            ),
          })
          .from(t)
          .where(and(conditions(asked), condition(asked.at)))
          .groupBy(...Object.values(columns))
          .prepare(),
      )
    const dueNow = counting(at => and(isNotNull(t.openDueAt), lt(t.openDueAt, at)))
    // Handed in or closed only after that moment: then it was still open. Three statements, because each has its
    // index and no finding is in two of them; one statement for all would read the whole community.
    const handedInLater = (at: number) => and(or(isNull(t.handledAt), gte(t.handledAt, at)), lt(t.dueAt, at))
    const closedLater = counting(at => and(gte(t.closedAt, at), handedInLater(at)))
    const onlyHandedIn = counting(at =>
      and(gte(t.openCloseDueAt, 0), isNotNull(t.handledAt), handedInLater(at)),
    )
    const unclosed = (at: number) => and(isNotNull(t.openCloseDueAt), lt(t.openCloseDueAt, at))
    const unclosedNow = countingUnclosed(unclosed)
    const unclosedThen = countingUnclosed(at =>
      or(unclosed(at), and(gte(t.closedAt, at), lt(t.closeDueAt, at))),
    )

    return async (asked: Asked, at: number, now: number): Promise<Overdue[]> => {
      const past = at < now
      const askedAt = { ...asked, at }
      const due = await dueNow(askedAt)
      const later = past ? [...(await closedLater(askedAt)), ...(await onlyHandedIn(askedAt))] : []
      const closing = await (past ? unclosedThen(askedAt) : unclosedNow(askedAt))
      return [
        ...[...due, ...later].map(({ total, ...group }) => ({
          ...group,
          handling: total,
          closing: 0,
          closingExtended: 0,
        })),
        ...closing.map(row => ({ ...row, handling: 0 })),
      ]
    }
  }
  const overdueSums = overdueBy({})
  const overdueGroups = overdueBy(groupColumns)

  type Page = Asked & {
    readonly after: { readonly at: number; readonly id: string } | null
    readonly limit: bigint
  }
  const pages = new Map<string, (asked: Page) => Promise<readonly FindingRow[]>>()
  const pageOf = (sort: SortKey, phase: number) => {
    const key = `${sort} ${phase}`
    const { column, order, phases } = sortColumns(findings, sort)
    const present = phases.length === 1 ? undefined : phase === 0 ? isNotNull(column) : isNull(column)
    const page =
      pages.get(key) ??
      preparedPerShape((asked: Page) =>
        db
          .select()
          .from(findings)
          .where(
            and(
              conditions(asked),
              present,
              asked.after ? afterCursor(findings, sort, { phase, ...asked.after }) : undefined,
            ),
          )
          .orderBy(...order(phase))
          .limit(atMost(Number(asked.limit)))
          .prepare(),
      )
    pages.set(key, page)
    return page
  }
  const total = preparedPerShape((asked: Asked) =>
    db.select({ total: count() }).from(findings).where(conditions(asked)).prepare(),
  )

  const byIds = readingMany<FindingRow>(ids =>
    db
      .select()
      .from(findings)
      .where(and(eq(findings.communityId, sql.placeholder('communityId')), inArray(findings.id, ids)))
      .prepare(),
  )
  return {
    ...readSpots(db, tables),

    /** The finding, or `null` when the community has none with this id. */
    async find(communityId: string, id: string): Promise<FindingRow | null> {
      return (await byId.execute({ communityId, id }))[0] ?? null
    },

    async findMany(communityId: string, ids: readonly string[]): Promise<FindingRow[]> {
      return await byIds(communityId, ids)
    },

    /** One page in the asked order. Ask for one row more than a page holds to learn whether there is a next. */
    async list(query: {
      communityId: string
      visible: Visibility
      filter: FindingFilter
      sort: SortKey
      cursor: Cursor | null
      limit: number
    }): Promise<FindingRow[]> {
      const { communityId, visible, filter, sort, cursor, limit } = query
      const asked = askedFor(communityId, visible, filter)
      const rows: FindingRow[] = []
      for (const phase of sortColumns(findings, sort).phases) {
        if (rows.length >= limit || (cursor && cursor.phase > phase)) continue
        const after = cursor?.phase === phase ? { at: cursor.at, id: cursor.id } : null
        rows.push(...(await pageOf(sort, phase)({ ...asked, after, limit: BigInt(limit - rows.length) })))
      }
      return rows
    },

    async count(communityId: string, visible: Visibility, filter: FindingFilter): Promise<number> {
      return (await total(askedFor(communityId, visible, filter)))[0]?.total ?? 0
    },

    /**
     * What time alone changes, as of a moment: duties due before it that were not yet handed in then, cases whose
     * closing was due before it and that were not yet closed then (with how many of those had been extended).
     * For a moment in the past the later hand-in, closing or suspension is looked through.
     */
    async overdueAt(
      communityId: string,
      visible: Visibility,
      filter: FindingFilter,
      at: number,
      now: number,
    ): Promise<Overdue> {
      const sum: Overdue = { handling: 0, closing: 0, closingExtended: 0 }
      for (const row of await overdueSums(askedFor(communityId, visible, filter), at, now))
        addOverdue(sum, row)
      return sum
    },

    /** The same by place, category, unit and source; what is not there has nothing overdue. */
    async overdueGroupsAt(
      communityId: string,
      visible: Visibility,
      filter: FindingFilter,
      at: number,
      now: number,
    ): Promise<(FindingGroup & Overdue)[]> {
      return (await overdueGroups(askedFor(communityId, visible, filter), at, now)) as (FindingGroup &
        Overdue)[]
    },

    /** How many findings are open, by place, category, unit and source: read from the index of open ones alone. */
    async openGroups(
      communityId: string,
      visible: Visibility,
    ): Promise<(FindingGroup & { total: number })[]> {
      return await db
        .select({ ...groupColumns, total: count() })
        .from(findings)
        .where(and(conditions(askedFor(communityId, visible, {})), isOpen(findings.state)))
        .groupBy(...Object.values(groupColumns))
    },

    /** Ids after `after`, in order: to walk all of a community's findings without holding them. */
    async idsAfter(communityId: string, after: string, limit: number): Promise<string[]> {
      const rows = await db
        .select({ id: findings.id })
        .from(findings)
        .where(and(eq(findings.communityId, communityId), sql`${findings.id} > ${after}`))
        .orderBy(findings.id)
        .limit(limit)
      return rows.map(row => row.id)
    },

    async countOfPatrol(communityId: string, patrolId: string): Promise<number> {
      const rows = await db
        .select({ total: count() })
        .from(findings)
        .where(and(eq(findings.communityId, communityId), eq(findings.patrolId, patrolId)))
      return rows[0]?.total ?? 0
    },

    /** Findings reported up to a moment in a scope, with what their figures derive from. */
    async contextsReportedBetween(
      communityId: string,
      visible: Visibility,
      filter: FindingFilter,
      after: string,
      limit: number,
    ): Promise<CountedFinding[]> {
      return await db
        .select({ ...groupColumns, id: findings.id, state: findings.state, context: findings.context })
        .from(findings)
        .where(and(conditions(askedFor(communityId, visible, filter)), sql`${findings.id} > ${after}`))
        .orderBy(findings.id)
        .limit(limit)
    },

    async countByCategory(
      communityId: string,
      from: number,
      to: number,
    ): Promise<{ code: string; total: number }[]> {
      return await db
        .select({ code: findings.categoryCode, total: count() })
        .from(findings)
        .where(
          and(
            eq(findings.communityId, communityId),
            gte(findings.reportedAt, from),
            lte(findings.reportedAt, to),
          ),
        )
        .groupBy(findings.categoryCode)
        .orderBy(findings.categoryCode)
    },
  }
}

export function writeFindings(db: Orm, tables: Tables) {
  const { findings } = tables
  const insert = db
    .insert(findings)
    .values(placeholdersFor(getTableColumns(findings)))
    .prepare()
  const update = preparedPer(names =>
    db
      .update(findings)
      .set(
        assignmentsFor(
          getTableColumns(findings),
          names.filter(name => !['communityId', 'id', 'expected'].includes(name)),
        ),
      )
      .where(
        and(
          eq(findings.communityId, sql.placeholder('communityId')),
          eq(findings.id, sql.placeholder('id')),
          eq(findings.version, sql.placeholder('expected')),
        ),
      )
      .returning({ version: findings.version })
      .prepare(),
  )
  const advanceMany = advancingFindings(db, tables)
  return {
    ...readFindings(db, tables),
    async insert(row: FindingRow): Promise<void> {
      await insert.execute(row)
    },
    /** Writes what changed if the version is still the expected one; false when somebody else was first. */
    async advance(key: AdvanceKey, changes: FindingChanges): Promise<boolean> {
      const row = { ...changes, ...key }
      return (await update(row).execute(row)).length === 1
    },
    /** The same for many findings at once, no finding twice; gives how many were at the expected version. */
    async advanceMany(advances: readonly FindingAdvance[]): Promise<number> {
      return await advanceMany(advances)
    },
  }
}
