import type { Answers, Walker } from './events.ts'
import type { PatrolRoute } from './route.ts'
import type { PatrolTheme } from './states.ts'

/** A place looked at on the walk. */
export interface Visit {
  readonly placeId: string
  readonly checkpointId: string | null
  readonly result: 'ok' | 'finding' | 'skipped'
  readonly at: number
  readonly by: string | null
  /** What a checkpoint's questions were answered with, by question; only when there were answers. */
  readonly answers?: Answers
  readonly photoIds?: readonly string[]
  /** What was odd about this visit; only when something was. */
  readonly flags?: readonly string[]
}

/** All that a patrol's guards and views need to know; moments are milliseconds since 1970. */
export interface PatrolContext {
  readonly id: string
  readonly communityId: string
  readonly timeZone: string
  readonly at: number
  readonly theme: PatrolTheme
  readonly placeId: string
  readonly countedPlaces: readonly string[]
  readonly squadId: string | null
  readonly squadLeadId: string | null
  readonly planId: string | null
  /** Who leads this walk; in a walk without a squad also its squad's lead. */
  readonly leadId: string | null
  readonly walkers: readonly Walker[]
  readonly windowStart: number | null
  readonly windowEnd: number | null
  readonly openedAt: number
  readonly startedAt: number | null
  readonly pausedAt: number | null
  /** Time spent in pauses and waiting for a confirmation that did not come, milliseconds; not part of the duration. */
  readonly pausedMs: number
  readonly finishedAt: number | null
  readonly finishedBy: string | null
  readonly endedAt: number | null
  readonly visits: readonly Visit[]
  /** Findings logged on the walk when it was finished; zero is an honest report. */
  readonly findings: number | null
  readonly flags: readonly string[]
  /* What only a planned walk brings; a walk opened without it does not have these fields at all. */
  readonly route?: PatrolRoute
  /** Wants two of the four parties. */
  readonly joint?: boolean
  readonly minMembers?: number
  /** The missed or cancelled patrol that this one makes up for. */
  readonly makesUp?: string
  /** How often the window was moved. */
  readonly moves?: number
}

/** The draft before `open`. */
export const PATROL_DRAFT: PatrolContext = {
  id: '',
  communityId: '',
  timeZone: 'UTC',
  at: 0,
  theme: 'general',
  placeId: '',
  countedPlaces: [],
  squadId: null,
  squadLeadId: null,
  planId: null,
  leadId: null,
  walkers: [],
  windowStart: null,
  windowEnd: null,
  openedAt: 0,
  startedAt: null,
  pausedAt: null,
  pausedMs: 0,
  finishedAt: null,
  finishedBy: null,
  endedAt: null,
  visits: [],
  findings: null,
  flags: [],
}

/** How long the walk took, pauses left out, milliseconds; `null` before it is finished. */
export function durationOf(patrol: PatrolContext): number | null {
  if (patrol.startedAt === null || patrol.finishedAt === null) return null
  return Math.max(0, patrol.finishedAt - patrol.startedAt - patrol.pausedMs)
}
