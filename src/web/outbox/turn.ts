/** Work that is done one piece after the other, also across the tabs of one browser. */
export function createTurn(name: string): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return work => {
    const run = async (): Promise<void> => {
      // Browsers give locks to secure pages only; without them the server's idempotency keys keep two tabs apart.
      if (navigator.locks) await navigator.locks.request(name, work)
      else await work()
    }
    last = last.then(run, run)
    return last
  }
}
