import type { FindingRow } from '../../../db/stores/findings.ts'
import { followUp } from '../../../machines/finding/automatic.ts'
import { DRAFT, type FindingContext } from '../../../machines/finding/context.ts'
import { planFinding } from '../../../machines/finding/deadlines.ts'
import type { FindingDeed, FindingEvent, FindingEventType } from '../../../machines/finding/events.ts'
import { cohortDay, factsOf, returnsOf, scopesOf } from '../../../machines/finding/figures.ts'
import { eventsOf, FINDING_MACHINE_VERSION, isOfClocks } from '../../../machines/finding/machine.ts'
import { actingRole, allowedOf, refusalOf } from '../../../machines/finding/rules.ts'
import {
  FINDING_DRAFT_VALUE,
  FINDING_STATES,
  type FindingState,
  type FindingValue,
} from '../../../machines/finding/states.ts'
import type { Actor } from '../../../machines/people.ts'
import { step } from '../../../machines/step.ts'
import { type Definition, definitionOf, nextDefinitionOf } from '../../../machines/versions.ts'
import type { Community } from '../community/community.ts'
import type { Chance, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError, isErrorCode } from '../errors.ts'
import { bookDifference, type Contribution, NO_CONTRIBUTION } from '../figures/book-figures.ts'
import { keepFlags } from '../flags/keep-flags.ts'
import { carryOut, type PlannedEffects, planEffects } from '../journal/carry-out-effects.ts'
import { conceal, keepWords, type Words } from '../journal/conceal-words.ts'
import { appendEntries, type Entry, headOf } from '../journal/keep-journal.ts'
import { aboutFinding } from '../notices/about-record.ts'
import { tellFollowers } from '../notices/tell-followers.ts'
import { offerRecheck } from '../rechecks/offer-recheck.ts'
import { columnsOf, type FindingRecord, savedOf } from './finding-record.ts'

export type { Words } from '../journal/conceal-words.ts'

/** What a step is taken with: the transaction, the community it lies in, the moment, and chance for salts and ids. */
export interface StepScope {
  readonly tx: Writer
  readonly chance: Chance
  readonly community: Community
  /** Milliseconds since 1970. */
  readonly at: number
  /** It happened before the system knew of it: nobody is told, and nothing is drawn by lot. */
  readonly past?: true
}

/** A finding that has moved, before it is written. */
interface Moved {
  /** The version of the machine that the record is on. */
  readonly definition: Definition
  value: FindingValue
  context: FindingContext
  version: number
  readonly entries: Entry[]
  readonly effects: PlannedEffects
}

/** Where a new finding starts from. */
const DRAFT_RECORD = { value: FINDING_DRAFT_VALUE, context: DRAFT }

/**
 * Takes one step of a finding and the automatic ones that follow from it, and writes all of it: snapshot, journal
 * entries, timers, outbox rows, figures. Refuses in the order of the contract: the state, the role, the conditions.
 */
export async function stepFinding(
  scope: StepScope,
  record: FindingRecord,
  deed: FindingDeed,
  actor: Actor,
  words: Words,
): Promise<FindingRecord> {
  const { tx } = scope
  const moved = startFrom(
    record.value,
    record.context,
    record.row.version,
    nextDefinitionOf('finding', record.row.machineVersion),
  )
  const { communityId, id, version: expected } = record.row
  const concealed = conceal(scope.chance, words)
  decide(scope, moved, communityId, { ...deed, ...concealed.hashes } as FindingDeed, actor)
  await keepWords(tx, { communityId, recordId: id, version: expected + 1 }, concealed, words)
  await tx.journal.moveHead(await appendEntries(tx, await headOf(tx, communityId), moved.entries))
  const columns = {
    ...columnsOf(moved.value, moved.context),
    version: moved.version,
    machineVersion: moved.definition.version,
  }
  // An index is rewritten for every column that an update names, so only what differs is named.
  const changed = differences(record.row, columns)
  if (!(await tx.findings.advance({ communityId, id, expected }, changed)))
    throw new AppError('finding.version_conflict')
  const after = { row: { ...record.row, ...columns }, value: moved.value, context: moved.context }
  await keepFlagsOf(scope, record.context.flags, after)
  const told = await carryOut(scope, moved.effects, aboutFinding(after), actor.id)
  if (!scope.past)
    await tellFollowers(
      scope,
      record.value.work,
      after,
      new Set([...told, ...(actor.id === null ? [] : [actor.id])]),
    )
  await bookDifference(
    tx,
    communityId,
    contributionOf(record.context, record.value.work),
    contributionOf(moved.context, moved.value.work),
  )
  const wasClosed = record.value.work === 'closed'
  const isClosed = moved.value.work === 'closed'
  if (isClosed && !wasClosed && !scope.past)
    await offerRecheck(scope, after, scope.community.policy.recheckShare)
  if (wasClosed && !isClosed) await tx.rechecks.withdraw(communityId, id)
  return after
}

/** Takes the first step of a finding: the same, but the record is inserted with the columns given by `place`. */
export async function startFinding(
  scope: StepScope,
  deed: Extract<FindingDeed, { type: 'report' }>,
  actor: Actor,
  columns: Pick<FindingRow, 'placePath' | 'description' | 'address' | 'lat' | 'lng' | 'datum' | 'salt'>,
): Promise<FindingRecord> {
  const { tx } = scope
  const { communityId, id } = deed
  const definition = definitionOf('finding', FINDING_MACHINE_VERSION)
  const moved = startFrom(DRAFT_RECORD.value, DRAFT_RECORD.context, 0, definition)
  decide(scope, moved, communityId, deed, actor)
  const head = await appendEntries(tx, await headOf(tx, communityId), moved.entries)
  const year = Number(cohortDay(moved.context).slice(0, 4))
  const count = head.numberYear === year ? head.numberCount + 1 : 1
  await tx.journal.moveHead({ ...head, numberYear: year, numberCount: count })
  const row: FindingRow = {
    ...columns,
    ...columnsOf(moved.value, moved.context),
    communityId,
    id,
    number: `${year}-${String(count).padStart(6, '0')}`,
    version: moved.version,
    machineVersion: FINDING_MACHINE_VERSION,
    source: deed.source,
    placeId: deed.placeId,
    reporterId: actor.id,
    patrolId: deed.patrolId,
    reportedAt: moved.context.reportedAt,
  }
  await tx.findings.insert(row)
  const started = { row, value: moved.value, context: moved.context }
  await keepFlagsOf(scope, [], started)
  await carryOut(scope, moved.effects, aboutFinding(started), actor.id)
  await bookDifference(tx, communityId, NO_CONTRIBUTION, contributionOf(moved.context, moved.value.work))
  return started
}

/** What a finding adds to the figures. */
export function contributionOf(context: FindingContext, state: FindingState): Contribution {
  return {
    facts: factsOf(context, state),
    scopes: scopesOf(context),
    cohortDay: cohortDay(context),
    apart: returnsOf(context, state).map(({ day, unitId }) => ({
      counter: 'returned',
      day,
      scopes: [...context.countedPlaces, unitId],
    })),
  }
}

/* The squad that a flag is about is the one that found it on a walk. */
async function keepFlagsOf(
  { tx, at }: StepScope,
  before: readonly string[],
  { row, context }: FindingRecord,
): Promise<void> {
  if (context.flags.length === before.length) return
  const { communityId, id: recordId, placePath, patrolId } = row
  const patrol = patrolId === null ? null : await tx.patrols.find(communityId, patrolId)
  const about = { communityId, recordType: 'finding', recordId, placePath, squadId: patrol?.squadId ?? null }
  await keepFlags(tx, about, before, context.flags, at)
}

function startFrom(
  value: FindingValue,
  context: FindingContext,
  version: number,
  definition: Definition,
): Moved {
  return { definition, value, context, version, entries: [], effects: planEffects() }
}

/** Lets the machine decide the deed and what the rule makes of it. */
function decide(scope: StepScope, moved: Moved, communityId: string, deed: FindingDeed, actor: Actor): void {
  const first = eventFor(scope, moved, deed, actor)
  refuseUnlessPermitted(moved, first)
  let last: FindingEvent | null = first
  for (let follows = false; last !== null; follows = true) {
    advance(moved, communityId, last, follows)
    const next = followUp(moved.context, moved.value.work, first, last)
    last = next && eventFor(scope, moved, next, next.actor)
    // What the rule takes up at once waits for nobody at the desk.
    if (last !== null) moved.effects.withdraw('reported')
  }
}

function eventFor({ community, at }: StepScope, moved: Moved, deed: FindingDeed, actor: Actor): FindingEvent {
  const plan = planFinding(moved.context, moved.value.work, deed, at, community.calendar)
  return { ...deed, at, actor, ...(Object.keys(plan).length > 0 ? { plan } : {}) } as FindingEvent
}

/* As the journal writes it: the regions side by side. */
const statesOf = ({ work, clock, stage }: FindingValue): string => `${work} ${clock} ${stage}`

function advance(moved: Moved, communityId: string, event: FindingEvent, follows: boolean): void {
  const from = moved.value
  const role = actingRole(event.type, moved.context, from.work, event.actor, event.waive !== undefined)
  const result = step(moved.definition.machine, savedOf(moved), event)
  if (result.outcome === 'refused') throw refusedEvent(moved, event.actor, event.at)
  moved.value = result.after.value as unknown as FindingValue
  moved.context = result.after.context
  moved.version += 1
  moved.effects.add(result.effects)
  moved.entries.push({
    communityId,
    recordType: 'finding',
    recordId: moved.context.id,
    version: moved.version,
    at: event.at,
    actorId: event.actor.id,
    actingRole: role ?? 'system',
    event: event.type,
    fromState: from.work === 'draft' ? null : statesOf(from),
    toState: statesOf(moved.value),
    payload: JSON.stringify(event),
    machineVersion: moved.definition.version,
    causedByPrevious: follows,
  })
}

/**
 * The first two refusals of the contract, before anything the event names is looked up: 422 when the state cannot
 * take the event, 403 when the role may not.
 */
export function refuseStateOrRole(
  record: Pick<FindingRecord, 'value' | 'context'>,
  type: FindingEventType,
  actor: Actor,
  waived: boolean,
  at: number,
): void {
  const state = record.value.work
  if (!isOfClocks(type) && !eventsOf(state).includes(type)) throw refusedEvent(record, actor, at)
  if (actingRole(type, record.context, state, actor, waived) === null)
    throw new AppError('finding.role_forbidden')
}

function refuseUnlessPermitted(moved: Moved, event: FindingEvent): void {
  refuseStateOrRole(moved, event.type, event.actor, event.waive !== undefined, event.at)
  const refusal = refusalOf(moved.context, moved.value.work, event)
  if (refusal && isErrorCode(refusal.code)) throw new AppError(refusal.code)
}

function refusedEvent(
  { value, context }: Pick<FindingRecord, 'value' | 'context'>,
  actor: Actor,
  at: number,
): AppError {
  const { zh } = FINDING_STATES[value.work]
  const allowed = allowedOf(eventsOf(value.work), context, value.work, { actor, at })
  return new AppError('finding.event_refused', { values: { state: zh }, allowed })
}
