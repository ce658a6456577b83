import type { PatrolRow } from '../../../db/stores/patrols.ts'
import type { PatrolContext } from '../../../machines/patrol/context.ts'
import type { PatrolState } from '../../../machines/patrol/states.ts'

/** A patrol as the use cases hold it: the stored row, and what the machine makes of it. */
export interface PatrolRecord {
  readonly row: PatrolRow
  readonly state: PatrolState
  readonly context: PatrolContext
}

export function patrolRecordOf(row: PatrolRow): PatrolRecord {
  return { row, state: row.state as PatrolState, context: JSON.parse(row.context) as PatrolContext }
}

/** The columns that are read from the machine's answer; lists look at these, never into the JSON. */
export function patrolColumnsOf(state: PatrolState, context: PatrolContext) {
  return { state, context: JSON.stringify(context), leadId: context.leadId, windowEnd: context.windowEnd }
}
