import { type ComputedRef, computed } from 'vue'
import { bodyOf } from '../api/client.ts'
import { useMember } from '../house.ts'
import { readKept } from '../keep/kept-read.ts'
import { useLoaded } from '../parts/load.ts'

/** Until when a password that somebody else chose lets one in; `null` once it is one's own, or while nobody can say. */
export function usePasswordUntil(): ComputedRef<string | null> {
  const { api, kept } = useMember()
  const known = useLoaded(() =>
    readKept<{ until: string | null }>(kept, 'password', async () => [
      await bodyOf(api.GET('/api/v1/session/password')),
    ]),
  )
  return computed(() => known.value.value?.[0]?.until ?? null)
}
