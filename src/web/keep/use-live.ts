import { liveQuery } from 'dexie'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** What a query of the phone's database gives, kept up to date, also across tabs. */
export function useLive<Value>(query: () => Promise<Value>, first: Value): Readonly<ShallowRef<Value>> {
  const value: ShallowRef<Value> = shallowRef(first)
  const subscription = liveQuery(query).subscribe({
    next: found => {
      value.value = found
    },
    // The database closes at sign-out, under the feet of whatever still looks.
    error: () => undefined,
  })
  onScopeDispose(() => subscription.unsubscribe())
  return value
}
