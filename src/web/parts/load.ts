import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'

/** Something that is read from the server: what came, what went wrong, whether it is under way. */
export interface Loaded<Value> {
  readonly value: Readonly<ShallowRef<Value | null>>
  readonly error: Readonly<ShallowRef<unknown>>
  readonly busy: Readonly<Ref<boolean>>
  load(): Promise<void>
}

/** Reads something, and again when asked; of two answers the one asked for last counts. */
export function useLoaded<Value>(read: () => Promise<Value>): Loaded<Value> {
  const value: ShallowRef<Value | null> = shallowRef(null)
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  let asked = 0
  const load = async (): Promise<void> => {
    const turn = ++asked
    busy.value = true
    try {
      const found = await read()
      if (turn !== asked) return
      value.value = found
      error.value = null
    } catch (thrown) {
      if (turn === asked) error.value = thrown
    } finally {
      if (turn === asked) busy.value = false
    }
  }
  void load()
  return { value, error, busy, load }
}
