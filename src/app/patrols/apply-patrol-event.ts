import type { PatrolDeed, PatrolEventType } from '../../../machines/patrol/events.ts'
import { TIMER } from '../../../machines/people.ts'
import { actorAt, type Caller } from '../caller.ts'
import type { Chance, Clock, Writer } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'
import type { Words } from '../journal/conceal-words.ts'
import { momentOf } from '../moment-of.ts'
import { type PatrolRecord, patrolRecordOf } from './patrol-record.ts'
import { findSeenPatrol } from './patrol-visibility.ts'
import { refusePatrolStateOrRole, stepPatrol } from './take-patrol-step.ts'
import { type PatrolView, viewPatrol } from './view-patrol.ts'

/** An event as it is asked for: its type and the fields of the contract. */
export type PatrolEventInput = { readonly type: string } & Readonly<Record<string, unknown>>

export interface PatrolEventRequest {
  readonly patrolId: string
  readonly event: PatrolEventInput
  readonly expectedVersion: number | null
  readonly language: 'zh' | 'en'
}

/** Fields that hold a person's words or what only they should know. */
const WORDS = ['note', 'reason', 'code'] as const

/** Lets one thing happen to a patrol and answers the record after it. Refuses in the order of the contract. */
export async function applyPatrolEvent(
  { clock, chance }: { clock: Clock; chance: Chance },
  tx: Writer,
  caller: Caller,
  { patrolId, event, expectedVersion, language }: PatrolEventRequest,
): Promise<PatrolView> {
  const deviceAt = momentOf('/at', event.at as string | undefined)
  const record = await findSeenPatrol(tx, caller, patrolId)
  const at = clock.now()
  const view = (shown: PatrolRecord): Promise<PatrolView> => viewPatrol(tx, caller, shown, { at, language })
  if (expectedVersion !== null && expectedVersion !== record.row.version)
    throw new AppError('patrol.version_conflict', { current: await view(record) })
  const actor = actorAt(caller, record.row.placePath)
  refusePatrolStateOrRole(record, event.type as PatrolEventType, actor, at)
  const deed = await translate(tx, caller, record, event, deviceAt)
  return view(await stepPatrol({ tx, chance, at }, record, deed, actor, wordsOf(event)))
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

/* Where somebody stood is kept like words: erasable, and in the chain as a hash only. */
function wordsOf(event: PatrolEventInput): Words {
  const words = WORDS.flatMap(name => {
    const text = event[name]
    return typeof text === 'string' ? [[name, text] as const] : []
  })
  const position = isLocated(event) ? { position: `${String(event.lat)} ${String(event.lng)}` } : {}
  return { ...Object.fromEntries(words), ...position }
}

const isLocated = ({ lat, lng }: PatrolEventInput): boolean => lat !== undefined && lng !== undefined

/* Puts the fields of the contract into the machine's terms: references looked up, findings counted. */
async function translate(
  tx: Writer,
  caller: Caller,
  { row }: PatrolRecord,
  event: PatrolEventInput,
  deviceAt: number | null,
): Promise<PatrolDeed> {
  const device = deviceAt === null ? {} : { deviceAt }
  switch (event.type as PatrolEventType) {
    case 'join':
      return { type: 'join', walker: { id: caller.memberId, affiliation: caller.affiliation } }
    case 'start':
      return { type: 'start', located: isLocated(event), ...device }
    case 'checkpoint': {
      if (event.checkpointId !== undefined) throw unknownReference('/checkpointId')
      const place = await tx.setup.findPlace(row.communityId, String(event.placeId))
      if (!place?.active) throw unknownReference('/placeId')
      return {
        type: 'checkpoint',
        placeId: place.id,
        within: place.path.startsWith(row.placePath),
        result: event.result as 'ok' | 'finding' | 'skipped',
        located: isLocated(event),
        ...device,
      }
    }
    case 'finish': {
      const findings = await tx.findings.countOfPatrol(row.communityId, row.id)
      return { type: 'finish', findings, ...device }
    }
    default:
      return { type: event.type } as PatrolDeed
  }
}
