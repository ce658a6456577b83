import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'

/** One thing at a time that may go wrong: whether it is under way, and what went wrong the last time. */
export interface Acting {
  readonly busy: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<unknown>>
  /** Does it, unless something is under way; true when it went well. */
  act(work: () => Promise<unknown>): Promise<boolean>
}

export function useAct(): Acting {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (thrown) {
      error.value = thrown
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, error, act }
}
