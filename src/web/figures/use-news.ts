import { onScopeDispose, type Ref, ref } from 'vue'

/** The page is read anew this long after the first of some changes: a busy morning is not one reload a step. */
const GATHER_MS = 5_000
/** A stream that the server refused, the browser does not try again by itself. */
const AGAIN_MS = 30_000

export interface News {
  /** Counts up when something in the caller's scope has changed. */
  readonly news: Readonly<Ref<number>>
  /** Whether changes are heard at present. */
  readonly hears: Readonly<Ref<boolean>>
}

/** Hears of changes while the page is looked at; the browser goes on by itself where the stream was cut. */
export function useNews(): News {
  const news = ref(0)
  const hears = ref(false)
  let stream: EventSource | null = null
  let away = false
  let again: ReturnType<typeof setTimeout> | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined

  const changed = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      news.value += 1
    }, GATHER_MS)
  }
  const listen = (): void => {
    const seen = document.visibilityState === 'visible'
    if (seen === (stream !== null)) return
    stream?.close()
    stream = null
    hears.value = false
    if (!seen) {
      away = true
      return
    }
    // What happened while nobody looked is made up for by reading everything once.
    if (away) changed()
    stream = new EventSource('/api/v1/stream')
    stream.addEventListener('open', () => {
      hears.value = true
    })
    stream.addEventListener('error', () => {
      hears.value = false
      if (stream?.readyState !== EventSource.CLOSED) return
      stream = null
      away = true
      clearTimeout(again)
      again = setTimeout(listen, AGAIN_MS)
    })
    stream.addEventListener('change', changed)
    stream.addEventListener('reset', changed)
  }
  listen()
  document.addEventListener('visibilitychange', listen)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', listen)
    stream?.close()
    clearTimeout(again)
    clearTimeout(waiting)
  })
  return { news, hears }
}
