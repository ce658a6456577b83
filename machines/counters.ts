/** Counters of domain.md 9.2 that a finding can add one to. */
export const FINDING_COUNTERS = [
  'reported',
  'valid',
  'triaged',
  'registered',
  'rejected',
  'void',
  'merged',
  'selfHandled',
  'dispatched',
  'handled',
  'handledInTime',
  'closed',
  'closedInTime',
  'closedReworked',
  'closedExtended',
  'closedForced',
  'found',
  'rectified',
  'overdue',
  'returned',
  'recurred',
] as const
export type FindingCounter = (typeof FINDING_COUNTERS)[number]

/** Counters of domain.md 9.3 that a patrol can add one to. */
export const PATROL_COUNTERS = ['patrols', 'patrolsMissed', 'patrolsKept', 'stopsDue', 'stopsMade'] as const
export type PatrolCounter = (typeof PATROL_COUNTERS)[number]
