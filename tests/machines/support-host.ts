import type { FindingDeed, Report } from '../../machines/finding/events.ts'
import { type Actor, TIMER } from '../../machines/people.ts'
import {
  attempt,
  coordinator,
  type Deed,
  deeds,
  handler,
  landing,
  MONDAY,
  NOTHING,
  patroller,
  reportOf,
  type Situation,
} from './support-finding.ts'

/** A timer from the moment it was set to what became of it. */
export interface SetTimer {
  readonly name: string
  readonly fireAt: number
  readonly setAt: number
  fate: 'waiting' | 'rung' | 'rung in vain' | 'cleared' | 'replaced'
}

/** An accepted step: what it was, and the finding before and after. */
interface Taken {
  readonly deed: Deed
  readonly actor: Actor
  readonly at: number
  readonly before: Situation
  readonly after: Situation
  /** What somebody is to hear of it. */
  readonly notices: readonly string[]
}

/** The host of one finding: keeps its timers and its time, and remembers everything. */
export interface Host {
  readonly now: number
  readonly finding: Situation
  readonly waiting: ReadonlyMap<string, SetTimer>
  readonly timers: readonly SetTimer[]
  readonly taken: readonly Taken[]
  /** Tries something now; false when it is refused. */
  tries(deed: Deed, actor: Actor): boolean
  /** Moves the time, and every timer rings at its own moment. */
  passTo(at: number): void
  /** Moves the time as if the host had been down: what is due rings at the end of it, in order. */
  sleepTo(at: number): void
}

/** A host that has nothing yet. */
export function createHost(start: number): Host {
  let now = start
  let finding = NOTHING
  const waiting = new Map<string, SetTimer>()
  const timers: SetTimer[] = []
  const taken: Taken[] = []

  const tries = (deed: Deed, actor: Actor): boolean => {
    const result = attempt(finding, deed, actor, now)
    if (result.outcome === 'refused') return false
    const before = finding
    finding = landing(result)
    const notices: string[] = []
    for (const effect of result.effects) {
      if (effect.type === 'notify') {
        notices.push(effect.kind)
        continue
      }
      const old = waiting.get(effect.name)
      if (old) old.fate = effect.type === 'timer.set' ? 'replaced' : 'cleared'
      waiting.delete(effect.name)
      if (effect.type === 'timer.clear') continue
      const timer: SetTimer = { name: effect.name, fireAt: effect.fireAt, setAt: now, fate: 'waiting' }
      waiting.set(timer.name, timer)
      timers.push(timer)
    }
    taken.push({ deed, actor, at: now, before, after: finding, notices })
    return true
  }

  const next = (): SetTimer | undefined => [...waiting.values()].sort((a, b) => a.fireAt - b.fireAt)[0]
  const ring = (timer: SetTimer): void => {
    waiting.delete(timer.name)
    timer.fate = tries({ type: timer.name } as FindingDeed, TIMER) ? 'rung' : 'rung in vain'
  }

  return {
    get now() {
      return now
    },
    get finding() {
      return finding
    },
    waiting,
    timers,
    taken,
    tries,
    passTo(at) {
      for (let timer = next(); timer && timer.fireAt <= at; timer = next()) {
        now = Math.max(now, timer.fireAt)
        ring(timer)
      }
      now = at
    },
    sleepTo(at) {
      now = at
      for (let timer = next(); timer && timer.fireAt <= at; timer = next()) ring(timer)
    },
  }
}

/** A host with a finding that was dispatched (and received, unless told otherwise) on Monday at 09:00. */
export function hostWithUnit(more: Partial<Report> = {}, received = true): Host {
  const host = createHost(MONDAY)
  host.tries(reportOf(more), patroller)
  host.tries(deeds.register, coordinator)
  host.tries(deeds.dispatch, coordinator)
  if (received) host.tries(deeds.receive, handler)
  return host
}
