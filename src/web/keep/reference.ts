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
import { listAll } from './list-all.ts'

interface Listed {
  categories: Category
  places: Place
  units: Unit
  community: Community
}
type ListName = keyof Listed

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
  /** Asks the server now, however fresh the lists here are: for whoever changes them. */
  refresh(...names: ListName[]): Promise<void>
  /** Puts what the server has just answered into its list, in place of what it was. */
  take<Name extends ListName>(name: Name, item: Listed[Name]): Promise<void>
  /** Marks something as just used: it comes first the next time. */
  use(kind: 'category' | 'place', id: string): Promise<void>
  recent(kind: 'category' | 'place'): Promise<string[]>
}

/** Asks the server again after this long. */
const FRESH_MS = 10 * 60_000

export function createReference(
  api: Api,
  kept: Kept,
  { communityId }: Pick<Session, 'communityId'>,
): Reference {
  const categories = shallowRef<readonly Category[]>([])
  const places = shallowRef<readonly Place[]>([])
  const units = shallowRef<readonly Unit[]>([])
  const community = shallowRef<readonly Community[]>([])
  const own = { id: communityId ?? '' }
  const limit = 200
  const sources = {
    categories: {
      shown: categories as ShallowRef<readonly unknown[]>,
      ask: () =>
        listAll(cursor =>
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
      ask: () =>
        listAll(cursor =>
          bodyOf(api.GET('/api/v1/places', { params: { query: { limit, cursor, communityId: own.id } } })),
        ),
    },
    units: {
      shown: units as ShallowRef<readonly unknown[]>,
      ask: () =>
        listAll(cursor =>
          bodyOf(api.GET('/api/v1/units', { params: { query: { limit, cursor, communityId: own.id } } })),
        ),
    },
  }

  const show = async (name: ListName, items: readonly unknown[]): Promise<void> => {
    sources[name].shown.value = items
    await kept.reference.put({ name, at: Date.now(), items })
  }
  const refreshOne = async (name: ListName): Promise<void> => show(name, await sources[name].ask())
  const loadOne = async (name: ListName): Promise<void> => {
    const known = await kept.reference.get(name)
    if (known) sources[name].shown.value = known.items
    if (!known) await refreshOne(name)
    // Without a signal the old list serves; the next start asks again.
    else if (known.at < Date.now() - FRESH_MS) refreshOne(name).catch(() => undefined)
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
      if (communityId === null) return
      await Promise.all((Object.keys(sources) as ListName[]).map(loadOne))
    },
    refresh: async (...names) => {
      if (communityId !== null) await Promise.all(names.map(refreshOne))
    },
    take: async (name, item) => {
      const idOf = (each: object): unknown =>
        'domainCode' in each ? Reflect.get(each, 'code') : Reflect.get(each, 'id')
      const items = sources[name].shown.value as readonly object[]
      const isNew = items.every(each => idOf(each) !== idOf(item))
      await show(
        name,
        isNew ? [...items, item] : items.map(each => (idOf(each) === idOf(item) ? item : each)),
      )
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
