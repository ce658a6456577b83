import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { FindingQuery } from '../api/client.ts'

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
  'sort',
] as const
export type FilterName = (typeof NAMES)[number]

/** States in which somebody still has something to do. */
export const OPEN_STATES =
  'reported,verifying,self_handled,registered,dispatched,in_progress,suspended,rectified'

/** The filters of a list. They live in the address, so that a link shows the same list and Back brings it back. */
export function useFindingFilters() {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(
    () =>
      Object.fromEntries(
        NAMES.flatMap(name => (typeof route.query[name] === 'string' ? [[name, route.query[name]]] : [])),
      ) as Partial<Record<FilterName, string>>,
  )
  return {
    filters,
    set: (name: FilterName, value: string) =>
      router.replace({ query: { ...route.query, [name]: value === '' ? undefined : value } }),
    clear: () => router.replace({ query: {} }),
    /** As the interface asks for them. */
    query: (): FindingQuery => {
      const { state, overdue, sort, ...rest } = filters.value
      return {
        ...(rest as FindingQuery),
        ...(state === 'any' ? {} : { state: state ?? OPEN_STATES }),
        ...(overdue === 'true' ? { overdue: true } : {}),
        sort: (sort as FindingQuery['sort']) ?? (overdue === 'true' ? 'dueAt' : '-reportedAt'),
      }
    },
  }
}
