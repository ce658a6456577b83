import { type Basis, deadline } from '../../machines/calendar.ts'
import type { StageName } from '../../machines/finding/events.ts'
import { type FindingState, isOpen, type StageState } from '../../machines/finding/states.ts'
import { CHINA, day24, hour, type Situation, workingDay } from './support-finding.ts'
import type { Host } from './support-host.ts'

/*
 * What a finding owes and by when, told from the steps that were taken and nothing else: the stage that runs, the
 * answer to a supervision, the announcement of a suspension's end. The machine's own marks are never looked at.
 */

type OtherStage = Exclude<StageName, 'handle'>

/** Steps that begin a stage; a passed check begins the closing. */
const BEGINS: Readonly<Record<string, OtherStage>> = {
  report: 'triage',
  verify_result: 'triage',
  reject_self_handled: 'triage',
  request_verify: 'verify',
  register: 'dispatch',
  return: 'dispatch',
  dispatch: 'receive',
  dispatch_final: 'receive',
  rectify: 'check',
}
const RINGS: Readonly<Record<StageState, string | null>> = {
  unwatched: null,
  in_time: 'stage.warn',
  late_soon: 'stage.overdue',
  late: 'stage.raise',
  raised: null,
}
const REPLY_MS = { red: 4 * hour, yellow: workingDay, normal: 2 * workingDay }

const after = (from: number, ms: number, basis: Basis): number => deadline(from, { ms, basis }, CHINA).dueAt
const hasNoOtherStage = (work: FindingState): boolean =>
  work === 'in_progress' || work === 'suspended' || !isOpen(work)

export interface Duties {
  /** Takes in what has happened since the last look. */
  look(host: Host): void
  /** The timers that have to wait now beside those of the handling clock, with the moment of their mark. */
  waiting(found: Situation): ReadonlyMap<string, number>
  /** What was told of one and the same duty a second time. */
  readonly repeated: readonly string[]
}

export function createDuties(): Duties {
  let seenSteps = 0
  let stage: { readonly name: OtherStage; readonly startAt: number } | null = null
  let level: 'normal' | 'yellow' | 'red' | null = null
  let replyDueAt: number | null = null
  let endingAt: number | null = null
  const told = new Set<string>()
  const repeated: string[] = []

  const supervised = (by: NonNullable<typeof level>, at: number): void => {
    level = by
    replyDueAt = after(at, REPLY_MS[by], 'working')
    told.delete('supervision.unanswered')
  }
  const beginStage = (name: OtherStage, startAt: number): void => {
    stage = { name, startAt }
    forgetStage()
  }
  const forgetStage = (): void => {
    for (const rung of ['stage.warn', 'stage.overdue', 'stage.raise']) told.delete(rung)
  }
  const take = ({ deed, after: { value, context }, at }: Host['taken'][number]): void => {
    const { type } = deed
    const begun = BEGINS[type] ?? (type === 'check' && deed.result === 'pass' ? 'close' : null)
    if (begun) beginStage(begun, at)
    if (hasNoOtherStage(value.work)) stage = null
    // Another category counts the running stage anew from where it began.
    if (type === 'reclassify') forgetStage()

    if (type === 'supervise') supervised(deed.level, at)
    // A card does not come on top of a red one.
    if (type === 'clock.yellow' && level !== 'red') supervised('yellow', at)
    if (type === 'clock.red' && level !== 'red') supervised('red', at)
    if (type === 'cancel_supervision') level = null
    if (
      ['reply_supervision', 'cancel_supervision', 'supervision.unanswered'].includes(type) ||
      !isOpen(value.work)
    )
      replyDueAt = null

    if (type === 'decide_suspension' && value.work === 'suspended') {
      const resumeBy = context.assignment?.resumeBy ?? Number.NaN
      endingAt = Math.max(resumeBy - 3 * day24, resumeBy - Math.round((resumeBy - at) / 2))
      told.delete('suspension.ending')
    }
    if (type === 'suspension.ending' || value.work !== 'suspended') endingAt = null

    if (type.startsWith('stage.') || type === 'supervision.unanswered' || type === 'suspension.ending') {
      if (told.has(type)) repeated.push(type)
      told.add(type)
    }
  }

  const stageMark = (ring: string, { context }: Situation): number => {
    if (!stage) return Number.NaN
    const { ms, basis } = context.standard.stageLimits[stage.name]
    if (ring === 'stage.warn') return after(stage.startAt, Math.round(ms * 0.8), basis)
    const dueAt = after(stage.startAt, ms, basis)
    return ring === 'stage.overdue' ? dueAt : after(dueAt, Math.round(ms / 2), basis)
  }

  return {
    repeated,
    look({ taken }) {
      for (const step of taken.slice(seenSteps)) take(step)
      seenSteps = taken.length
    },
    waiting(found) {
      const marks = new Map<string, number>()
      const ring = RINGS[found.value.stage]
      if (ring !== null) marks.set(ring, stageMark(ring, found))
      if (replyDueAt !== null) marks.set('supervision.unanswered', replyDueAt)
      if (endingAt !== null) marks.set('suspension.ending', endingAt)
      return marks
    },
  }
}
