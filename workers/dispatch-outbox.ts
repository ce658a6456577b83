import type { Deps } from '../src/app/deps.ts'
import { listWaitingNotices } from '../src/app/journal/outbox.ts'
import { fanOutNotice } from '../src/app/notices/fan-out-notice.ts'
import type { JobQueue } from './queue.ts'

const AT_ONCE = 500
/** Name of the jobs that carry out one outbox row; the id is the community's and the row's, joined by a dot. */
const JOB = 'notice'

/** Says what is done with a notice: it becomes deliveries, one a target, and is marked. */
export function handleNotices(
  queue: JobQueue,
  deps: Pick<Deps, 'db' | 'clock' | 'chance' | 'outside'>,
): void {
  queue.handle(JOB, async ({ id }) => {
    const [communityId = '', rowId = ''] = id.split('.')
    await fanOutNotice(deps, communityId, rowId)
  })
}

/** Puts every waiting outbox row into the queue; what waits there already is not added twice. */
export async function dispatchOutbox(queue: JobQueue, deps: Pick<Deps, 'db'>): Promise<number> {
  const notices = await listWaitingNotices(deps.db.read, AT_ONCE)
  for (const { communityId, id } of notices) await queue.enqueue({ name: JOB, id: `${communityId}.${id}` })
  return notices.length
}
