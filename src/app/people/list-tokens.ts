import type { Caller } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { type TokenView, viewToken } from './token-view.ts'

/** Lists the caller's own API tokens, the oldest first. Nobody sees those of others. */
export async function listTokens(
  read: Pick<Reader, 'people'>,
  caller: Caller,
  query: PageRequest,
): Promise<Page<TokenView>> {
  const after = startOf(query)
  const tokens = await read.people.credentialsOf(caller.communityId ?? '', caller.memberId, 'token')
  const rows = tokens.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1))
  return pageOf(rows, query.limit, ({ id }) => id, viewToken)
}
