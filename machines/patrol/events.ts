import type { TextHash } from '../finding/events.ts'
import type { Actor, Affiliation } from '../people.ts'
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
/** The phone's own time, milliseconds since 1970, beside the server's `at`. */
type DeviceTime = { readonly deviceAt?: number }

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
}

export type PatrolDeed =
  | OpenPatrol
  | { readonly type: 'join'; readonly walker: Walker }
  | ({ readonly type: 'start' } & Fix & DeviceTime)
  | ({
      readonly type: 'checkpoint'
      readonly checkpointId?: string
      readonly placeId: string
      /** The place lies within the patrol's. */
      readonly within: boolean
      readonly result: 'ok' | 'finding' | 'skipped'
      readonly note?: TextHash
    } & Fix &
      DeviceTime)
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | ({ readonly type: 'finish'; readonly findings: number; readonly note?: TextHash } & DeviceTime)
  | { readonly type: 'confirm' }
  | { readonly type: 'send_back'; readonly reason: TextHash }
  | { readonly type: 'cancel'; readonly reason: TextHash }
  | { readonly type: 'miss' }

export type PatrolEventType = PatrolDeed['type']
/** One thing that happens to a patrol: what, when (server time, milliseconds since 1970), by whom. */
export type PatrolEvent = PatrolDeed & { readonly at: number; readonly actor: Actor }
export type PatrolEventOf<Type extends PatrolEventType> = Extract<PatrolEvent, { type: Type }>
