import type { Caller } from '../../app/caller.ts'
import type { Clock, Reader } from '../../app/deps.ts'
import { listFindings } from '../../app/findings/list-findings.ts'
import type { FindingView } from '../../app/findings/view-finding.ts'

/** Every finding that a member sees, page by page as a client would read them. */
export async function listAllFindings(
  deps: { readonly read: Reader; readonly clock: Clock },
  caller: Caller,
): Promise<FindingView[]> {
  const all: FindingView[] = []
  for (let cursor: string | undefined; ; ) {
    const query = { sort: '-reportedAt', limit: 200, count: false, ...(cursor ? { cursor } : {}) } as const
    const { items, nextCursor } = await listFindings(deps, caller, query, 'zh')
    all.push(...items)
    if (nextCursor === null) return all
    cursor = nextCursor
  }
}
