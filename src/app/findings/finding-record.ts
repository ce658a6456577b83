import type { FindingRow } from '../../../db/stores/findings.ts'
import type { FindingContext } from '../../../machines/finding/context.ts'
import { heldFor } from '../../../machines/finding/recurrence.ts'
import type { ClockState, FindingState, FindingValue, StageState } from '../../../machines/finding/states.ts'
import type { Saved } from '../../../machines/step.ts'

/** A finding as the use cases hold it: the stored row, and what the machine makes of it. */
export interface FindingRecord {
  readonly row: FindingRow
  readonly value: FindingValue
  readonly context: FindingContext
}

export function recordOf(row: FindingRow): FindingRecord {
  return {
    row,
    value: {
      work: row.state as FindingState,
      clock: row.clock as ClockState,
      stage: row.stageClock as StageState,
    },
    context: JSON.parse(row.context) as FindingContext,
  }
}

export function savedOf({ value, context }: Pick<FindingRecord, 'value' | 'context'>): Saved<FindingContext> {
  return { value: { work: value.work, clock: value.clock, stage: value.stage }, context }
}

/** The columns that are read from the machine's answer; lists and figures look at these, never into the JSON. */
export function columnsOf(value: FindingValue, context: FindingContext) {
  const { assignment } = context
  const open = context.endedAt === null
  const withUnit = value.work === 'dispatched' || value.work === 'in_progress'
  return {
    state: value.work,
    clock: value.clock,
    stageClock: value.stage,
    context: JSON.stringify(context),
    categoryCode: context.standard.categoryCode,
    severity: context.severity,
    unitId: assignment?.unitId ?? null,
    handlerId: assignment?.handlerId ?? null,
    openDueAt: withUnit ? (assignment?.dueAt ?? null) : null,
    openCloseDueAt: open && value.work !== 'suspended' ? (assignment?.closeDueAt ?? null) : null,
    dueAt: assignment?.dueAt ?? null,
    closeDueAt: assignment?.closeDueAt ?? null,
    handledAt: assignment?.handledAt ?? null,
    closedAt: value.work === 'closed' ? context.endedAt : null,
    extended: context.counts.extension > 0,
    mergedInto: context.mergedInto,
    fixOf: context.earlierFix?.of ?? null,
    fixClosedAt: context.earlierFix?.closedAt ?? null,
    fixHeldMs: heldFor(context),
  }
}
