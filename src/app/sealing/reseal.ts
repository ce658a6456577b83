import type { SealedAt } from '../../../db/stores/sealed.ts'
import type { Deps } from '../deps.ts'
import { aboutPhone } from '../people/phone-number.ts'
import { aboutEmail } from '../subscriptions/subscription-view.ts'
import { aboutPoint } from '../tracks/tracks.ts'

const AT_ONCE = 500

function aboutOf(row: SealedAt): string {
  if (row.kind === 'spot') return aboutPoint(row)
  return row.kind === 'phone' ? aboutPhone(row.memberId) : aboutEmail(row.memberId)
}

interface Resealed {
  /** Values that are closed with the key in use now, and were not before. */
  readonly sealed: number
  /** Values that no key opens, and that were therefore taken away. */
  readonly lost: number
}

/**
 * Closes with the key in use whatever stands open, as an earlier release left it, or was closed with an older key. Throws
 * `KeyMissing` at a value that no key opens, unless told to take such values away: they are lost already. Safe to run
 * again, and beside the program. Looks at every phone number, address and point; a transaction for some hundred of them.
 */
export async function reseal(
  { db, seal }: Pick<Deps, 'db' | 'seal'>,
  { forgetLost = false }: { readonly forgetLost?: boolean } = {},
): Promise<Resealed> {
  const { prefix } = seal
  const done = { sealed: 0, lost: 0 }
  const next = async (): Promise<readonly SealedAt[]> => {
    const contacts = await db.read.sealed.contactsOtherThan(prefix, AT_ONCE)
    return contacts.length > 0 ? contacts : await db.read.sealed.spotsOtherThan(prefix, AT_ONCE)
  }
  for (let rows = await next(); rows.length > 0; rows = await next())
    for (const communityId of new Set(rows.map(row => row.communityId))) {
      const own = rows.filter(row => row.communityId === communityId)
      const closed = own.map(row => {
        if (forgetLost && !seal.opens(row.value)) return { row, by: null }
        const about = aboutOf(row)
        return { row, by: seal.close(seal.open(row.value, about), about) }
      })
      await db.transaction(async tx => {
        for (const { row, by } of closed) await tx.sealed.replace(row, by)
      }, communityId || null)
      for (const { by } of closed) done[by === null ? 'lost' : 'sealed'] += 1
    }
  return done
}
