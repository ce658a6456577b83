import { type Api, bodyOf } from '../api/client.ts'
import { dayBefore } from './period.ts'

/** What every part of the page is asked about. */
export interface Asked {
  readonly from: string
  readonly to: string
  readonly placeId?: string
}

/** The list of what was reported in a period and is in one of the states now: as many as the number says. */
export function listOf(
  { from, to, placeId }: Asked,
  state: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = {
    state,
    reportedFrom: from,
    reportedTo: dayBefore(to),
    ...(placeId ? { placeId } : {}),
    ...more,
  }
  return `/findings?${new URLSearchParams(query)}`
}

/** A number out of a count or of a rate, of which the percentage. */
export const plainly = (value: number | { readonly value: number | null }): number =>
  typeof value === 'number' ? value : (value.value ?? 0)

/** Points of a metric over time: days for a month, months for anything longer. */
export async function pointsOf(
  api: Api,
  metric: 'found' | 'rectified',
  asked: Asked,
): Promise<readonly { from: string; to: string; value: number }[]> {
  const long = Date.parse(asked.to) - Date.parse(asked.from) > 62 * 86_400_000
  const query = { ...asked, metric, by: long ? ('month' as const) : ('day' as const) }
  const { items } = await bodyOf(api.GET('/api/v1/metrics/series', { params: { query } }))
  return items.map(({ from, to, value }) => ({ from, to, value: plainly(value) }))
}
