import { type Ref, readonly, ref } from 'vue'

/** Whether the system can be reached, as far as anybody knows. */
export interface Signal {
  readonly there: Readonly<Ref<boolean>>
  /** A request was answered, whatever the answer; or nobody answered it. */
  note(answered: boolean): void
}

/**
 * Believes the browser when it says that it is offline, and requests rather than the browser when it says that it is not:
 * in a stairwell a phone shows two bars for minutes after the last byte came through.
 */
export function createSignal(): Signal {
  const there = ref(navigator.onLine)
  addEventListener('online', () => {
    there.value = true
  })
  addEventListener('offline', () => {
    there.value = false
  })
  return {
    there: readonly(there),
    note: answered => {
      there.value = answered
    },
  }
}

/** `fetch` that tells whether it was answered; a request that was given up says nothing. */
export function tellingFetch({ note }: Pick<Signal, 'note'>): typeof fetch {
  return async (...request) => {
    try {
      const response = await fetch(...request)
      note(true)
      return response
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) note(false)
      throw error
    }
  }
}
