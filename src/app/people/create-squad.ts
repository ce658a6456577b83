import { type Caller, communityOf } from '../caller.ts'
import { claimId } from '../client-id.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from './administrator.ts'
import { requireSquadMembers, type SquadView, viewSquad } from './squad-view.ts'

export interface SquadInput {
  /** Made by the client, when it wants to be able to send the squad again. */
  readonly id?: string
  readonly communityId?: string
  readonly name: string
  readonly leadId: string
  readonly memberIds: readonly string[]
}

/**
 * Adds a squad to a community. The same client id with the same content answers the squad that exists (`created`
 * false). Its lead may plan, confirm and send back its patrols, so it goes into the audit log.
 */
export async function createSquad(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  input: SquadInput,
): Promise<{ created: boolean; view: SquadView }> {
  const communityId = communityOf(caller, input.communityId)
  await getCommunity(tx, communityId)
  const at = clock.now()
  const id = input.id ?? chance.id(at)
  const name = input.name.normalize('NFC').trim()
  const memberIds = [...new Set(input.memberIds)]
  const { leadId } = input

  const content = { name, leadId, memberIds }
  const claim =
    input.id === undefined ? 'new' : await claimId(tx, { communityId, kind: 'squad', id, content })
  const existing = input.id === undefined ? null : await tx.setup.findSquad(communityId, id)
  if (existing && claim === 'new') throw new AppError('request.id_conflict')
  await requireAdministrator(tx, caller, communityId)
  if (existing) return { created: false, view: viewSquad(existing) }

  await requireSquadMembers(tx, communityId, input)
  const row = {
    communityId,
    id,
    name,
    leadId,
    memberIds: JSON.stringify(memberIds),
    active: true,
    version: 1,
  }
  await tx.setup.insertSquad(row)
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'squad.created',
    object: `squad:${id}`,
    details: { leadId, memberIds },
    requestId: caller.requestId,
  })
  return { created: true, view: viewSquad(row) }
}
