import type { Caller } from '../../app/caller.ts'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import {
  applyFindingEvent,
  type FindingEventInput,
  findSeen,
} from '../../app/findings/apply-finding-event.ts'
import { type FindingInput, reportFinding } from '../../app/findings/report-finding.ts'
import { type FindingView, viewFinding } from '../../app/findings/view-finding.ts'
import { applyPatrolEvent, type PatrolEventInput } from '../../app/patrols/apply-patrol-event.ts'
import { openPatrol, type PatrolInput } from '../../app/patrols/open-patrol.ts'
import type { PatrolView } from '../../app/patrols/view-patrol.ts'
import { keepPhoto } from '../../app/photos/keep-photo.ts'
import type { Camera } from './camera.ts'
import type { Subject } from './pictures/draw-picture.ts'
import type { Settled } from './settle-community.ts'
import type { Rounds } from './settle-rounds.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { Part } from './timetable.ts'

/** What the stories are played with: the community, and its use cases as somebody signed in would reach them. */
export interface Stage extends Settled, Rounds {
  readonly clock: SimulatedClock
  report(login: string, input: FindingInput): Promise<FindingView>
  /** Lets something happen to a finding; throws when it does not offer this to the member. */
  happen(login: string, findingId: string, event: FindingEventInput): Promise<FindingView>
  look(login: string, findingId: string): Promise<FindingView>
  openPatrol(login: string, input: PatrolInput): Promise<PatrolView>
  walk(login: string, patrolId: string, event: PatrolEventInput): Promise<PatrolView>
  /** Takes a photo that shows a moment, waits for the moment, and keeps the photo. Gives its id. */
  photograph(login: string, subject: Subject): Part<string>
  /** Ids by the numbers of the plan, as far as the year has come. */
  readonly findingIds: Map<number, string>
  readonly patrolIds: Map<number, string>
  /** Numbers of the walks that are confirmed. */
  readonly confirmed: Set<number>
}

export function createStage(
  deps: Deps & { readonly clock: SimulatedClock },
  settled: Settled & Rounds,
  camera: Camera,
): Stage {
  const { db, clock } = deps
  const { member } = settled

  async function look(login: string, findingId: string): Promise<FindingView> {
    const caller = member(login)
    const record = await findSeen(db.read, caller, findingId)
    return viewFinding(db.read, caller, record, { at: clock.now(), language: 'zh', seenAs: record.row })
  }

  return {
    ...settled,
    clock,
    look,
    findingIds: new Map(),
    patrolIds: new Map(),
    confirmed: new Set(),
    report: async (login, input) =>
      (await db.transaction(tx => reportFinding(deps, tx, member(login), input, 'zh'))).view,
    happen: async (login, findingId, event) => {
      const { number, state, allowed } = await look(login, findingId)
      if (!allowed.some(({ type }) => type === event.type))
        throw new Error(`${number} is ${state} and offers ${login} no ${event.type}`)
      const request = { findingId, event, expectedVersion: null, language: 'zh' } as const
      return told(`${login}: ${event.type} of ${number}`, () =>
        db.transaction(tx => applyFindingEvent(deps, tx, member(login), request)),
      )
    },
    openPatrol: async (login, input) =>
      (await db.transaction(tx => openPatrol(deps, tx, member(login), input, 'zh'))).view,
    walk: (login, patrolId, event) => {
      const request = { patrolId, event, expectedVersion: null, language: 'zh' } as const
      return told(`${login}: ${event.type} of a patrol`, () =>
        db.transaction(tx => applyPatrolEvent(deps, tx, member(login), request)),
      )
    },
    async *photograph(login, subject) {
      const caller: Caller = member(login)
      const developing = camera.shoot(caller, subject)
      // Whoever waits for it meets the failure; it is not to end the program before.
      developing.catch(() => {})
      yield subject.at
      const photo = await developing
      return (await db.transaction(tx => keepPhoto(deps, tx, caller, photo))).id
    },
  }
}

/* A refusal in the middle of a year is hard to find without who and what. */
async function told<Result>(what: string, deed: () => Promise<Result>): Promise<Result> {
  try {
    return await deed()
  } catch (error) {
    if (error instanceof AppError) throw new Error(`${what}: ${error.code}`, { cause: error })
    throw error
  }
}
