import { durationOf } from '../../../machines/patrol/context.ts'
import { patrolEventsOf } from '../../../machines/patrol/machine.ts'
import { coverageOf, partiesOf } from '../../../machines/patrol/route.ts'
import { patrolAllowedOf } from '../../../machines/patrol/rules.ts'
import { PATROL_STATES } from '../../../machines/patrol/states.ts'
import { actorAt, type Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import type { PatrolRecord } from './patrol-record.ts'

export interface PatrolViewOptions {
  /** Now, milliseconds since 1970: what is allowed depends on it. */
  readonly at: number
  readonly language: 'zh' | 'en'
}

const instant = (at: number): string => new Date(at).toISOString()
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at))

/** A patrol as the contract shows it to this caller. */
export async function viewPatrol(
  read: Pick<Reader, 'setup' | 'findings'>,
  caller: Caller,
  record: PatrolRecord,
  options: PatrolViewOptions,
) {
  const { communityId, placeId } = record.row
  const place = await read.setup.findPlace(communityId, placeId)
  return renderPatrol(caller, record, place?.namePath ?? null, await findingsOf(read, record), options)
}

export type PatrolView = ReturnType<typeof renderPatrol>

/** Findings that name the patrol: as counted when it was finished, or as they stand while it is under way. */
export async function findingsOf(
  read: Pick<Reader, 'findings'>,
  { row, context }: PatrolRecord,
): Promise<number> {
  return context.findings ?? (await read.findings.countOfPatrol(row.communityId, row.id))
}

/** The same with the names of its place and its findings at hand. */
export function renderPatrol(
  caller: Caller,
  { row, state, context }: PatrolRecord,
  placePath: string | null,
  findings: number,
  { at, language }: PatrolViewOptions,
) {
  const duration = durationOf(context)
  return {
    id: row.id,
    communityId: row.communityId,
    version: row.version,
    state,
    stateName: PATROL_STATES[state][language],
    theme: context.theme,
    placeId: row.placeId,
    placePath,
    squadId: context.squadId,
    planId: context.planId,
    leadId: context.leadId,
    memberIds: context.walkers.map(walker => walker.id),
    windowStart: instantOrNull(context.windowStart),
    windowEnd: instantOrNull(context.windowEnd),
    openedAt: instant(context.openedAt),
    startedAt: instantOrNull(context.startedAt),
    finishedAt: instantOrNull(context.finishedAt),
    finishedBy: context.finishedBy,
    endedAt: instantOrNull(context.endedAt),
    durationMinutes: duration === null ? null : Math.round(duration / 60_000),
    routeId: context.route?.id ?? null,
    routeVersion: context.route?.version ?? null,
    coverage: coverageOf(context.route, context.visits),
    joint: context.joint ?? false,
    minMembers: context.minMembers ?? 1,
    parties: partiesOf(context.walkers),
    makesUp: context.makesUp ?? null,
    checkpoints: context.visits.map(({ answers, photoIds, flags, ...visit }) => ({
      ...visit,
      at: instant(visit.at),
      answers: answers ?? {},
      photoIds: [...(photoIds ?? [])],
      flags: [...(flags ?? [])],
    })),
    findings,
    nilReport: context.finishedAt !== null && findings === 0,
    flags: [...context.flags],
    allowed: patrolAllowedOf(patrolEventsOf(state), context, { at, actor: actorAt(caller, row.placePath) }),
  }
}
