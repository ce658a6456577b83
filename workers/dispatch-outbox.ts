import type { Deps } from '../src/app/deps.ts'
import { listWaitingNotices, type Notice } from '../src/app/journal/outbox.ts'
import { FANNED_OUT_TOGETHER, fanOutWaiting } from '../src/app/notices/fan-out-notice.ts'
import { createDispatch } from './dispatch-rows.ts'
import type { JobQueue } from './queue.ts'

/** Name of the jobs that carry out one outbox row; the id is the community's and the row's, joined by a dot. */
const JOB = 'notice'

/** Says what is done with a notice: it becomes deliveries, one a target, and is marked; others that wait go with it. */
export function handleNotices(
  queue: Pick<JobQueue, 'handle'>,
  deps: Pick<Deps, 'db' | 'clock' | 'chance' | 'outside'>,
): void {
  queue.handle(JOB, async ({ id }) => {
    const [communityId = '', rowId = ''] = id.split('.')
    await fanOutWaiting(deps, communityId, rowId)
  })
}

/** Makes the sweep that puts waiting outbox rows into the queue. */
export function createOutboxDispatch(
  queue: Pick<JobQueue, 'enqueueAll'>,
  deps: Pick<Deps, 'db'>,
): () => Promise<number> {
  return createDispatch<Notice>({
    queue,
    list: (after, limit) => listWaitingNotices(deps.db.read, limit, after ?? undefined),
    jobsOf: notices =>
      wakersOf(notices).map(({ communityId, id }) => ({ name: JOB, id: `${communityId}.${id}` })),
  })
}

/**
 * The rows that wake a handler. Where a community has few, each does, so that none waits for another one's; of many, one
 * for as many as go together, since a handler takes along those behind it.
 */
function wakersOf(notices: readonly Notice[]): readonly Notice[] {
  const places = new Map<string, number>()
  const placed = notices.map(notice => {
    const place = places.get(notice.communityId) ?? 0
    places.set(notice.communityId, place + 1)
    return { notice, place }
  })
  const few = ({ communityId }: Notice): boolean => (places.get(communityId) ?? 0) <= FANNED_OUT_TOGETHER
  return placed
    .filter(({ notice, place }) => few(notice) || place % FANNED_OUT_TOGETHER === 0)
    .map(({ notice }) => notice)
}
