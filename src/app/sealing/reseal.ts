import type { SealedAt } from '../../../db/stores/sealed.ts'
import type { Deps } from '../deps.ts'
import { aboutPhone } from '../people/phone-number.ts'
import { aboutEmail } from '../subscriptions/subscription-view.ts'
import { aboutPoint } from '../tracks/tracks.ts'

const AT_ONCE = 500

const aboutOf = ({ kind, memberId, patrolId, at }: SealedAt): string =>
  kind === 'phone'
    ? aboutPhone(memberId)
    : kind === 'email'
      ? aboutEmail(memberId)
      : aboutPoint({ memberId, patrolId: patrolId ?? '', at: at ?? 0 })

interface Resealed {
  /** Values that are closed with the key in use now, and were not before. */
  readonly sealed: number
  /** Values that no key opens, and that were therefore taken away. */
  readonly lost: number
}

/**
 * Closes with the key in use whatever stands open, as an earlier release left it, or was closed with an older key. Throws
 * `KeyMissing` at a value that no key opens, unless told to take such values away: they are lost already. Safe to run
 * again, and beside the program.
 */
export async function reseal(
  { db, seal }: Pick<Deps, 'db' | 'seal'>,
  { forgetLost = false, tracks = true }: { readonly forgetLost?: boolean; readonly tracks?: boolean } = {},
): Promise<Resealed> {
  const done = { sealed: 0, lost: 0 }
  const take = async (rows: readonly SealedAt[]): Promise<void> => {
    for (const row of rows) {
      const lost = !seal.opens(row.value)
      const about = aboutOf(row)
      const by = lost && forgetLost ? null : seal.close(seal.open(row.value, about), about)
      await db.transaction(tx => tx.sealed.replace(row, by), row.communityId || null)
      done[lost ? 'lost' : 'sealed'] += 1
    }
  }
  const { prefix } = seal
  for (;;) {
    const rows = await db.read.sealed.contactsOtherThan(prefix, AT_ONCE)
    await take(rows)
    if (rows.length === 0) break
  }
  while (tracks) {
    const rows = await db.read.sealed.spotsOtherThan(prefix, AT_ONCE)
    await take(rows)
    if (rows.length === 0) break
  }
  return done
}
