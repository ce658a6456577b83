import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { requireAdministrator } from './administrator.ts'
import { getSquadInScope, requireSquadMembers, type SquadView, viewSquad } from './squad-view.ts'

/** What an administrator may change of a squad; what is left out stays. */
export interface SquadChanges {
  readonly name?: string
  readonly leadId?: string
  /** All members the squad is to have. */
  readonly memberIds?: readonly string[]
  readonly active?: boolean
}

/** Changes a squad, or takes it out of use with `active: false`; patrols it has walked keep naming it. */
export async function updateSquad(
  { clock }: Pick<Deps, 'clock'>,
  tx: Writer,
  caller: Caller,
  {
    squadId,
    expected,
    changes,
  }: { readonly squadId: string; readonly expected: number | null; readonly changes: SquadChanges },
): Promise<SquadView> {
  const row = await getSquadInScope(tx, caller, squadId)
  expectVersion(row, expected, 'squad.version_conflict', viewSquad(row))
  await requireAdministrator(tx, caller, row.communityId)
  const { name, leadId, memberIds, active } = changes
  const changed = differences(row, {
    ...(name === undefined ? {} : { name: name.normalize('NFC').trim() }),
    ...(leadId === undefined ? {} : { leadId }),
    ...(memberIds === undefined ? {} : { memberIds: JSON.stringify([...new Set(memberIds)]) }),
    ...(active === undefined ? {} : { active }),
  })
  if (Object.keys(changed).length === 0) return viewSquad(row)
  await requireSquadMembers(tx, row.communityId, {
    ...(changed.leadId === undefined ? {} : { leadId: changed.leadId }),
    ...(changed.memberIds === undefined ? {} : { memberIds }),
  })
  if (!(await tx.setup.updateSquad(row.communityId, row.id, row.version, changed)))
    throw new AppError('squad.version_conflict')
  const view = viewSquad({ ...row, ...changed, version: row.version + 1 })
  await recordAudit(tx, {
    communityId: row.communityId,
    at: clock.now(),
    actorId: caller.memberId,
    action: 'squad.changed',
    object: `squad:${row.id}`,
    details: { leadId: view.leadId, memberIds: view.memberIds, active: view.active },
    requestId: caller.requestId,
  })
  return view
}
