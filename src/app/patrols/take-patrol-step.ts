import { PATROL_DRAFT, type PatrolContext } from '../../../machines/patrol/context.ts'
import type { OpenPatrol, PatrolDeed, PatrolEvent, PatrolEventType } from '../../../machines/patrol/events.ts'
import { patrolCohortDay, patrolFactsOf, patrolStopsOf } from '../../../machines/patrol/figures.ts'
import { PATROL_MACHINE_VERSION, patrolEventsOf } from '../../../machines/patrol/machine.ts'
import { patrolActingRole, patrolAllowedOf, patrolRefusalOf } from '../../../machines/patrol/rules.ts'
import { PATROL_STATES, type PatrolState } from '../../../machines/patrol/states.ts'
import type { Actor } from '../../../machines/people.ts'
import { step } from '../../../machines/step.ts'
import { type Definition, definitionOf } from '../../../machines/versions.ts'
import { differences } from '../differences.ts'
import { AppError, isErrorCode } from '../errors.ts'
import { bookDifference, type Contribution, NO_CONTRIBUTION } from '../figures/book-figures.ts'
import type { StepScope } from '../findings/take-finding-step.ts'
import { keepFlags } from '../flags/keep-flags.ts'
import { carryOut, type PlannedEffects, planEffects } from '../journal/carry-out-effects.ts'
import { conceal, keepWords, type Words } from '../journal/conceal-words.ts'
import { appendEntries, type Entry, headOf } from '../journal/keep-journal.ts'
import { aboutPatrol } from '../notices/about-record.ts'
import { type PatrolRecord, patrolColumnsOf } from './patrol-record.ts'

/** What a step is taken with; a patrol asks nothing of its community's policy and calendar. */
export type PatrolScope = Omit<StepScope, 'community'>

/** What a patrol's decision looks at. */
type Standing = Pick<PatrolRecord, 'state' | 'context'>

/** A patrol that has moved, before it is written. */
interface Moved extends Standing {
  readonly version: number
  readonly entry: Entry
  readonly effects: PlannedEffects
}

/** Where a new patrol starts from. */
export const DRAFT_PATROL: Standing = { state: 'draft', context: PATROL_DRAFT }

/**
 * Takes one step of a patrol and writes all of it: snapshot, journal entry, timers, outbox rows, figures. Refuses in
 * the order of the contract: the state, the role, the conditions.
 */
export async function stepPatrol(
  scope: PatrolScope,
  record: PatrolRecord,
  deed: PatrolDeed,
  actor: Actor,
  words: Words,
): Promise<PatrolRecord> {
  const { tx } = scope
  const { communityId, id, version: expected } = record.row
  const concealed = conceal(scope.chance, words)
  const event = { ...deed, ...concealed.hashes, at: scope.at, actor } as PatrolEvent
  const moved = decide(definitionOf('patrol', record.row.machineVersion), record, event, expected + 1)
  await keepWords(tx, { communityId, recordId: id, version: moved.version }, concealed, words)
  await tx.journal.moveHead(await appendEntries(tx, await headOf(tx, communityId), [moved.entry]))
  const columns = {
    ...patrolColumnsOf(moved.state, moved.context),
    windowStart: moved.context.windowStart,
    version: moved.version,
  }
  const changed = differences(record.row, columns)
  if (!(await tx.patrols.advance({ communityId, id, expected }, changed)))
    throw new AppError('patrol.version_conflict')
  if (deed.type === 'join') await tx.patrols.addMember(communityId, id, deed.walker.id)
  const about = { communityId, recordType: 'patrol', recordId: id, placePath: record.row.placePath }
  const { squadId } = record.row
  await keepFlags(tx, { ...about, squadId }, record.context.flags, moved.context.flags, scope.at)
  const after = { row: { ...record.row, ...columns }, state: moved.state, context: moved.context }
  await carryOutAndBook(scope, record, after, moved.effects, actor)
  return after
}

/** Takes the first step of a patrol: the same, but the record is inserted, with its members. */
export async function startPatrol(
  scope: PatrolScope,
  deed: OpenPatrol,
  actor: Actor,
  placePath: string,
): Promise<PatrolRecord> {
  const { tx } = scope
  const { communityId, id } = deed
  const definition = definitionOf('patrol', PATROL_MACHINE_VERSION)
  const moved = decide(definition, DRAFT_PATROL, { ...deed, at: scope.at, actor }, 1)
  await tx.journal.moveHead(await appendEntries(tx, await headOf(tx, communityId), [moved.entry]))
  const row = {
    ...patrolColumnsOf(moved.state, moved.context),
    communityId,
    id,
    version: moved.version,
    machineVersion: PATROL_MACHINE_VERSION,
    theme: deed.theme,
    placeId: deed.placeId,
    placePath,
    squadId: deed.squadId,
    planId: deed.planId,
    makesUp: deed.makesUp ?? null,
    createdAt: scope.at,
    windowStart: deed.windowStart,
  }
  await tx.patrols.insert(row)
  for (const walker of deed.walkers) await tx.patrols.addMember(communityId, id, walker.id)
  const started = { row, state: moved.state, context: moved.context }
  await carryOutAndBook(scope, null, started, moved.effects, actor)
  return started
}

/** What a patrol adds to the figures. */
export function patrolContributionOf(context: PatrolContext, state: PatrolState): Contribution {
  return {
    facts: patrolFactsOf(context, state),
    apart: patrolStopsOf(context, state).map(stop => ({ ...stop, scopes: context.countedPlaces })),
    scopes: context.countedPlaces,
    cohortDay: patrolCohortDay(context),
  }
}

/**
 * The first two refusals of the contract, before anything the event names is looked up: 422 when the state cannot
 * take the event, 403 when the role may not.
 */
export function refusePatrolStateOrRole(
  patrol: Standing,
  type: PatrolEventType,
  actor: Actor,
  at: number,
  toldLate = false,
): void {
  if (!patrolEventsOf(patrol.state, toldLate).includes(type)) throw refusedEvent(patrol, actor, at)
  if (patrolActingRole(type, patrol.context, actor) === null) throw new AppError('patrol.role_forbidden')
}

function decide(definition: Definition, before: Standing, event: PatrolEvent, version: number): Moved {
  const held = 'held' in event && event.held !== undefined
  refusePatrolStateOrRole(before, event.type, event.actor, event.at, held)
  const refusal = patrolRefusalOf(before.context, event)
  if (refusal && isErrorCode(refusal.code)) throw new AppError(refusal.code)
  const role = patrolActingRole(event.type, before.context, event.actor)
  const result = step(definition.machine, { value: before.state, context: before.context }, event)
  if (result.outcome === 'refused') throw refusedEvent(before, event.actor, event.at)
  const state = result.after.value as PatrolState
  const { context } = result.after
  const effects = planEffects()
  effects.add(result.effects)
  const entry: Entry = {
    communityId: context.communityId,
    recordType: 'patrol',
    recordId: context.id,
    version,
    at: event.at,
    actorId: event.actor.id,
    actingRole: role ?? 'system',
    event: event.type,
    fromState: before.state === 'draft' ? null : before.state,
    toState: state,
    payload: JSON.stringify(event),
    machineVersion: definition.version,
    causedByPrevious: false,
  }
  return { state, context, version, entry, effects }
}

async function carryOutAndBook(
  scope: PatrolScope,
  before: Standing | null,
  after: PatrolRecord,
  effects: PlannedEffects,
  actor: Actor,
): Promise<void> {
  await carryOut(scope, effects, aboutPatrol(after), actor.id)
  await bookDifference(
    scope.tx,
    after.row.communityId,
    before ? patrolContributionOf(before.context, before.state) : NO_CONTRIBUTION,
    patrolContributionOf(after.context, after.state),
  )
}

function refusedEvent({ state, context }: Standing, actor: Actor, at: number): AppError {
  return new AppError('patrol.event_refused', {
    values: { state: PATROL_STATES[state].zh },
    allowed: patrolAllowedOf(patrolEventsOf(state), context, { actor, at }),
  })
}
