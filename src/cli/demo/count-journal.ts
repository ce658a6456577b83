import type { Reader } from '../../app/deps.ts'
import { inPages } from '../../app/in-pages.ts'

/** What happened to the findings and patrols of a community, as its journal has it. */
export interface Happenings {
  readonly fixedOnTheSpot: number
  readonly verified: number
  readonly returns: number
  readonly finalDispatches: number
  readonly reworks: number
  readonly extensions: number
  readonly extensionsRefused: number
  readonly suspensions: number
  readonly resumptions: number
  readonly overdue: number
  readonly yellowCards: number
  readonly redCards: number
  readonly reopened: number
  readonly forced: number
  readonly appeals: number
  readonly cancelledPatrols: number
  readonly missedPatrols: number
}

/** Counts by walking the whole journal. */
export async function countJournal(read: Reader, communityId: string): Promise<Happenings> {
  const counts = new Map<string, number>()
  const entries = inPages<{ seq: number; event: string; toState: string; payload: string }>((last, limit) =>
    read.journal.after(communityId, last?.seq ?? 0, limit),
  )
  for await (const { event, payload } of entries) {
    const { approve } = JSON.parse(payload) as { approve?: boolean }
    const name = approve === undefined ? event : `${event} ${approve}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const of = (name: string): number => counts.get(name) ?? 0
  return {
    fixedOnTheSpot: of('approve_self_handled'),
    verified: of('verify_result'),
    returns: of('return'),
    finalDispatches: of('dispatch_final'),
    reworks: of('rework'),
    extensions: of('decide_extension true'),
    extensionsRefused: of('decide_extension false'),
    suspensions: of('decide_suspension true'),
    resumptions: of('resume'),
    overdue: of('clock.overdue'),
    yellowCards: of('clock.yellow'),
    redCards: of('clock.red'),
    reopened: of('reopen'),
    forced: of('force_close'),
    appeals: of('appeal'),
    cancelledPatrols: of('cancel'),
    missedPatrols: of('miss'),
  }
}
