import type { FlagCursor, FlagRow } from '../../../db/stores/flags.ts'
import { type Caller, pathsOf, requireRole } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Clock, Reader, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { recordOf } from '../findings/finding-record.ts'
import { recordAudit } from '../journal/audit-log.ts'
import type { Page, PageRequest } from '../page.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { flagName } from './flag-names.ts'

const LOOKERS = ['coordinator', 'supervisor'] as const
const READERS = [...LOOKERS, 'auditor'] as const

/** Which flags a page shows; what is left out narrows nothing. */
export interface FlagFilter {
  readonly flag?: string
  readonly recordType?: 'patrol' | 'finding'
  readonly recordId?: string
  readonly squadId?: string
  readonly looked?: boolean
}

/** Something odd about a patrol or a finding, and who has looked at it. */
export type FlagView = ReturnType<typeof viewFlag>

const instantOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

function viewFlag({ communityId: _, placePath: __, ...row }: FlagRow, language: 'zh' | 'en') {
  const { raisedAt, lookedAt } = row
  return {
    ...row,
    flagName: flagName(row.flag, language),
    raisedAt: new Date(raisedAt).toISOString(),
    lookedAt: instantOrNull(lookedAt),
  }
}

/** One page of what is odd below the caller's places, the latest first; for the desk and the auditor only. */
export async function listFlags(
  read: Pick<Reader, 'flags'>,
  caller: Caller,
  query: PageRequest & FlagFilter,
  language: 'zh' | 'en',
): Promise<Page<FlagView>> {
  requireRole(caller, READERS)
  if (caller.communityId === null) return { items: [], nextCursor: null }
  const { limit, cursor, count: _, ...filter } = query
  const rows = await read.flags.list({
    ...filter,
    communityId: caller.communityId,
    paths: pathsOf(caller, READERS),
    cursor: readCursor<FlagCursor>(cursor, ['at', 'id', 'flag']),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: page.map(row => viewFlag(row, language)),
    nextCursor: more ? writeCursor({ at: last.raisedAt, id: last.recordId, flag: last.flag }) : null,
  }
}

/**
 * Notes that the caller has looked at a flag, and what they make of it. Who looked first stays; the flag itself changes
 * nothing for the record. Nobody looks at what is odd about their own walk or work.
 */
export async function lookAtFlag(
  { clock }: { readonly clock: Clock },
  tx: Writer,
  caller: Caller,
  { recordId, flag, note = null }: { recordId: string; flag: string; note?: string | null },
  language: 'zh' | 'en',
): Promise<FlagView> {
  requireRole(caller, READERS)
  const row = caller.communityId === null ? null : await tx.flags.find(caller.communityId, recordId, flag)
  const seen = row && pathsOf(caller, READERS).some(path => row.placePath.startsWith(path))
  if (!row || !seen) throw new AppError('flag.not_found')
  if (!pathsOf(caller, LOOKERS).some(path => row.placePath.startsWith(path)))
    throw new AppError('request.role_forbidden')
  if ((await whoseWork(tx, row)).includes(caller.memberId)) throw new AppError('flag.own_work')
  const looked = { ...row, lookedAt: clock.now(), lookedBy: caller.memberId, note }
  if (!(await tx.flags.look(looked))) return viewFlag(row, language)
  await recordAudit(tx, {
    communityId: row.communityId,
    at: looked.lookedAt,
    actorId: caller.memberId,
    action: 'flag.looked_at',
    object: `${row.recordType}:${recordId}`,
    details: { flag },
    requestId: caller.requestId,
  })
  return viewFlag(looked, language)
}

/* Members whom a flag may be about: who walked; who reported, handed in or checked. */
async function whoseWork(
  read: Pick<Reader, 'patrols' | 'findings'>,
  { communityId, recordType, recordId }: FlagRow,
): Promise<(string | null)[]> {
  if (recordType === 'patrol') {
    const row = await read.patrols.find(communityId, recordId)
    return row ? patrolRecordOf(row).context.walkers.map(({ id }) => id) : []
  }
  const row = await read.findings.find(communityId, recordId)
  if (!row) return []
  const { reporter, assignment, check } = recordOf(row).context
  return [reporter.id, assignment?.rectifiedBy?.id ?? null, check?.by ?? null]
}
