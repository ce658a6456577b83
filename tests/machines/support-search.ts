import type { FindingContext } from '../../machines/finding/context.ts'
import { findingMachine } from '../../machines/finding/machine.ts'
import { type FindingValue, isOpen } from '../../machines/finding/states.ts'
import { type Saved, step } from '../../machines/step.ts'
import {
  type Act,
  eventOf,
  landing,
  MONDAY,
  minute,
  NOTHING,
  REPERTOIRE,
  type Situation,
} from './support-finding.ts'

/*
 * A search over the real machine, breadth first: from the draft, everything that anybody can do, until nothing new
 * turns up. Two findings count as the same when they stand in the same states and agree in the facts that guards ask
 * for; the whole context would never end (every step has a time of its own).
 */

/** A finding that can be reached, and one way to it. */
interface Reached {
  readonly key: string
  readonly situation: Situation
}

export interface Search {
  readonly nodes: ReadonlyMap<string, Reached>
  readonly edges: readonly { readonly from: string; readonly act: string; readonly to: string }[]
  /** How many events were tried. */
  readonly attempts: number
}

export function keyOf({ value, context }: Situation): string {
  const { assignment, returns, check, extension, suspension, voiding, appeal, closeKind, verifyResult } =
    context
  return [
    value.work,
    value.clock,
    ...(isPlain(context)
      ? [
          value.stage,
          awaitsReply(value, context) ? 'awaits a reply' : '-',
          recurs(value, context) ? 'recurs' : '-',
        ]
      : []),
    verifyResult ?? '-',
    extension ? 'extension' : '-',
    suspension ? 'suspension' : '-',
    voiding ? 'voiding' : '-',
    assignment?.suspendedOnce ? 'suspended once' : '-',
    assignment?.wasOverdue ? 'late' : '-',
    returns.length > 0 ? 'returned' : '-',
    check?.result ?? '-',
    closeKind ?? '-',
    appeal?.state ?? '-',
  ].join(' | ')
}

/*
 * No guard of another event asks where the clock of the stage stands, whether a supervision waits or whether something
 * was fixed there before, and none of them depends on what else
 * has been applied for or has been before. So they are told apart only where nothing else is: everywhere they would
 * multiply the findings by four without another way through the procedure.
 */
function isPlain({ extension, suspension, voiding, returns, assignment }: FindingContext): boolean {
  return !extension && !suspension && !voiding && returns.length === 0 && !assignment?.suspendedOnce
}
/* Unlinking is the same in every state: told apart in one, it is tried, and multiplies nothing elsewhere. */
const recurs = ({ work }: FindingValue, { earlierFix }: FindingContext): boolean =>
  work === 'reported' && earlierFix != null
const awaitsReply = ({ work }: FindingValue, { supervision }: FindingContext): boolean =>
  isOpen(work) && supervision?.repliedAt === null

const MARKS: Readonly<Record<string, (context: FindingContext) => number | null | undefined>> = {
  'clock.warn': ({ assignment }) => assignment?.warnAt,
  'clock.overdue': ({ assignment }) => assignment?.dueAt,
  'clock.yellow': ({ assignment }) => assignment?.yellowAt,
  'clock.red': ({ assignment }) => assignment?.redAt,
  'stage.warn': ({ stage }) => stage?.warnAt,
  'stage.overdue': ({ stage }) => stage?.dueAt,
  'stage.raise': ({ stage }) => stage?.raiseAt,
  'supervision.unanswered': ({ supervision }) => supervision?.replyDueAt,
  'suspension.ending': ({ assignment }) => assignment?.endingAt,
}

/** A minute later; a timer rings a millisecond after its mark. */
export function momentOf(act: Act, { context }: Situation): number {
  const mark = MARKS[act.name]?.(context)
  const soon = Math.max(context.at + minute, MONDAY)
  return typeof mark === 'number' ? Math.max(soon, mark + 1) : soon
}

/** Freezes a value with everything in it, so that whoever writes to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) frozen(part)
  return value
}

/** Searches until nothing new turns up; throws when that takes more than `limit` findings. */
export function search(limit: number): Search {
  const nodes = new Map<string, Reached>()
  const edges: { from: string; act: string; to: string }[] = []
  let attempts = 0
  const waiting: Reached[] = []
  const reach = (situation: Situation): string => {
    const key = keyOf(situation)
    if (!nodes.has(key)) {
      if (nodes.size >= limit)
        throw new RangeError(`more than ${limit} findings: a fact is missing or too many`)
      const node = { key, situation: frozen(situation) }
      nodes.set(key, node)
      waiting.push(node)
    }
    return key
  }
  reach(NOTHING)
  for (let node = waiting.shift(); node; node = waiting.shift()) {
    const { situation, key } = node
    for (const act of REPERTOIRE) {
      const at = momentOf(act, situation)
      const event = frozen(eventOf(situation, act.deed(at, situation.context), act.by, at))
      attempts++
      const saved: Saved<FindingContext> = {
        value: { ...situation.value },
        context: situation.context,
      }
      const result = step(findingMachine, frozen(saved), event)
      if (result.outcome === 'accepted') edges.push({ from: key, act: act.name, to: reach(landing(result)) })
    }
  }
  return { nodes, edges, attempts }
}
