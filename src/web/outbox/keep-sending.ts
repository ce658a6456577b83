import type { Outbox } from './outbox.ts'

/** Asks again this often while something waits: a phone does not always notice that the signal is back. */
const AGAIN_MS = 15_000

/** Sends what waits by itself: now, when the signal returns, when the app is looked at, and now and then. */
export function keepSending(outbox: Outbox): () => void {
  const flush = (): void => void outbox.flush()
  const seen = (): void => {
    if (document.visibilityState === 'visible') flush()
  }
  addEventListener('online', flush)
  document.addEventListener('visibilitychange', seen)
  const timer = setInterval(flush, AGAIN_MS)
  flush()
  return () => {
    removeEventListener('online', flush)
    document.removeEventListener('visibilitychange', seen)
    clearInterval(timer)
  }
}
