import type { Answers, DeviceTime, PatrolDeed, PatrolEventType } from '../../../machines/patrol/events.ts'
import { happened } from '../../../machines/patrol/happened.ts'
import { allAtOnce } from '../../../machines/patrol/route.ts'
import { TIMER } from '../../../machines/people.ts'
import { actorAt, type Caller } from '../caller.ts'
import type { Chance, Clock, Deps, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import type { Words } from '../journal/conceal-words.ts'
import { momentOf } from '../moment-of.ts'
import { deviceTimeOf } from './device-time.ts'
import { type PatrolRecord, patrolRecordOf } from './patrol-record.ts'
import { findSeenPatrol } from './patrol-visibility.ts'
import { positionOf } from './position.ts'
import { hideSpot, keepSpot } from './spots.ts'
import { refusePatrolStateOrRole, stepPatrol } from './take-patrol-step.ts'
import { type PatrolView, viewPatrol } from './view-patrol.ts'
import { weighCheckpoint } from './weigh-checkpoint.ts'

/** An event as it is asked for: its type and the fields of the contract. */
export type PatrolEventInput = { readonly type: string } & Readonly<Record<string, unknown>>

export interface PatrolEventRequest {
  readonly patrolId: string
  readonly event: PatrolEventInput
  readonly expectedVersion: number | null
  readonly language: 'zh' | 'en'
  /** What the phone's clock showed when it sent this, milliseconds since 1970. (Default: it did not say) */
  readonly sentAt?: number | null
}

/** Fields that hold a person's words or what only they should know. */
const WORDS = ['note', 'reason', 'code'] as const

/** Lets one thing happen to a patrol and answers the record after it. Refuses in the order of the contract. */
export async function applyPatrolEvent(
  deps: Pick<Deps, 'clock' | 'chance' | 'seal'>,
  tx: Writer,
  caller: Caller,
  { patrolId, event, expectedVersion, language, sentAt }: PatrolEventRequest,
): Promise<PatrolView> {
  const { clock, chance } = deps
  const deviceAt = momentOf('/at', event.at as string | undefined)
  const record = await findSeenPatrol(tx, caller, patrolId)
  const at = clock.now()
  const view = (shown: PatrolRecord): Promise<PatrolView> => viewPatrol(tx, caller, shown, { at, language })
  if (expectedVersion !== null && expectedVersion !== record.row.version)
    throw new AppError('patrol.version_conflict', { current: await view(record) })
  const actor = actorAt(caller, record.row.placePath)
  const device = deviceTimeOf(deviceAt, sentAt ?? null, at)
  refusePatrolStateOrRole(record, event.type as PatrolEventType, actor, at, device.held !== undefined)
  const deed = await translate(deps, tx, caller, record, event, { ...device, at })
  for (const photoId of deed.type === 'checkpoint' ? (deed.photoIds ?? []) : [])
    await tx.photos.show(record.row.communityId, photoId, record.row.id, 'checkpoint')
  const spot = hideSpot(chance, positionOf(event))
  const after = await stepPatrol(
    { tx, chance, at },
    record,
    { ...deed, ...spot.hashes },
    actor,
    wordsOf(event),
  )
  const { communityId, version } = after.row
  const step = { communityId, patrolId, version, at: happened({ at, ...device }).at }
  await keepSpot(deps, tx, spot, step, caller)
  return view(after)
}

/** Lets a due timer of a patrol ring: the window is over and nobody has started. */
export async function firePatrolTimer(
  tx: Writer,
  { chance }: { chance: Chance; clock: Clock },
  timer: { readonly communityId: string; readonly recordId: string; readonly name: string },
  at: number,
): Promise<void> {
  const row = await tx.patrols.find(timer.communityId, timer.recordId)
  if (!row) return
  await stepPatrol({ tx, chance, at }, patrolRecordOf(row), { type: timer.name } as PatrolDeed, TIMER, {})
}

function wordsOf(event: PatrolEventInput): Words {
  const words = WORDS.flatMap(name => {
    const text = event[name]
    return typeof text === 'string' ? [[name, text] as const] : []
  })
  return Object.fromEntries(words)
}

const isLocated = (event: PatrolEventInput): boolean => positionOf(event) !== null

/* Puts the fields of the contract into the machine's terms: references looked up, findings counted. */
async function translate(
  deps: Pick<Deps, 'seal'>,
  tx: Writer,
  caller: Caller,
  record: PatrolRecord,
  event: PatrolEventInput,
  { at, ...device }: DeviceTime & { readonly at: number },
): Promise<PatrolDeed> {
  const { row, context } = record
  switch (event.type as PatrolEventType) {
    case 'join':
      return { type: 'join', walker: { id: caller.memberId, affiliation: caller.affiliation }, ...device }
    case 'start':
      return { type: 'start', located: isLocated(event), ...device }
    case 'checkpoint': {
      const when = happened({ at, ...device }).at
      const { placeId, ...weighed } = await weighCheckpoint(deps, tx, caller, record, event, when)
      const place = await tx.setup.findPlace(row.communityId, placeId)
      if (!place?.active) throw unknownReference('/placeId')
      return {
        type: 'checkpoint',
        placeId: place.id,
        within: place.path.startsWith(row.placePath),
        result: event.result as 'ok' | 'finding' | 'skipped',
        ...weighed,
        ...(event.answers ? { answers: event.answers as Answers } : {}),
        located: isLocated(event),
        ...device,
      }
    }
    case 'finish': {
      const findings = await tx.findings.countOfPatrol(row.communityId, row.id)
      return { type: 'finish', findings, ...(allAtOnce(context.visits) ? { atOnce: true } : {}), ...device }
    }
    case 'move': {
      const { windowStart, windowEnd } = event
      return {
        type: 'move',
        windowStart: momentOf('/windowStart', String(windowStart)) ?? 0,
        windowEnd: momentOf('/windowEnd', String(windowEnd)) ?? 0,
      } as PatrolDeed
    }
    case 'pause':
    case 'resume':
      return { type: event.type as 'pause' | 'resume', ...device }
    default:
      return { type: event.type } as PatrolDeed
  }
}
