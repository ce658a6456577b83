import type { FindingCounter } from '../counters.ts'
import { localDay } from '../zone.ts'
import type { FindingContext } from './context.ts'
import { recurrenceOf } from './recurrence.ts'
import type { FindingState } from './states.ts'

/*
 * What one finding adds to the community's figures (domain.md 9.2). The rollups hold the sum of these facts over all
 * findings, so a step books the difference between the facts before and after it, and a recount is the plain sum.
 */

/** Counters with the local day each one falls on. */
export type Facts = ReadonlyMap<FindingCounter, string>

const NONE: Facts = new Map()

/** The facts a finding stands for in this state; a draft stands for none. Days are local to the community. */
export function factsOf(context: FindingContext, state: FindingState): Facts {
  if (state === 'draft') return NONE
  const { timeZone, assignment, closeKind, counts } = context
  const facts = new Map<FindingCounter, string>()
  const book = (counter: FindingCounter, at: number | null | undefined): void => {
    if (at != null) facts.set(counter, localDay(at, timeZone))
  }
  // Void: out of every count but N_void and N_reg. Merged: in N_report, N_triaged and N_merge only.
  if (state === 'void') {
    book('registered', context.registeredAt)
    book('void', context.endedAt)
    return facts
  }
  book('reported', context.reportedAt)
  book('triaged', context.triagedAt)
  if (state === 'merged') {
    book('merged', context.endedAt)
    return facts
  }
  const selfHandled = closeKind === 'self_handled'
  const closedAt = state === 'closed' ? context.endedAt : null
  if (context.registeredAt !== null || selfHandled) book('valid', context.reportedAt)
  book('registered', context.registeredAt)
  if (recurrenceOf(context) !== null) book('recurred', context.registeredAt)
  book('dispatched', context.firstDispatchedAt)
  if (state === 'rejected') book('rejected', context.endedAt)
  else book('found', context.reportedAt)
  if (assignment) {
    const inTime = assignment.exempt || !assignment.wasOverdue
    if (assignment.wasOverdue) book('overdue', assignment.overdueDueAt)
    book('handled', assignment.handledAt)
    if (inTime) book('handledInTime', assignment.handledAt)
    if (closedAt !== null && closeKind === 'normal' && inTime && closedAt <= assignment.closeDueAt)
      book('closedInTime', closedAt)
  }
  if (closedAt !== null) {
    if (selfHandled) book('selfHandled', closedAt)
    else {
      book('closed', closedAt)
      if (counts.rework > 0) book('closedReworked', closedAt)
      if (counts.extension > 0) book('closedExtended', closedAt)
      if (closeKind === 'forced') book('closedForced', closedAt)
    }
    if (closeKind !== 'forced') book('rectified', closedAt)
  }
  return facts
}

/**
 * Returns, one by one (A_ret is counted by assignment): the local day, and the unit that gave the finding back, which
 * no longer has it.
 */
export function returnsOf(
  context: FindingContext,
  state: FindingState,
): readonly { day: string; unitId: string }[] {
  if (state === 'void' || state === 'merged') return []
  return context.returns.map(({ at, unitId }) => ({ day: localDay(at, context.timeZone), unitId }))
}

/** Whose daily totals a finding counts in: its kept ancestor places, and the unit that has it. */
export function scopesOf(context: FindingContext): readonly string[] {
  return context.assignment ? [...context.countedPlaces, context.assignment.unitId] : context.countedPlaces
}

/** The report day: where every fact falls when counted by cohort. */
export function cohortDay(context: FindingContext): string {
  return localDay(context.reportedAt, context.timeZone)
}
