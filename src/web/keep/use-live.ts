import { liveQuery } from 'dexie'
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'

/**
 * What a query of the phone's database gives, kept up to date, also across tabs. What the query depends on besides the
 * database is named by `asks`: when that changes, it is asked anew.
 */
export function useLive<Value>(
  query: () => Promise<Value>,
  first: Value,
  asks: () => unknown = () => null,
): Readonly<ShallowRef<Value>> {
  const value: ShallowRef<Value> = shallowRef(first)
  let stop = (): void => undefined
  const start = (): void => {
    stop()
    const subscription = liveQuery(query).subscribe({
      next: found => {
        value.value = found
      },
      // The database closes at sign-out, under the feet of whatever still looks.
      error: () => undefined,
    })
    stop = () => subscription.unsubscribe()
  }
  watch(asks, start, { immediate: true })
  onScopeDispose(() => stop())
  return value
}
