import { type Caller, communityOf } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { type Page, type PageRequest, pageOf, startOf } from '../page.ts'
import { type MemberView, viewMember } from './member-view.ts'
import { recordNamesRead } from './record-names-read.ts'

/** Lists the members of a community, and enters into its audit log whose names were read. */
export async function listMembers(
  { clock, seal }: Pick<Deps, 'clock' | 'seal'>,
  tx: Writer,
  caller: Caller,
  query: PageRequest & { readonly communityId?: string },
): Promise<Page<MemberView>> {
  const communityId = communityOf(caller, query.communityId)
  await getCommunity(tx, communityId)
  const rows = await tx.people.listMembers(communityId, startOf(query), query.limit + 1)
  const ids = rows.map(({ id }) => id)
  const roles = await tx.people.rolesOfMany(communityId, ids)
  const page = pageOf(
    rows,
    query.limit,
    ({ id }) => id,
    row =>
      viewMember(
        seal,
        caller,
        row,
        roles.filter(({ memberId }) => memberId === row.id),
      ),
  )
  await recordNamesRead(clock, tx, caller, { communityId, ids: page.items.map(({ id }) => id) })
  return page
}
