import type { DeliveryRow, TargetKey } from '../../../db/stores/deliveries.ts'
import type { Deps, Reader } from '../deps.ts'
import type { ChannelName } from './message.ts'
import type { Pace } from './paces.ts'

/** A target as a worker knows it. */
export type Target = TargetKey

/** Deliveries that a sender holds, as one message, until its lease ends. */
export interface TakenMessage {
  readonly target: Target
  readonly id: string
  /** With the fences they were taken up under. */
  readonly rows: readonly [DeliveryRow, ...DeliveryRow[]]
}

/** How long a sender may take; a longer one cannot mark what it sent, and somebody else sends it again. */
const LEASE_MS = 30_000

/** Targets of a channel that have something due and may get a message now, the longest waiting first. */
export async function listDueTargets(
  { db, clock }: { readonly db: { readonly read: Reader }; readonly clock: Deps['clock'] },
  channel: ChannelName,
  { most, perMs, somePass }: Pace,
  limit: number,
): Promise<Target[]> {
  const now = clock.now()
  return db.read.deliveries.dueTargets(channel, { now, openSince: now - perMs, most, limit }, somePass)
}

/**
 * Takes up the next message for a target, or null when nothing is due or the target has had its share. What was in one
 * message before stays in it, so that a second copy is the same message with the same id; otherwise everything that
 * is due goes into one, as far as it has room. Each row's fence is raised: only this sender can mark it now.
 */
export async function takeUpMessage(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  target: Target,
  { most, perMs, somePass, together }: Pace,
): Promise<TakenMessage | null> {
  return db.transaction(async tx => {
    const now = clock.now()
    const first = await tx.deliveries.foremost(target, now, somePass)
    if (!first) return null
    const passes = somePass && (first.urgent || first.messageId !== null)
    const pace = await tx.deliveries.paceOf(target)
    const present = pace && pace.since <= now && pace.since > now - perMs ? pace : null
    if (present && present.count >= most && !passes) return null

    const found =
      first.messageId !== null
        ? await tx.deliveries.together(target, now, first.messageId)
        : together === 1
          ? [first]
          : await tx.deliveries.unsent(target, now, together)
    const id = first.messageId ?? found[0]?.id ?? first.id
    const taken: DeliveryRow[] = []
    for (const row of found) {
      const { communityId, fence } = row
      if (
        await tx.deliveries.takeUp({ communityId, id: row.id, fence, messageId: id, until: now + LEASE_MS })
      )
        taken.push({ ...row, messageId: id, fence: fence + 1 })
    }
    const [head, ...rest] = taken
    if (!head) return null
    // A mail that comes again is not a second one; a webhook is spared every request.
    if (!somePass || first.messageId === null)
      await tx.deliveries.setPace({
        ...target,
        since: present?.since ?? now,
        count: (present?.count ?? 0) + 1,
      })
    return { target, id, rows: [head, ...rest] }
  }, target.communityId)
}

/** Makes due at once what earlier senders had taken up; only where no other process can be sending. */
export async function releaseTaken({ db }: Pick<Deps, 'db'>): Promise<number> {
  return db.transaction(tx => tx.deliveries.releaseTaken())
}
