import type { TextHash } from '../finding/events.ts'
import type { Actor, Affiliation } from '../people.ts'
import type { PatrolRoute } from './route.ts'
import type { PatrolTheme } from './states.ts'

/** Somebody who walks along; the affiliation tells which of the four parties takes part. */
export interface Walker {
  readonly id: string
  readonly affiliation: Affiliation
}

/**
 * Proof of presence. Where somebody stood is personal: the machine hears only that a position came with the event,
 * and the journal its salted hash.
 */
type Fix = { readonly located: boolean; readonly position?: TextHash; readonly code?: TextHash }
/**
 * The phone's own time, milliseconds since 1970, beside the server's `at`. When the phone also said what its clock
 * showed on sending, `held` is how long it kept the event (milliseconds), and `skewed` that its clock was wrong.
 */
export interface DeviceTime {
  readonly deviceAt?: number
  readonly held?: number
  readonly skewed?: boolean
}

/** A checkpoint's checklist, answered by question. */
export type Answers = Readonly<Record<string, 'yes' | 'no' | 'na'>>

export interface OpenPatrol {
  readonly type: 'open'
  readonly id: string
  readonly communityId: string
  readonly timeZone: string
  readonly theme: PatrolTheme
  readonly placeId: string
  readonly countedPlaces: readonly string[]
  readonly squadId: string | null
  /** Who leads the squad: confirms the walk, and is not always the one who leads it. */
  readonly squadLeadId: string | null
  readonly planId: string | null
  readonly leadId: string | null
  readonly walkers: readonly Walker[]
  readonly windowStart: number | null
  readonly windowEnd: number | null
  readonly route?: PatrolRoute
  readonly joint?: boolean
  readonly minMembers?: number
  readonly makesUp?: string
}

export type PatrolDeed =
  | OpenPatrol
  | ({ readonly type: 'join'; readonly walker: Walker } & DeviceTime)
  | ({ readonly type: 'start' } & Fix & DeviceTime)
  | ({
      readonly type: 'checkpoint'
      readonly checkpointId?: string
      readonly placeId: string
      /** The place lies within the patrol's. */
      readonly within: boolean
      readonly result: 'ok' | 'finding' | 'skipped'
      readonly note?: TextHash
      readonly answers?: Answers
      readonly photoIds?: readonly string[]
      /** What the server made of the code; left out where no code is asked for. */
      readonly codeIs?: 'right' | 'wrong' | 'missing'
      /** What the server found odd about position, speed or photos. */
      readonly odd?: readonly (
        | 'outside_radius'
        | 'impossible_speed'
        | 'photo_reused'
        | 'photo_repeated'
        | 'photo_from_gallery'
        | 'photo_too_old'
      )[]
    } & Fix &
      DeviceTime)
  | ({ readonly type: 'pause' } & DeviceTime)
  | ({ readonly type: 'resume' } & DeviceTime)
  | ({
      readonly type: 'finish'
      readonly findings: number
      readonly note?: TextHash
      /** All stops were made within one minute. */
      readonly atOnce?: boolean
    } & DeviceTime)
  | {
      readonly type: 'move'
      readonly windowStart: number
      readonly windowEnd: number
      readonly reason: TextHash
    }
  | { readonly type: 'confirm' }
  | { readonly type: 'send_back'; readonly reason: TextHash }
  | { readonly type: 'cancel'; readonly reason: TextHash }
  | { readonly type: 'miss' }

export type PatrolEventType = PatrolDeed['type']
/** One thing that happens to a patrol: what, when (server time, milliseconds since 1970), by whom. */
export type PatrolEvent = PatrolDeed & { readonly at: number; readonly actor: Actor }
export type PatrolEventOf<Type extends PatrolEventType> = Extract<PatrolEvent, { type: Type }>
