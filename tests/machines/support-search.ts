import type { FindingContext } from '../../machines/finding/context.ts'
import { findingMachine } from '../../machines/finding/machine.ts'
import { step } from '../../machines/step.ts'
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

const MARKS: Readonly<Record<string, 'warnAt' | 'dueAt' | 'yellowAt' | 'redAt'>> = {
  'clock.warn': 'warnAt',
  'clock.overdue': 'dueAt',
  'clock.yellow': 'yellowAt',
  'clock.red': 'redAt',
}

/** A minute later; a timer rings a millisecond after its mark. */
export function momentOf(act: Act, { context }: Situation): number {
  const mark = MARKS[act.name]
  const soon = Math.max(context.at + minute, MONDAY)
  return mark && context.assignment ? Math.max(soon, context.assignment[mark] + 1) : soon
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
      const saved: { value: { work: string; clock: string }; context: FindingContext } = {
        value: situation.value,
        context: situation.context,
      }
      const result = step(findingMachine, frozen(saved), event)
      if (result.outcome === 'accepted') edges.push({ from: key, act: act.name, to: reach(landing(result)) })
    }
  }
  return { nodes, edges, attempts }
}
