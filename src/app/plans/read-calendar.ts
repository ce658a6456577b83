import type { PatrolRow } from '../../../db/stores/patrols.ts'
import type { PlaceRow } from '../../../db/stores/setup.ts'
import type { PatrolContext } from '../../../machines/patrol/context.ts'
import type { PatrolTheme } from '../../../machines/patrol/states.ts'
import type { Clock, Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { hashSecret } from '../secrets.ts'
import { type CalendarEvent, writeCalendar } from './write-calendar.ts'

const DAY_MS = 86_400_000
const BACK_MS = 30 * DAY_MS
const AHEAD_MS = 90 * DAY_MS
const MOST_EVENTS = 1_000

const SUMMARIES: Record<PatrolTheme, string> = {
  corridor: '楼道巡查 · corridor patrol',
  ebike: '电动车巡查 · e-bike patrol',
  waste: '垃圾分类巡查 · waste patrol',
  general: '综合巡查 · patrol',
}

/**
 * The calendar behind a feed's token: the patrols of a squad, or those that a member walks or whose squad they are in,
 * from a month ago to three months ahead. Nobody is named in it, and a household only as its building. A token that was
 * withdrawn, or whose owner has left, leads nowhere.
 */
export async function readCalendar(
  { read, clock }: { readonly read: Reader; readonly clock: Clock },
  token: string,
): Promise<string> {
  const feed = await read.plans.findFeed(hashSecret(token))
  const [owner] = feed ? await read.people.findMembers(feed.communityId, [feed.memberId]) : []
  if (!feed || !owner?.active) throw new AppError('calendar_feed.not_found')
  const { communityId, memberId, squadId } = feed
  const squads = squadId === null ? await read.setup.squadsOf(communityId, memberId) : []
  const now = clock.now()
  const rows = await read.patrols.opening({
    communityId,
    memberId: squadId === null ? memberId : null,
    squadIds: squadId === null ? squads.map(({ id }) => id) : [squadId],
    from: now - BACK_MS,
    to: now + AHEAD_MS,
    limit: MOST_EVENTS,
  })
  const places = await read.setup.findPlaces(communityId, [...new Set(rows.map(row => row.placeId))])
  const locations = new Map(places.map(place => [place.id, locationOf(place)]))
  const events = rows.flatMap(row => eventOf(row, locations.get(row.placeId) ?? ''))
  return writeCalendar('巡查 · patrols', events)
}

function locationOf({ kind, namePath }: PlaceRow): string {
  return kind === 'household' ? namePath.split('/').slice(0, -1).join('/') : namePath
}

function eventOf(row: PatrolRow, location: string): CalendarEvent[] {
  const context = JSON.parse(row.context) as PatrolContext
  const { windowStart, windowEnd, theme, moves = 0, at } = context
  if (windowStart === null || windowEnd === null) return []
  const cancelled = row.state === 'cancelled'
  return [
    {
      uid: `${row.id}@xuncha`,
      sequence: moves + (cancelled ? 1 : 0),
      stampedAt: at,
      start: windowStart,
      end: windowEnd,
      summary: SUMMARIES[theme],
      location,
      cancelled,
    },
  ]
}
