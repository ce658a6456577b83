import type { SquadRow } from '../../../db/stores/setup.ts'
import type { Caller } from '../caller.ts'
import { findInScope } from '../community/find-in-scope.ts'
import type { Reader } from '../deps.ts'
import { AppError, unknownReference } from '../errors.ts'

/** A squad as everybody in its community sees it. */
export interface SquadView {
  readonly id: string
  readonly communityId: string
  readonly name: string
  readonly leadId: string
  readonly memberIds: readonly string[]
  readonly active: boolean
  readonly version: number
}

export function viewSquad({
  id,
  communityId,
  name,
  leadId,
  memberIds,
  active,
  version,
}: SquadRow): SquadView {
  return { id, communityId, name, leadId, memberIds: JSON.parse(memberIds) as string[], active, version }
}

/** Gives a squad of the caller's community; to the root administrator of any. */
export async function getSquadInScope(
  read: Pick<Reader, 'setup' | 'journal'>,
  caller: Caller,
  id: string,
): Promise<SquadRow> {
  const row = await findInScope(read, caller, communityId => read.setup.findSquad(communityId, id))
  if (!row) throw new AppError('squad.not_found')
  return row
}

/** Refuses a lead or a member whom the community does not have, or whose account is closed. */
export async function requireSquadMembers(
  read: Pick<Reader, 'people'>,
  communityId: string,
  { leadId, memberIds }: { readonly leadId?: string; readonly memberIds?: readonly string[] },
): Promise<void> {
  const ids = [...(memberIds ?? []), ...(leadId === undefined ? [] : [leadId])]
  const rows = await read.people.findMembers(communityId, ids)
  const known = new Set(rows.flatMap(({ id, active }) => (active ? [id] : [])))
  if (leadId !== undefined && !known.has(leadId)) throw unknownReference('/leadId')
  memberIds?.forEach((id, n) => {
    if (!known.has(id)) throw unknownReference(`/memberIds/${n}`)
  })
}
