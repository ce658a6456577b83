import { parseDuration } from '../../../machines/duration.ts'
import type { Stop } from '../../../machines/patrol/route.ts'
import type { Reader } from '../deps.ts'
import { invalidValue, unknownReference } from '../errors.ts'

/** What to look at, in the words of whoever plans; answered with yes, no or does not apply. */
interface Question {
  readonly id: string
  readonly zh: string
  readonly en: string | null
}

/** A stop as a version of a route keeps it. */
export interface KeptStop extends Stop {
  readonly name: string
  readonly questions: readonly Question[]
}

export interface StopInput {
  readonly checkpointId: string
  /** (Default: true) */
  readonly mandatory?: boolean
  /** When the stop is to be made: durations after the walk's start. (Default: any time) */
  readonly from?: string
  readonly to?: string
  readonly questions?: readonly { readonly zh: string; readonly en?: string }[]
}

const HOURS_A_DAY_MS = 86_400_000

/** Checks the stops of a route below a place, and gives them as they are kept. */
export async function checkStops(
  read: Pick<Reader, 'rounds'>,
  place: { readonly communityId: string; readonly path: string },
  stops: readonly StopInput[],
): Promise<KeptStop[]> {
  const ids = stops.map(stop => stop.checkpointId)
  const known = new Map((await read.rounds.findCheckpoints(place.communityId, ids)).map(row => [row.id, row]))
  return stops.map((stop, n) => {
    const checkpoint = known.get(stop.checkpointId)
    if (!checkpoint?.active || !checkpoint.placePath.startsWith(place.path))
      throw unknownReference(`/stops/${n}/checkpointId`)
    if (ids.indexOf(stop.checkpointId) !== n)
      throw invalidValue(`/stops/${n}/checkpointId`, 'the route stops there already')
    const fromMs = spanOf(`/stops/${n}/from`, stop.from)
    const toMs = spanOf(`/stops/${n}/to`, stop.to)
    if (fromMs !== null && toMs !== null && fromMs >= toMs)
      throw invalidValue(`/stops/${n}/to`, 'has to come after from')
    return {
      checkpointId: checkpoint.id,
      placeId: checkpoint.placeId,
      name: checkpoint.name,
      mandatory: stop.mandatory ?? true,
      fromMs,
      toMs,
      questions: (stop.questions ?? []).map(({ zh, en }, q) => ({ id: `q${q + 1}`, zh, en: en ?? null })),
    }
  })
}

function spanOf(pointer: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const ms = parseDuration(text, 'continuous', HOURS_A_DAY_MS)
  if (ms === null || ms > HOURS_A_DAY_MS)
    throw invalidValue(pointer, 'a duration of at most a day, such as PT30M')
  return ms
}
