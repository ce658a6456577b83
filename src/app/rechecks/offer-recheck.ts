import type { SquadRow } from '../../../db/stores/setup.ts'
import { noticeOf } from '../../../machines/ladder.ts'
import type { Chance, Writer } from '../deps.ts'
import type { FindingRecord } from '../findings/finding-record.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { aboutFinding } from '../notices/about-record.ts'
import { tellNotice } from '../notices/tell-notice.ts'

/** As long as a closed finding can be reopened, so long a re-check can change something (domain.md F25). */
const RECHECK_MS = 7 * 86_400_000

/** More squads than any community has. */
const MOST_SQUADS = 1_000

/**
 * Offers a closed finding to another squad for a cross re-check, when the lot falls on it. Whoever knows which ones it
 * falls on could close the others unseen, so it is drawn when a finding closes and not foretold by anything in it.
 * Without a squad that had no part in the finding there is none.
 */
export async function offerRecheck(
  { tx, chance, at }: { readonly tx: Writer; readonly chance: Chance; readonly at: number },
  record: FindingRecord,
  share: number,
): Promise<void> {
  const { communityId, id: findingId, placePath } = record.row
  if (share <= 0 || record.context.closeKind === 'forced') return
  const squads = await othersOf(tx, record)
  if (squads.length === 0 || drawShare(chance) >= share) return
  const squad = squads[Math.floor(drawShare(chance) * squads.length)]
  if (!squad) return
  const id = chance.id(at)
  await tx.rechecks.insert({
    communityId,
    id,
    findingId,
    squadId: squad.id,
    placePath,
    offeredAt: at,
    dueAt: at + RECHECK_MS,
    state: 'offered',
    doneAt: null,
    doneBy: null,
    note: null,
    photoIds: '[]',
  })
  const about = aboutFinding(record)
  const toSquad = { ...about, parts: { ...about.parts, lead: squad.leadId } }
  const once = { round: about.version, level: 0 }
  await tellNotice({ tx, chance, at }, toSquad, noticeOf('recheck_offered'), once, new Set())
  await recordAudit(tx, {
    communityId,
    at,
    actorId: null,
    action: 'recheck.offered',
    object: `finding:${findingId}`,
    details: { recheckId: id, squadId: squad.id },
    requestId: null,
  })
}

/* The squads in which nobody reported, handed in, verified or checked it, and that did not walk when it was found. */
async function othersOf(tx: Writer, { row, context }: FindingRecord): Promise<SquadRow[]> {
  const patrol = row.patrolId === null ? null : await tx.patrols.find(row.communityId, row.patrolId)
  const { reporter, verifierId, check, assignment } = context
  const had = [reporter.id, verifierId, check?.by, assignment?.rectifiedBy?.id, assignment?.handlerId]
  const squads = await tx.setup.listSquads(row.communityId, '', MOST_SQUADS)
  return squads.filter(
    squad =>
      squad.active &&
      squad.id !== patrol?.squadId &&
      !membersOf(squad).some(memberId => had.includes(memberId)),
  )
}

/** Who belongs to a squad, its lead included. */
export const membersOf = ({ leadId, memberIds }: Pick<SquadRow, 'leadId' | 'memberIds'>): string[] => [
  leadId,
  ...(JSON.parse(memberIds) as string[]),
]

/* A number from 0 up to, not including, 1. */
function drawShare(chance: Chance): number {
  return Buffer.from(chance.salt(), 'base64url').readUInt32BE(0) / 2 ** 32
}
