import { computed, type ShallowRef, shallowRef } from 'vue'
import {
  type Api,
  bodyOf,
  type Category,
  type Community,
  type Place,
  type Session,
  type Unit,
} from '../api/client.ts'
import type { Kept } from './kept.ts'

/** What forms are filled in with: small, seldom changed, and needed without a signal. */
export interface Reference {
  readonly categories: ShallowRef<readonly Category[]>
  readonly places: ShallowRef<readonly Place[]>
  readonly units: ShallowRef<readonly Unit[]>
  /** Its time zone is the one that deadlines are told in, wherever the reader is. */
  readonly community: ShallowRef<readonly Community[]>
  category(code: string): Category | undefined
  place(id: string | null): Place | undefined
  unit(id: string | null): Unit | undefined
  /** Reads what is kept here, then asks the server. Resolves as soon as there is something to show. */
  load(): Promise<void>
  /** Marks something as just used: it comes first the next time. */
  use(kind: 'category' | 'place', id: string): Promise<void>
  recent(kind: 'category' | 'place'): Promise<string[]>
}

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

/** Asks the server again after this long. */
const FRESH_MS = 10 * 60_000

async function all<Item>(page: (cursor?: string) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const next = await page(cursor)
    items.push(...next.items)
    cursor = next.nextCursor
  }
  return items
}

export function createReference(api: Api, kept: Kept, session: Session): Reference {
  const categories = shallowRef<readonly Category[]>([])
  const places = shallowRef<readonly Place[]>([])
  const units = shallowRef<readonly Unit[]>([])
  const community = shallowRef<readonly Community[]>([])
  const own = { id: session.communityId ?? '' }
  const limit = 200
  const sources = {
    categories: {
      shown: categories as ShallowRef<readonly unknown[]>,
      ask: () =>
        all(cursor =>
          bodyOf(
            api.GET('/api/v1/communities/{id}/categories', {
              params: { path: own, query: { limit, cursor } },
            }),
          ),
        ),
    },
    community: {
      shown: community as ShallowRef<readonly unknown[]>,
      ask: async () => [await bodyOf(api.GET('/api/v1/communities/{id}', { params: { path: own } }))],
    },
    places: {
      shown: places as ShallowRef<readonly unknown[]>,
      ask: () => all(cursor => bodyOf(api.GET('/api/v1/places', { params: { query: { limit, cursor } } }))),
    },
    units: {
      shown: units as ShallowRef<readonly unknown[]>,
      ask: () => all(cursor => bodyOf(api.GET('/api/v1/units', { params: { query: { limit, cursor } } }))),
    },
  }

  const loadOne = async (name: keyof typeof sources): Promise<void> => {
    const { shown, ask } = sources[name]
    const known = await kept.reference.get(name)
    if (known) shown.value = known.items
    const refresh = async (): Promise<void> => {
      const items = await ask()
      shown.value = items
      await kept.reference.put({ name, at: Date.now(), items })
    }
    if (!known) await refresh()
    // Without a signal the old list serves; the next start asks again.
    else if (known.at < Date.now() - FRESH_MS) refresh().catch(() => undefined)
  }

  const categoryByCode = computed(() => new Map(categories.value.map(each => [each.code, each])))
  const placeById = computed(() => new Map(places.value.map(each => [each.id, each])))
  const unitById = computed(() => new Map(units.value.map(each => [each.id, each])))

  return {
    categories,
    places,
    units,
    community,
    category: code => categoryByCode.value.get(code),
    place: id => placeById.value.get(id ?? ''),
    unit: id => unitById.value.get(id ?? ''),
    load: async () => {
      if (session.communityId === null) return
      await Promise.all((Object.keys(sources) as (keyof typeof sources)[]).map(loadOne))
    },
    use: async (kind, id) => {
      await kept.recent.put({ kind, id, at: Date.now() })
    },
    recent: async kind => {
      const rows = await kept.recent.where('[kind+at]').between([kind, 0], [kind, Number.MAX_VALUE]).toArray()
      return rows.sort((a, b) => b.at - a.at).map(({ id }) => id)
    },
  }
}
