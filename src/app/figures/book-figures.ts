import type { Counter } from '../../../db/schema/tables.ts'
import type { RollupDelta } from '../../../db/stores/rollups.ts'
import type { Writer } from '../deps.ts'

/** What one record adds to the figures: counters with their days, in which scopes, and its report day. */
export interface Contribution {
  readonly facts: ReadonlyMap<Counter, string>
  readonly scopes: readonly string[]
  readonly cohortDay: string
  /** What counts in scopes of its own, and perhaps more than once. */
  readonly apart: readonly {
    readonly counter: Counter
    readonly day: string
    readonly scopes: readonly string[]
  }[]
}

export const NO_CONTRIBUTION: Contribution = { facts: new Map(), scopes: [], cohortDay: '', apart: [] }

type Column = `${'e' | 'c'}_${Counter}`
/** Changes by scope and day; kept apart so that a recount can add many records before it writes. */
export type Bookings = Map<string, Map<string, Map<Column, number>>>

/** Adds a contribution, or takes it off with `sign` -1. */
export function book(
  bookings: Bookings,
  { facts, scopes, cohortDay, apart }: Contribution,
  sign: 1 | -1,
): void {
  for (const scope of scopes)
    for (const [counter, day] of facts) addBoth(bookings, scope, counter, day, cohortDay, sign)
  for (const { counter, day, scopes: own } of apart)
    for (const scope of own) addBoth(bookings, scope, counter, day, cohortDay, sign)
}

function addBoth(
  bookings: Bookings,
  scope: string,
  counter: Counter,
  day: string,
  cohortDay: string,
  sign: 1 | -1,
): void {
  const days = bookings.get(scope) ?? new Map<string, Map<Column, number>>()
  bookings.set(scope, days)
  add(days, day, `e_${counter}`, sign)
  add(days, cohortDay, `c_${counter}`, sign)
}

function add(days: Map<string, Map<Column, number>>, day: string, column: Column, amount: number): void {
  const columns = days.get(day) ?? new Map<Column, number>()
  days.set(day, columns)
  const sum = (columns.get(column) ?? 0) + amount
  // What is taken off and put back leaves no trace.
  if (sum === 0) columns.delete(column)
  else columns.set(column, sum)
}

/** Writes the bookings: one statement for each scope and day that changed. */
export async function writeBookings(tx: Writer, communityId: string, bookings: Bookings): Promise<void> {
  for (const [scopeId, days] of bookings) {
    for (const [day, columns] of days) {
      if (columns.size > 0)
        await tx.rollups.add({ communityId, scopeId, day }, Object.fromEntries(columns) as RollupDelta)
    }
  }
}

/** Books the difference that one step made. */
export async function bookDifference(
  tx: Writer,
  communityId: string,
  before: Contribution,
  after: Contribution,
): Promise<void> {
  const bookings: Bookings = new Map()
  book(bookings, before, -1)
  book(bookings, after, 1)
  await writeBookings(tx, communityId, bookings)
}
