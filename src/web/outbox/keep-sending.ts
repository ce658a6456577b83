import type { Outbox } from './outbox.ts'

/** Asks again this often while something waits: a phone does not always notice that the signal is back. */
const AGAIN_MS = 15_000
/** And this long after the signal came back: the first moment of it is often a lie. */
const SETTLED_MS = 2_000

/** Sends what waits by itself: now, when the signal returns, when the app is looked at, and now and then. */
export function keepSending(outbox: Outbox): () => void {
  const flush = (): void => void outbox.flush()
  const seen = (): void => {
    if (document.visibilityState === 'visible') flush()
  }
  const back = (): void => {
    flush()
    setTimeout(flush, SETTLED_MS)
  }
  addEventListener('online', back)
  document.addEventListener('visibilitychange', seen)
  const timer = setInterval(flush, AGAIN_MS)
  flush()
  return () => {
    removeEventListener('online', back)
    document.removeEventListener('visibilitychange', seen)
    clearInterval(timer)
  }
}
