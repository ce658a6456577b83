import type { Caller } from '../caller.ts'
import type { Chance, Deps, Reader, Writer } from '../deps.ts'
import { conceal } from '../journal/conceal-words.ts'
import type { Position } from './position.ts'

/*
 * Where somebody stood who started a walk or checked in: personal, so in the journal as a hash only, sealed beside it,
 * and gone after thirty days.
 */

const FIELD = 'position'

/** A position on its way into the record: what the machine sees of it, and what it was hashed with. */
export interface HiddenSpot {
  readonly hashes: { readonly position?: string }
  readonly salt: string | null
  readonly words: string
}

/** Hides where an event happened, if it says so. */
export function hideSpot(chance: Chance, position: Position | null): HiddenSpot {
  if (position === null) return { hashes: {}, salt: null, words: '' }
  const words = `${position.lat} ${position.lng}`
  return { ...conceal(chance, { [FIELD]: words }), words }
}

/** What a position is sealed for. */
export const aboutSpot = ({ patrolId, version }: { patrolId: string; version: number }): string =>
  `stood ${patrolId} ${version}`

/** Keeps a hidden position beside the step that it came with; `at` is when it happened, milliseconds since 1970. */
export async function keepSpot(
  { seal }: Pick<Deps, 'seal'>,
  tx: Pick<Writer, 'tracks'>,
  { salt, words }: HiddenSpot,
  step: {
    readonly communityId: string
    readonly patrolId: string
    readonly version: number
    readonly at: number
  },
  { memberId }: Pick<Caller, 'memberId'>,
): Promise<void> {
  if (salt === null) return
  await tx.tracks.keepSpot({ ...step, memberId, salt, spot: seal.close(words, aboutSpot(step)) })
}

/** Where a walker stood on a patrol, as long as it is kept. */
export async function spotsOf(
  { seal }: Pick<Deps, 'seal'>,
  read: Pick<Reader, 'tracks'>,
  { communityId, patrolId, memberId }: { communityId: string; patrolId: string; memberId: string },
): Promise<(Position & { readonly at: number })[]> {
  const rows = await read.tracks.spotsOf(communityId, patrolId, memberId)
  return rows.map(row => {
    const [lat = 0, lng = 0] = seal.open(row.spot, aboutSpot(row)).split(' ').map(Number)
    return { at: row.at, lat, lng }
  })
}
