import { bodyOf, type Finding, type Recheck } from '../api/client.ts'
import type { useMember } from '../house.ts'
import { readKept } from '../keep/kept-read.ts'

type Parts = Pick<ReturnType<typeof useMember>, 'api' | 'kept'>

/** A page of re-checks, the latest first. The first page lies on the phone: it is all there is without a signal. */
export async function pageOfRechecks(
  { api, kept }: Parts,
  cursor?: string,
): Promise<{ readonly items: readonly Recheck[]; readonly nextCursor: string | null }> {
  let nextCursor: string | null = null
  const ask = async (): Promise<readonly Recheck[]> => {
    const page = await bodyOf(api.GET('/api/v1/rechecks', { params: { query: { limit: 100, cursor } } }))
    nextCursor = page.nextCursor
    return page.items
  }
  const items = cursor === undefined ? await readKept<Recheck>(kept, 'rechecks', ask) : await ask()
  return { items, nextCursor }
}

/** What is still to be looked at, with each finding laid down on the phone beside it, for where there is no signal. */
export async function readOffered(parts: Parts): Promise<readonly Recheck[]> {
  const { items } = await pageOfRechecks(parts)
  const offered = items.filter(({ state }) => state === 'offered')
  await Promise.allSettled(offered.map(({ findingId }) => findingOf(parts, findingId)))
  return offered
}

/** One re-check and its finding. */
export async function readRecheck(
  parts: Parts,
  id: string,
): Promise<{ readonly recheck: Recheck; readonly finding: Finding }> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await pageOfRechecks(parts, cursor)
    const recheck = page.items.find(each => each.id === id)
    if (recheck) return { recheck, finding: await findingOf(parts, recheck.findingId) }
    cursor = page.nextCursor
  }
  throw new Error(`re-check ${id} is not known here`)
}

async function findingOf({ api, kept }: Parts, id: string): Promise<Finding> {
  const [found] = await readKept<Finding>(kept, `finding:${id}`, async () => [
    (await bodyOf(api.GET('/api/v1/findings/{id}', { params: { path: { id } } }))) as unknown as Finding,
  ])
  if (!found) throw new Error(`finding ${id} is not known here`)
  return found
}
