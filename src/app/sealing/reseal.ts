import { SEALED_KINDS, type SealedAt } from '../../../db/stores/sealed.ts'
import type { Deps } from '../deps.ts'
import { aboutAnswer } from '../kept-answers.ts'
import { aboutSpot } from '../patrols/spots.ts'
import { aboutName } from '../people/member-name.ts'
import { aboutPhone } from '../people/phone-number.ts'
import { aboutEmail } from '../subscriptions/subscription-view.ts'
import { aboutPoint } from '../tracks/tracks.ts'

const AT_ONCE = 500

function aboutOf(row: SealedAt): string {
  switch (row.kind) {
    case 'name':
      return aboutName(row.memberId)
    case 'phone':
      return aboutPhone(row.memberId)
    case 'email':
      return aboutEmail(row.memberId)
    case 'answer':
      return aboutAnswer(row)
    case 'spot':
      return aboutSpot(row)
    case 'point':
      return aboutPoint(row)
  }
}

interface Resealed {
  /** Values that are closed with the key in use now, and were not before. */
  readonly sealed: number
  /** Values that no key opens, and that were therefore taken away; in the place of a name stands the login. */
  readonly lost: number
}

/**
 * Closes with the key in use whatever stands open, as an earlier release left it, or was closed with an older key. Throws
 * `KeyMissing` at a value that no key opens, unless told to take such values away: they are lost already. Safe to run
 * again, and beside the program. Looks at everything that is sealed; a transaction for some hundred of a kind.
 */
export async function reseal(
  { db, seal }: Pick<Deps, 'db' | 'seal'>,
  { forgetLost = false }: { readonly forgetLost?: boolean } = {},
): Promise<Resealed> {
  const done = { sealed: 0, lost: 0 }
  for (const kind of SEALED_KINDS)
    for (;;) {
      const rows = await db.read.sealed.otherThan(kind, seal.prefix, AT_ONCE)
      const communityId = rows[0]?.communityId
      if (communityId === undefined) break
      const closed = rows
        .filter(row => row.communityId === communityId)
        .map(row => {
          const about = aboutOf(row)
          const lost = forgetLost && !seal.opens(row.value)
          if (!lost) return { row, lost, by: seal.close(seal.open(row.value, about), about) }
          return { row, lost, by: row.kind === 'name' ? seal.close(row.login, about) : null }
        })
      await db.transaction(async tx => {
        for (const { row, by } of closed) await tx.sealed.replace(row, by)
      }, communityId || null)
      for (const { lost } of closed) done[lost ? 'lost' : 'sealed'] += 1
    }
  return done
}
