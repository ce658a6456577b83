import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { Loaded } from './load.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
  readonly total?: number
}

/** A list that is read page by page, as far as somebody looks. */
export interface Paged<Item> extends Loaded<readonly Item[]> {
  readonly total: Readonly<Ref<number | null>>
  readonly hasMore: Readonly<Ref<boolean>>
  more(): Promise<void>
}

export function usePaged<Item>(read: (cursor?: string) => Promise<Page<Item>>): Paged<Item> {
  const value: ShallowRef<readonly Item[] | null> = shallowRef(null)
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  const total = ref<number | null>(null)
  const hasMore = ref(false)
  let cursor: string | undefined
  let asked = 0

  const fetchPage = async (from: string | undefined): Promise<void> => {
    const turn = ++asked
    busy.value = true
    try {
      const page = await read(from)
      if (turn !== asked) return
      value.value = from === undefined ? page.items : [...(value.value ?? []), ...page.items]
      cursor = page.nextCursor ?? undefined
      hasMore.value = page.nextCursor !== null
      if (page.total !== undefined) total.value = page.total
      error.value = null
    } catch (thrown) {
      if (turn === asked) error.value = thrown
    } finally {
      if (turn === asked) busy.value = false
    }
  }
  void fetchPage(undefined)
  return {
    value,
    error,
    busy,
    total,
    hasMore,
    load: () => fetchPage(undefined),
    more: () => fetchPage(cursor),
  }
}
