import type { Basis, Limit } from '../calendar.ts'
import type { Affiliation, Role } from '../people.ts'
import type { FindingPolicy, Route, Severity, Source, StageName, Standard, Why } from './events.ts'
import type { EarlierFix } from './recurrence.ts'

export type PhotoRole = 'before' | 'after' | 'check' | 'comment'
type CloseKind = 'normal' | 'self_handled' | 'forced'

/**
 * One dispatch episode: the unit's duty and its handling clock. Instants are milliseconds since 1970; budgets are
 * milliseconds on the limit's basis.
 */
export interface Assignment extends Route {
  /** The limit as it was when the unit got the finding; later changes of the category do not touch it. */
  readonly limit: Limit
  /** By a supervisor after a disputed return: cannot be returned again. */
  readonly final: boolean
  readonly handlerId: string | null
  readonly dispatchedAt: number
  readonly receivedAt: number | null
  readonly handledAt: number | null
  readonly rectifiedBy: { readonly id: string | null; readonly unitId: string | null } | null
  /** Where the running budget began: dispatch, resume or rework. */
  readonly startAt: number
  readonly warnAt: number
  readonly dueAt: number
  readonly yellowAt: number
  readonly redAt: number
  readonly closeDueAt: number
  readonly returnUntil: number
  /** Once late, always late: a hand-in does not undo it (domain.md F21). */
  readonly wasOverdue: boolean
  /** The due moment that was missed first. */
  readonly overdueDueAt: number | null
  /** An appeal was upheld: the fact stays, the figures forgive it. */
  readonly exempt: boolean
  readonly pausedAt: number | null
  readonly remainingMs: number | null
  readonly suspendedOnce: boolean
  readonly resumedAt: number | null
  readonly resumeBy: number | null
  /** When the coming end of the suspension is announced. */
  readonly endingAt?: number
}

interface Application {
  readonly by: string | null
  readonly at: number
}

/** All that a finding's guards and views need to know. Ids, enums and moments only: no words, nothing personal. */
export interface FindingContext {
  readonly id: string
  readonly communityId: string
  readonly timeZone: string
  /** Moment of the last step. */
  readonly at: number
  readonly policy: FindingPolicy
  readonly source: Source
  readonly patrolId: string | null
  readonly placeId: string | null
  readonly countedPlaces: readonly string[]
  readonly standard: Standard
  readonly severity: Severity
  readonly reporter: {
    readonly id: string | null
    readonly role: Role | null
    readonly affiliation: Affiliation | null
    readonly unitId: string | null
  }
  readonly observedAt: number
  readonly reportedAt: number
  /** First of registered, rejected, merged. */
  readonly triagedAt: number | null
  readonly registeredAt: number | null
  readonly firstDispatchedAt: number | null
  readonly endedAt: number | null
  readonly closeKind: CloseKind | null
  /** Until when the unit may appeal against an overdue mark: five working days after closing. */
  readonly appealUntil: number | null
  readonly mergedInto: string | null
  /**
   * The last fix at this spot, when the finding was seen within 90 days after it; `null` once the desk has said that
   * the two have nothing to do with each other. Absent where there was none, and before machine version 3.
   */
  readonly earlierFix?: EarlierFix | null
  readonly rejectReason: string | null
  readonly photos: readonly (readonly [id: string, role: PhotoRole])[]
  readonly flags: readonly string[]
  readonly verifierId: string | null
  readonly verifyResult: 'exists' | 'not_exists' | 'unable' | null
  readonly assignment: Assignment | null
  readonly returns: readonly { readonly unitId: string; readonly at: number }[]
  /** The last check since the last hand-in. */
  readonly check: {
    readonly result: 'pass' | 'fail' | 'unable'
    readonly at: number
    readonly by: string | null
  } | null
  readonly extension: (Application & { readonly amountMs: number; readonly basis: Basis }) | null
  readonly suspension: (Application & { readonly reason: string; readonly resumeBy: number }) | null
  readonly voiding: Application | null
  readonly supervision: {
    readonly level: 'normal' | 'yellow' | 'red'
    readonly at: number
    readonly by: string | null
    readonly repliedAt: number | null
    readonly replyDueAt?: number
  } | null
  readonly appeal: {
    readonly at: number
    readonly state: 'pending' | 'first_approved' | 'approved' | 'refused'
    readonly firstBy: string | null
  } | null
  readonly callback: {
    readonly at: number
    readonly contacted: boolean
    readonly solved: boolean | null
    readonly satisfaction: 'satisfied' | 'basically' | 'dissatisfied' | null
  } | null
  readonly urgedByReporterAt: number | null
  readonly counts: {
    readonly rework: number
    readonly return: number
    readonly extension: number
    readonly reopen: number
    readonly urge: number
  }
  /**
   * The stage that is running, since when, and when it is due. `warnAt` and `raiseAt` are its marks on the region
   * `stage`; handling has none here (the region `clock` keeps its marks), nor has a stage begun by machine version 1.
   */
  readonly stage: {
    readonly name: StageName
    readonly startAt: number
    readonly dueAt: number
    readonly warnAt?: number
    readonly raiseAt?: number
  } | null
  /** Why the deadline is what it is, in coded facts that a view puts into words. */
  readonly why: readonly Why[]
}

const NO_LIMIT: Limit = { ms: 0, basis: 'continuous' }

/** The draft before the first step; `report` overwrites everything in it. */
export const DRAFT: FindingContext = {
  id: '',
  communityId: '',
  timeZone: 'UTC',
  at: 0,
  policy: {
    autoRegister: false,
    autoDispatch: false,
    closeOnPass: false,
    reworkOnFail: false,
    beforePhoto: true,
    independentCheck: true,
    minReworkShare: 0.25,
    minReworkMs: 3_600_000,
  },
  source: 'patrol',
  patrolId: null,
  placeId: null,
  countedPlaces: [],
  standard: {
    categoryCode: '',
    severity: 'S4',
    limit: NO_LIMIT,
    stageLimits: {
      triage: NO_LIMIT,
      verify: NO_LIMIT,
      dispatch: NO_LIMIT,
      receive: NO_LIMIT,
      check: NO_LIMIT,
      close: NO_LIMIT,
    },
  },
  severity: 'S4',
  reporter: { id: null, role: null, affiliation: null, unitId: null },
  observedAt: 0,
  reportedAt: 0,
  triagedAt: null,
  registeredAt: null,
  firstDispatchedAt: null,
  endedAt: null,
  closeKind: null,
  appealUntil: null,
  mergedInto: null,
  rejectReason: null,
  photos: [],
  flags: [],
  verifierId: null,
  verifyResult: null,
  assignment: null,
  returns: [],
  check: null,
  extension: null,
  suspension: null,
  voiding: null,
  supervision: null,
  appeal: null,
  callback: null,
  urgedByReporterAt: null,
  counts: { rework: 0, return: 0, extension: 0, reopen: 0, urge: 0 },
  stage: null,
  why: [],
}

/** A public report is to be verified before it is registered. */
export function isPublic(source: Source): boolean {
  return source === 'resident' || source === 'open311' || source === 'message'
}
