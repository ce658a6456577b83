import type { Deps } from '../src/app/deps.ts'
import { listWaitingNotices, type Notice } from '../src/app/journal/outbox.ts'
import { fanOutWaiting } from '../src/app/notices/fan-out-notice.ts'
import { createDispatch } from './dispatch-rows.ts'
import type { JobQueue } from './queue.ts'

/** Name of the jobs that carry out one outbox row; the id is the community's and the row's, joined by a dot. */
const JOB = 'notice'

/** Says what is done with a notice: it becomes deliveries, one a target, and is marked; others that wait go with it. */
export function handleNotices(
  queue: JobQueue,
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
    jobOf: ({ communityId, id }) => ({ name: JOB, id: `${communityId}.${id}` }),
  })
}
