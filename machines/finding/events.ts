import type { Basis, Limit, Reason } from '../calendar.ts'
import type { Actor } from '../people.ts'
import type { EarlierFix } from './recurrence.ts'

/** Where a report came from; the public ones are to be verified before they are registered. */
export type Source = 'patrol' | 'resident' | 'unit' | 'staff' | 'open311' | 'import' | 'message'
export type Severity = 'S1' | 'S2' | 'S3' | 'S4'
export type StageName = 'triage' | 'verify' | 'dispatch' | 'receive' | 'handle' | 'check' | 'close'

/** The community's choices that a finding lives by, copied into it when it is reported (domain.md, Decision 2). */
export interface FindingPolicy {
  readonly autoRegister: boolean
  readonly autoDispatch: boolean
  readonly closeOnPass: boolean
  readonly reworkOnFail: boolean
  /** A patroller's report needs a photo of what is wrong. */
  readonly beforePhoto: boolean
  /** False lets a coordinator check S4 by photo in a community too small for four eyes (Decision 3). */
  readonly independentCheck: boolean
  /** The least share of the original limit that a rework gets: 0.25 = a quarter. */
  readonly minReworkShare: number
  /** The least time that a rework gets, milliseconds on the limit's basis. */
  readonly minReworkMs: number
}

/** A unit that may rectify, as the machine needs to know it. */
export interface Route {
  readonly unitId: string
  /** The unit's kind, compared with affiliations: somebody of the property firm does not check the property unit. */
  readonly unitKind: string
  /** An outside authority: kept open, told apart in the figures. */
  readonly external: boolean
}

/** What a leaf category hands to a finding: how serious, how long, and the limits of the other stages. */
export interface Standard {
  readonly categoryCode: string
  readonly severity: Severity
  readonly limit: Limit
  readonly stageLimits: Readonly<Record<Exclude<StageName, 'handle'>, Limit>>
}

/** Deadlines of one step, computed beforehand by `planFinding` so that the machine itself needs no calendar. */
export interface Plan {
  /** When the stage that begins with this step is due. */
  readonly stageDueAt?: number
  /** When it is warned of, and when it goes one level up. A journal of machine version 1 brings neither. */
  readonly stageWarnAt?: number
  readonly stageRaiseAt?: number
  /** When a supervision has to be answered by. */
  readonly replyDueAt?: number
  /** When the coming end of a suspension is announced. */
  readonly endingAt?: number
  readonly clock?: ClockPlan
  /** Until when the unit may return the finding. */
  readonly returnUntil?: number
  /** Until when the unit may appeal, set when a finding closes. */
  readonly appealUntil?: number
  /** Budget left at a hand-in or a suspension, milliseconds on the limit's basis. */
  readonly remainingMs?: number
  readonly why?: readonly Why[]
}

/** The marks of the handling clock, all in milliseconds since 1970. */
export interface ClockPlan {
  readonly startAt: number
  readonly warnAt: number
  readonly dueAt: number
  readonly yellowAt: number
  readonly redAt: number
  readonly closeDueAt: number
}

/** A free text as the machine sees it: its salted hash. The words themselves stay beside the journal (Decision 9). */
export type TextHash = string

export interface Occasion {
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly actor: Actor
  readonly plan?: Plan
  /** Why a coordinator or supervisor goes past a condition of domain.md 8.1; a hash of the words. */
  readonly waive?: TextHash
}

type Photos = {
  readonly photoIds?: readonly string[]
  /** One of them, or one with the same bytes, is shown by another record already. */
  readonly photoReused?: boolean
  /** What else is odd about them; left out when nothing is. */
  readonly photoOdd?: readonly ('photo_repeated' | 'photo_from_gallery' | 'photo_too_old')[]
}
type Note = { readonly note?: TextHash }
type Reasoned<Code extends string = string> = { readonly reason: Code }

export interface Report extends Standard {
  readonly type: 'report'
  readonly id: string
  readonly communityId: string
  readonly timeZone: string
  readonly policy: FindingPolicy
  readonly source: Source
  readonly patrolId: string | null
  readonly placeId: string | null
  /** Estate, building or whatever ancestors daily totals are kept for, the community's root first. */
  readonly countedPlaces: readonly string[]
  /** Located at a building or finer, or by coordinates or an address. */
  readonly located: boolean
  /** At a building or finer: what the rule of `light` asks for. */
  readonly exactPlace: boolean
  readonly categoryActive: boolean
  readonly onTheSpot: boolean
  readonly observedAt: number
  readonly photoIds: readonly string[]
  readonly fixed: { readonly photoIds: readonly string[]; readonly note: TextHash } | null
  readonly route: Route | null
  /** Looked up by the host; machine versions before 3 did not. */
  readonly earlierFix?: EarlierFix
  readonly texts: Readonly<Record<string, TextHash>>
  readonly flags: readonly string[]
}

/** Why a deadline is what it is: the calendar's reasons, and what happened to the clock. Instants and ms as always. */
export type Why =
  | Reason
  | { readonly k: 'started'; readonly at: number }
  | { readonly k: 'extended'; readonly ms: number; readonly basis: Basis; readonly dueAt: number }
  | {
      readonly k: 'resumed' | 'rework' | 'reopen'
      readonly at: number
      readonly ms: number
      readonly basis: Basis
      readonly dueAt: number
    }

export type FindingDeed =
  | Report
  | { readonly type: 'register' }
  | ({ readonly type: 'reject' } & Note &
      Reasoned<'not_exist' | 'out_of_scope' | 'insufficient' | 'duplicate_answered' | 'other'>)
  | { readonly type: 'withdraw' }
  | { readonly type: 'request_verify'; readonly verifierId?: string }
  | ({ readonly type: 'verify_result'; readonly result: 'exists' | 'not_exists' | 'unable' } & Photos & Note)
  | ({ readonly type: 'merge'; readonly intoId: string; readonly intoState: string } & Reasoned)
  | ({
      readonly type: 'dispatch'
      readonly route: Route
      readonly competent: boolean
      readonly active: boolean
    } & Note)
  | ({ readonly type: 'dispatch_final'; readonly route: Route; readonly active: boolean } & Reasoned)
  | { readonly type: 'receive' }
  | { readonly type: 'assign_handler'; readonly handlerId: string; readonly handlerUnitId: string | null }
  | ({ readonly type: 'return'; readonly note: TextHash } & Reasoned<
      'not_our_duty' | 'wrong_location' | 'insufficient_info' | 'not_exist'
    >)
  | ({
      readonly type: 'apply_extension'
      /** Milliseconds on `basis`. */
      readonly amountMs: number
      readonly basis: Basis
      readonly interimMeasure?: TextHash
    } & Reasoned)
  | ({ readonly type: 'decide_extension'; readonly approve: boolean } & Note)
  | ({
      readonly type: 'apply_suspension'
      readonly resumeBy: number
      readonly interimMeasure?: TextHash
    } & Note &
      Reasoned<'engineering' | 'season' | 'funds_vote' | 'third_party' | 'legal_procedure'>)
  | ({ readonly type: 'decide_suspension'; readonly approve: boolean } & Note)
  | { readonly type: 'resume' }
  | ({ readonly type: 'rectify'; readonly note: TextHash } & Photos)
  | ({ readonly type: 'check'; readonly result: 'pass' | 'fail' | 'unable' } & Photos & Note)
  | ({ readonly type: 'rework' } & Reasoned)
  | ({ readonly type: 'close' } & Note)
  | ({ readonly type: 'force_close' } & Photos & Reasoned)
  | ({ readonly type: 'propose_void' } & Reasoned)
  | ({ readonly type: 'decide_void'; readonly approve: boolean } & Note)
  | ({ readonly type: 'reopen' } & Reasoned)
  | ({
      readonly type: 'reclassify'
      readonly standard: Standard
      readonly categoryActive: boolean
      /** The last fix at the spot that the new category makes of the place. */
      readonly earlierFix?: EarlierFix
    } & Reasoned)
  | ({ readonly type: 'unlink_recurrence' } & Reasoned)
  | ({ readonly type: 'urge' } & Note)
  | { readonly type: 'supervise'; readonly level: 'normal' | 'yellow' | 'red'; readonly note: TextHash }
  | { readonly type: 'reply_supervision'; readonly note: TextHash }
  | { readonly type: 'cancel_supervision'; readonly note: TextHash }
  | ({ readonly type: 'appeal' } & Reasoned)
  | ({ readonly type: 'decide_appeal'; readonly approve: boolean } & Note)
  | ({ readonly type: 'comment'; readonly text: TextHash } & Photos)
  | ({ readonly type: 'attach' } & Photos)
  | ({
      readonly type: 'callback'
      readonly contacted: boolean
      readonly solved?: boolean
      readonly satisfaction?: 'satisfied' | 'basically' | 'dissatisfied'
    } & Note)
  | { readonly type: 'approve_self_handled' }
  | ({ readonly type: 'reject_self_handled' } & Reasoned)
  | { readonly type: 'clock.warn' | 'clock.overdue' | 'clock.yellow' | 'clock.red' }
  | { readonly type: 'stage.warn' | 'stage.overdue' | 'stage.raise' }
  | { readonly type: 'supervision.unanswered' | 'suspension.ending' }

export type FindingEventType = FindingDeed['type']
/** One thing that happens to a finding: what, when, by whom. */
export type FindingEvent = FindingDeed & Occasion
/** The event of one type. */
export type FindingEventOf<Type extends FindingEventType> = Extract<FindingDeed, { type: Type }> & Occasion
