import type { Deps } from './deps.ts'

/*
 * Several processes may run the same sweeps. A lease lets one of them at a time look at the rows, so that the others
 * spare themselves the trouble; it is no lock. What keeps a row right is the row's own token, mark or fence.
 */

/** Who wants to look after what. */
export interface LeaseWish {
  /** What is looked after, such as `timers`. */
  readonly name: string
  /** Which process asks; unique among all that run. */
  readonly holder: string
  /** How long nobody else gets it, milliseconds. */
  readonly ms: number
}

/** A lease that was given. */
export interface Lease extends LeaseWish {
  /** Higher than any fence of an earlier lease of this name. */
  readonly fence: number
}

/**
 * Takes a lease, or prolongs one's own; null while another holder has it. A lease ends by itself, so a holder that
 * dies keeps nobody waiting longer than `ms`. One's own lease that ran out meanwhile comes back with a higher fence.
 */
export async function holdLease(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { name, holder, ms }: LeaseWish,
): Promise<Lease | null> {
  const now = clock.now()
  const fence = await db.transaction(tx => tx.leases.take({ name, holder, now, until: now + ms }))
  return fence === null ? null : { name, holder, ms, fence }
}

/** Gives a lease back before its time; false when it has passed to another holder, whom this leaves alone. */
export async function releaseLease(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { name, fence }: Pick<Lease, 'name' | 'fence'>,
): Promise<boolean> {
  return db.transaction(tx => tx.leases.end({ name, fence, now: clock.now() }))
}
