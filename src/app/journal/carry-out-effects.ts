import type { Effect } from '../../../machines/effects.ts'
import type { Chance, Writer } from '../deps.ts'
import type { AboutRecord } from '../notices/about-record.ts'
import { tellMembers } from '../notices/tell-members.ts'

/** Effects of several steps of one transaction, as they stand at its end. */
export interface PlannedEffects {
  add(effects: readonly Effect[]): void
  /** Takes back a notice that what followed in the same transaction has made pointless. */
  withdraw(kind: string): void
  readonly timers: ReadonlyMap<string, Effect>
  readonly notices: readonly string[]
}

export function planEffects(): PlannedEffects {
  const timers = new Map<string, Effect>()
  let notices: string[] = []
  return {
    timers,
    get notices() {
      return notices
    },
    add(effects) {
      for (const effect of effects) {
        if (effect.type === 'notify') notices.push(effect.kind)
        else timers.set(effect.name, effect)
      }
    },
    withdraw(kind) {
      notices = notices.filter(notice => notice !== kind)
    },
  }
}

/**
 * Writes effects down where they outlive the process: timers to ring, and whoever is to hear of the step. Gives who
 * heard of it.
 */
export async function carryOut(
  scope: { tx: Writer; chance: Chance; at: number; past?: true },
  effects: PlannedEffects,
  about: AboutRecord,
  actorId: string | null,
): Promise<ReadonlySet<string>> {
  const { communityId, recordType, recordId, version } = about
  const { later } = scope.tx
  for (const effect of effects.timers.values()) {
    if (effect.type === 'timer.set') {
      const { name, fireAt } = effect
      const owner = { communityId, recordType, recordId, name }
      await later.setTimer({ ...owner, fireAt, tryAt: fireAt, token: version, attempts: 0 })
    } else if (effect.type === 'timer.clear')
      await later.clearTimer({ communityId, recordId, name: effect.name })
  }
  return scope.past ? new Set() : tellMembers(scope, about, effects.notices, actorId)
}
