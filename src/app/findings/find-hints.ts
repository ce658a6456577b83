import type { AtSpot, ClosedAtSpot, Spot } from '../../../db/stores/finding-spots.ts'
import type { FindingContext } from '../../../machines/finding/context.ts'
import { type EarlierFix, FIX_WATCHED_MS, RECURRENCE_MS } from '../../../machines/finding/recurrence.ts'
import { FINDING_STATES, type FindingState } from '../../../machines/finding/states.ts'
import { type Caller, sees } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { likenessTo } from './likeness.ts'
import { likenessOfPhotos } from './photo-likeness.ts'

/**
 * Something of the same leaf category at the same place that is open, or was closed within 30 days (domain.md F1): what
 * is reported may be the same, or have come back. It informs whoever reports or triages, and never blocks anything.
 * Somebody who may not see that finding learns that it is there, and nothing that was written.
 */
export interface Hint {
  readonly kind: 'open' | 'closed'
  readonly findingId: string | null
  readonly number: string | null
  readonly state: FindingState
  readonly stateName: string
  readonly reportedAt: string
  readonly closedAt: string | null
  /** It was fixed, so what is seen there now is its recurrence. */
  readonly fixed: boolean
  readonly description: string | null
  /** How alike the two are, each from 0 to 1; `null` when there is nothing to compare. */
  readonly likeness: { readonly words: number | null; readonly photo: number | null }
}

/** What is seen, where: enough to ask what else is known of the spot. Moments are milliseconds since 1970. */
export interface Sighting extends Spot {
  readonly observedAt: number
  readonly description: string
  readonly photoIds: readonly string[]
}

const MOST_HINTS = 10

/** The hints for a sighting, the likeliest first: what is open before what was closed, then by likeness, then by age. */
export async function findHints(
  read: Pick<Reader, 'findings' | 'photos'>,
  caller: Caller,
  { description, observedAt, photoIds, ...spot }: Sighting,
  language: 'zh' | 'en',
  besides: string | null = null,
): Promise<Hint[]> {
  const [open, closed] = await Promise.all([
    read.findings.openAtSpot(spot),
    read.findings.closedAtSpot(spot, observedAt - RECURRENCE_MS, Number.MAX_SAFE_INTEGER),
  ])
  const alike = likenessTo(description)
  const tell = (row: AtSpot, fixed: boolean): Hint => hintOf(caller, row, fixed, alike, language)
  const others = ({ id }: AtSpot): boolean => id !== besides
  const hints = [
    ...open.filter(others).map(row => tell(row, false)),
    ...closed.filter(others).map(row => tell(row, isFixedBefore(row, observedAt))),
  ]
  const shown = hints.flatMap(({ findingId }) => findingId ?? [])
  const photos = await likenessOfPhotos(read, spot.communityId, photoIds, shown)
  return hints
    .map(hint => ({
      ...hint,
      likeness: { ...hint.likeness, photo: photos.get(hint.findingId ?? '') ?? null },
    }))
    .sort((a, b) => Number(b.kind === 'open') - Number(a.kind === 'open') || likest(b) - likest(a))
    .slice(0, MOST_HINTS)
}

const likest = ({ likeness: { words, photo } }: Hint): number => (words ?? 0) + (photo ?? 0)

function hintOf(
  caller: Caller,
  row: AtSpot,
  fixed: boolean,
  alike: (words: string) => number | null,
  language: 'zh' | 'en',
): Hint {
  const state = row.state as FindingState
  const shown = sees(caller, row)
  return {
    kind: row.closedAt === null ? 'open' : 'closed',
    findingId: shown ? row.id : null,
    number: shown ? row.number : null,
    state,
    stateName: FINDING_STATES[state][language],
    reportedAt: new Date(row.reportedAt).toISOString(),
    closedAt: row.closedAt === null ? null : new Date(row.closedAt).toISOString(),
    fixed,
    description: shown ? row.description : null,
    likeness: { words: shown ? alike(row.description) : null, photo: null },
  }
}

const isFixedBefore = ({ closedAt, context }: ClosedAtSpot, moment: number): boolean =>
  closedAt !== null && closedAt <= moment && (JSON.parse(context) as FindingContext).closeKind !== 'forced'

/**
 * The last fix at a spot before a sighting, within the time that fixes are watched. A case that was closed by force was
 * not fixed, so nothing can come back from it.
 */
export async function findEarlierFix(
  read: Pick<Reader, 'findings'>,
  spot: Spot,
  observedAt: number,
): Promise<EarlierFix | undefined> {
  const closed = await read.findings.closedAtSpot(spot, observedAt - FIX_WATCHED_MS, observedAt + 1)
  const fixed = closed.find(row => isFixedBefore(row, observedAt))
  return fixed && { of: fixed.id, closedAt: fixed.closedAt as number }
}
