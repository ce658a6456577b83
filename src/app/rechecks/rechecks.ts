import type { RecheckRow } from '../../../db/stores/rechecks.ts'
import { CLOCK_SKEW_MS, isTooNear, refusalOf } from '../../../machines/finding/rules.ts'
import { noticeOf } from '../../../machines/ladder.ts'
import { RULE } from '../../../machines/people.ts'
import { actorAt, type Caller, pathsOf } from '../caller.ts'
import { getCommunity } from '../community/community.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Chance, Clock, Reader, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type FindingRecord, recordOf } from '../findings/finding-record.ts'
import { stepFinding } from '../findings/take-finding-step.ts'
import { keepFlags } from '../flags/keep-flags.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { aboutFinding } from '../notices/about-record.ts'
import { tellNotice } from '../notices/tell-notice.ts'
import type { Page, PageRequest } from '../page.ts'
import { usePhotos } from '../photos/use-photos.ts'
import { membersOf } from './offer-recheck.ts'

/** What a squad may find: it is right, it is not, it could not be seen. */
export const RECHECK_RESULTS = ['ok', 'not_ok', 'unable'] as const
type RecheckResult = (typeof RECHECK_RESULTS)[number]

/** `withdrawn`: the finding was opened again before anybody went; `expired`: nobody went in time. */
export const RECHECK_STATES = ['offered', ...RECHECK_RESULTS, 'withdrawn', 'expired'] as const
export type RecheckState = (typeof RECHECK_STATES)[number]

const READERS = ['coordinator', 'supervisor', 'auditor'] as const

export type RecheckView = ReturnType<typeof viewRecheck>

const instantOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

function viewRecheck({ communityId: _, placePath: __, ...row }: RecheckRow, now: number) {
  const { state, offeredAt, dueAt, doneAt, photoIds } = row
  return {
    ...row,
    state: (state === 'offered' && dueAt <= now ? 'expired' : state) as RecheckState,
    offeredAt: new Date(offeredAt).toISOString(),
    dueAt: new Date(dueAt).toISOString(),
    doneAt: instantOrNull(doneAt),
    photoIds: JSON.parse(photoIds) as string[],
  }
}

/** One page of cross re-checks, the latest first: those of the caller's squads, for the desk and the auditor all in scope. */
export async function listRechecks(
  { read, clock }: { readonly read: Pick<Reader, 'rechecks' | 'setup'>; readonly clock: Clock },
  caller: Caller,
  query: PageRequest & {
    readonly state?: RecheckState
    readonly findingId?: string
    readonly squadId?: string
  },
): Promise<Page<RecheckView>> {
  const { communityId } = caller
  if (communityId === null) return { items: [], nextCursor: null }
  const { limit, cursor, count: _, ...filter } = query
  const now = clock.now()
  const squads = await read.setup.squadsOf(communityId, caller.memberId)
  const rows = await read.rechecks.list({
    ...filter,
    communityId,
    scope: { squadIds: squads.map(({ id }) => id), paths: pathsOf(caller, READERS) },
    now,
    before: readCursor<{ before: string }>(cursor, ['before'])?.before ?? '',
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: page.map(row => viewRecheck(row, now)),
    nextCursor: more ? writeCursor({ before: last.id }) : null,
  }
}

export interface RecheckAnswer {
  readonly recheckId: string
  readonly result: RecheckResult
  readonly photoIds?: readonly string[]
  readonly note?: string
}

/**
 * Takes what a member of the offered squad found. Not as it should be: the finding is flagged, the desk and the
 * supervisors hear of it, and where the community sends failed checks back by itself, the rule reopens it. Otherwise, and
 * where it cannot be reopened any more, the desk decides.
 */
export async function answerRecheck(
  { clock, chance }: { readonly clock: Clock; readonly chance: Chance },
  tx: Writer,
  caller: Caller,
  { recheckId, result, photoIds = [], note }: RecheckAnswer,
): Promise<RecheckView> {
  const at = clock.now()
  const row = caller.communityId === null ? null : await tx.rechecks.find(caller.communityId, recheckId)
  const squad = row && (await tx.setup.findSquad(row.communityId, row.squadId))
  const found = row && (await tx.findings.find(row.communityId, row.findingId))
  const belongs = squad !== null && membersOf(squad).includes(caller.memberId)
  const mayRead = row !== null && pathsOf(caller, READERS).some(path => row.placePath.startsWith(path))
  if (!row || !found || !(belongs || mayRead)) throw new AppError('recheck.not_found')
  const shown = viewRecheck(row, at)
  if (shown.state !== 'offered') throw new AppError('recheck.over')
  const actor = actorAt(caller, row.placePath)
  if (!belongs || !actor.roles.includes('patroller')) throw new AppError('recheck.other_squad')
  const record = recordOf(found)
  if (hadAPart(record, caller)) throw new AppError('recheck.own_work')
  if (result === 'not_ok' && photoIds.length === 0) throw new AppError('recheck.evidence_missing')

  const { communityId, findingId } = row
  const odd = await usePhotos(tx, caller, {
    recordId: findingId,
    photoIds,
    proof: true,
    notBefore: row.offeredAt - CLOCK_SKEW_MS,
    timeZone: record.context.timeZone,
  })
  for (const photoId of photoIds) await tx.photos.show(communityId, photoId, findingId, 'check')
  const settled = {
    ...row,
    state: result,
    doneAt: at,
    doneBy: caller.memberId,
    note: note ?? null,
    photoIds: JSON.stringify(photoIds),
  }
  await tx.rechecks.settle(settled)
  const about = { communityId, recordType: 'finding', recordId: findingId, placePath: row.placePath }
  const raised = [...odd, ...(result === 'not_ok' ? ['recheck_failed'] : [])]
  await keepFlags(tx, { ...about, squadId: row.squadId }, [], raised, at)
  await recordAudit(tx, {
    communityId,
    at,
    actorId: caller.memberId,
    action: 'recheck.answered',
    object: `finding:${findingId}`,
    details: { recheckId, result, photoIds },
    requestId: caller.requestId,
  })
  if (result === 'not_ok') await bringBack({ tx, chance, at }, record, note)
  return viewRecheck(settled, at)
}

function hadAPart({ context }: FindingRecord, caller: Caller): boolean {
  const { reporter, verifierId, check, assignment } = context
  if ([reporter.id, verifierId, check?.by].includes(caller.memberId)) return true
  return assignment !== null && isTooNear(context, actorAt(caller, ''))
}

/* The reason that the journal shows when whoever looked wrote none. */
const REASON = '交叉复核不通过'

async function bringBack(
  scope: { readonly tx: Writer; readonly chance: Chance; readonly at: number },
  record: FindingRecord,
  note: string | undefined,
): Promise<void> {
  const { tx, at } = scope
  const about = aboutFinding(record)
  const once = { round: about.version, level: 0 }
  await tellNotice(scope, about, noticeOf('recheck_failed'), once, new Set())
  const { context, value } = record
  const reopening = { type: 'reopen', reason: 'recheck_failed', at, actor: RULE } as const
  const reopens = context.policy.reworkOnFail && refusalOf(context, value.work, reopening) === null
  if (value.work !== 'closed' || !reopens) return
  const community = await getCommunity(tx, record.row.communityId)
  await stepFinding({ ...scope, community }, record, { type: 'reopen', reason: '' }, RULE, {
    reason: note ?? REASON,
  })
}
