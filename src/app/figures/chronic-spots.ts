import { CHRONIC_FROM, RECURRENCE_MS, TOPIC_FROM } from '../../../machines/finding/recurrence.ts'
import { addDays, instantOf, localDay } from '../../../machines/zone.ts'
import type { Caller } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { getFiguresScope } from './figures-scope.ts'

export interface ChronicQuery {
  readonly placeId?: string
  /** How many local days are looked at, today included. (Default: 90) */
  readonly days?: number
  /** How often it has to have come back. (Default: 2) */
  readonly times?: number
}

const MOST_SPOTS = 100

/**
 * 反复点位: leaf categories at places where fixes do not hold, the worst first. A spot is one when what was found there
 * had been fixed within the 30 days before, so and so often within the last days. Costs one statement over what came back
 * and one for each spot that is shown.
 */
export async function chronicSpots(
  { read, clock }: { read: Reader; clock: Clock },
  caller: Caller,
  { placeId, days = 90, times = CHRONIC_FROM }: ChronicQuery,
) {
  const { communityId } = caller
  if (communityId === null) throw new AppError('community.not_found')
  const { timeZone } = (await getCommunity(read, communityId)).row
  const { visible } = await getFiguresScope(read, caller, placeId)
  const from = addDays(localDay(clock.now(), timeZone), 1 - days)
  const since = instantOf(from, 0, timeZone)
  const spots = await read.findings.recurringSpots(communityId, visible, {
    from: since,
    heldMs: RECURRENCE_MS,
    times,
    limit: MOST_SPOTS,
  })
  const places = await read.setup.findPlaces(communityId, [...new Set(spots.map(spot => spot.placeId))])
  const names = new Map(places.map(place => [place.id, place.namePath]))
  const items = []
  for (const spot of spots) {
    const { found, open } = await read.findings.countAtSpot({ communityId, ...spot }, since)
    items.push({
      placeId: spot.placeId,
      placePath: names.get(spot.placeId) ?? '',
      categoryCode: spot.categoryCode,
      recurrences: spot.recurrences,
      found,
      open,
      lastReportedAt: new Date(spot.lastReportedAt).toISOString(),
      forDeliberation: found >= TOPIC_FROM,
    })
  }
  return { from, days, times, items }
}
