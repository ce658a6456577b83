import type { Effect } from '../../../machines/effects.ts'
import type { Chance, Writer } from '../deps.ts'

/** Whose effects they are. */
interface Owner {
  readonly communityId: string
  readonly recordType: 'finding' | 'patrol'
  readonly recordId: string
  readonly version: number
}

/** Effects of several steps of one transaction, as they stand at its end. */
export interface PlannedEffects {
  add(effects: readonly Effect[]): void
  readonly timers: ReadonlyMap<string, Effect>
  readonly notices: readonly string[]
}

export function planEffects(): PlannedEffects {
  const timers = new Map<string, Effect>()
  const notices: string[] = []
  return {
    timers,
    notices,
    add(effects) {
      for (const effect of effects) {
        if (effect.type === 'notify') notices.push(effect.kind)
        else timers.set(effect.name, effect)
      }
    },
  }
}

/** Writes effects down where they outlive the process: timers to ring, outbox rows to send. */
export async function carryOut(
  { tx, chance, at }: { tx: Writer; chance: Chance; at: number },
  effects: PlannedEffects,
  owner: Owner,
): Promise<void> {
  const { communityId, recordType, recordId, version } = owner
  for (const effect of effects.timers.values()) {
    if (effect.type === 'timer.set') {
      const { name, fireAt } = effect
      const row = {
        communityId,
        recordType,
        recordId,
        name,
        fireAt,
        tryAt: fireAt,
        token: version,
        attempts: 0,
      }
      await tx.later.setTimer(row)
    } else if (effect.type === 'timer.clear') await tx.later.clearTimer(communityId, recordId, effect.name)
  }
  for (const topic of effects.notices)
    await tx.later.post({
      communityId,
      id: chance.id(at),
      topic,
      rung: '',
      level: 0,
      round: version,
      recordType,
      recordId,
      version,
      createdAt: at,
      doneAt: null,
    })
}
