import { and, eq, gte, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { type Below, below, isBelow } from './below.ts'
import type { Tables } from './connection.ts'
import { rangesOf, type Visibility, type VisibleRanges, visibleFindings } from './visibility.ts'

/** Filters of the list; each narrows it, all are optional. Moments are milliseconds since 1970. */
export interface FindingFilter {
  readonly states?: readonly string[]
  /** Handling due before this moment and not handed in. */
  readonly dueBefore?: number
  /** Handling due at this moment or later and not handed in. */
  readonly dueFrom?: number
  /** A subtree, as a path. */
  readonly within?: string
  readonly categoryPrefix?: string
  readonly severity?: string
  readonly unitId?: string
  readonly handlerId?: string
  readonly reporterId?: string
  readonly patrolId?: string
  readonly source?: string
  /** What was merged into this finding. */
  readonly mergedInto?: string
  /** Words in the description, the address or the number. */
  readonly words?: string
  readonly reportedFrom?: number
  readonly reportedTo?: number
}

/** A filter with what follows from its values worked out, so that a statement can be prepared for it. */
export type Asked = Omit<FindingFilter, 'within' | 'categoryPrefix' | 'words'> & {
  readonly communityId: string
  readonly visible: VisibleRanges
  readonly within?: Below
  readonly category?: Below
  /** A pattern for `like`. */
  readonly words?: string
}

/** Works a filter out. */
export function askedFor(
  communityId: string,
  visible: Visibility,
  { within, categoryPrefix, words, ...rest }: FindingFilter,
): Asked {
  return {
    ...rest,
    communityId,
    visible: rangesOf(visible),
    ...(within === undefined ? {} : { within: below(within) }),
    ...(categoryPrefix === undefined
      ? {}
      : { category: { from: categoryPrefix, before: `${categoryPrefix}\uffff` } }),
    ...(words === undefined ? {} : { words: `%${words.toLowerCase().replace(/[\\%_]/g, c => `\\${c}`)}%` }),
  }
}

/** The conditions on `findings` that a filter stands for. */
export function conditionsOf(t: Tables['findings'], asked: Asked): SQL | undefined {
  const contains = (column: typeof t.description | typeof t.address | typeof t.number): SQL =>
    sql`lower(${column}) like ${asked.words} escape '\\'`
  const { within, category } = asked
  return and(
    eq(t.communityId, asked.communityId),
    visibleFindings(t, asked.visible),
    asked.states?.length ? or(...asked.states.map(state => eq(t.state, state))) : undefined,
    asked.dueBefore === undefined ? undefined : and(isNotNull(t.openDueAt), lt(t.openDueAt, asked.dueBefore)),
    asked.dueFrom === undefined ? undefined : gte(t.openDueAt, asked.dueFrom),
    within && isBelow(t.placePath, within),
    category && isBelow(t.categoryCode, category),
    asked.severity === undefined ? undefined : eq(t.severity, asked.severity),
    asked.unitId === undefined ? undefined : eq(t.unitId, asked.unitId),
    asked.handlerId === undefined ? undefined : eq(t.handlerId, asked.handlerId),
    asked.reporterId === undefined ? undefined : eq(t.reporterId, asked.reporterId),
    asked.patrolId === undefined ? undefined : eq(t.patrolId, asked.patrolId),
    asked.source === undefined ? undefined : eq(t.source, asked.source),
    asked.mergedInto === undefined ? undefined : eq(t.mergedInto, asked.mergedInto),
    asked.words === undefined
      ? undefined
      : or(contains(t.description), contains(t.address), contains(t.number)),
    asked.reportedFrom === undefined ? undefined : gte(t.reportedAt, asked.reportedFrom),
    asked.reportedTo === undefined ? undefined : lt(t.reportedAt, asked.reportedTo),
  )
}
