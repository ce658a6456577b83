import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { FindingQuery } from '../api/client.ts'
import { useMember } from '../house.ts'
import { nextDay, startOfDay } from './day-start.ts'

const NAMES = [
  'q',
  'state',
  'overdue',
  'unitId',
  'categoryCode',
  'severity',
  'placeId',
  'patrolId',
  'dueBefore',
  'dueFrom',
  'reportedFrom',
  'reportedTo',
  'sort',
] as const
export type FilterName = (typeof NAMES)[number]

/** States in which somebody still has something to do. */
export const OPEN_STATES =
  'reported,verifying,self_handled,registered,dispatched,in_progress,suspended,rectified'

/** States that count as found: without what was rejected, merged or voided. */
export const FOUND_STATES = `${OPEN_STATES},closed`
/** States that count as reported: without what was voided. */
export const REPORTED_STATES = `${FOUND_STATES},rejected,merged`

const isDay = (text: string | undefined): text is string =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(Date.parse(text ?? ''))

/** From the first moment of one day to the last of another, both of the community and both or one of them given. */
export function reportedBetween(
  {
    reportedFrom,
    reportedTo,
  }: { readonly reportedFrom?: string | undefined; readonly reportedTo?: string | undefined },
  timeZone: string,
): Pick<FindingQuery, 'reportedFrom' | 'reportedTo'> {
  const begin = (day: string): string => new Date(startOfDay(day, timeZone)).toISOString()
  return {
    ...(isDay(reportedFrom) ? { reportedFrom: begin(reportedFrom) } : {}),
    ...(isDay(reportedTo) ? { reportedTo: begin(nextDay(reportedTo)) } : {}),
  }
}

/** The filters of a list. They live in the address, so that a link shows the same list and Back brings it back. */
export function useFindingFilters() {
  const route = useRoute()
  const router = useRouter()
  const { reference } = useMember()
  const timeZone = computed(
    () => reference.community.value[0]?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
  )
  const filters = computed(
    () =>
      Object.fromEntries(
        NAMES.flatMap(name => (typeof route.query[name] === 'string' ? [[name, route.query[name]]] : [])),
      ) as Partial<Record<FilterName, string>>,
  )
  return {
    filters,
    timeZone,
    set: (name: FilterName, value: string) =>
      router.replace({ query: { ...route.query, [name]: value === '' ? undefined : value } }),
    clear: () => router.replace({ query: {} }),
    /** As the interface asks for them. */
    query: (): FindingQuery => {
      const { state, overdue, sort, reportedFrom, reportedTo, ...rest } = filters.value
      return {
        ...(rest as FindingQuery),
        ...reportedBetween({ reportedFrom, reportedTo }, timeZone.value),
        ...(state === 'any' ? {} : { state: state ?? OPEN_STATES }),
        ...(overdue === 'true' ? { overdue: true } : {}),
        sort: (sort as FindingQuery['sort']) ?? (overdue === 'true' ? 'dueAt' : '-reportedAt'),
      }
    },
  }
}
