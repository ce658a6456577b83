import type { FlagCursor, PatrolFlagRow } from '../../../db/stores/patrol-flags.ts'
import { type Caller, pathsOf, requireRole } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Clock, Reader, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Page, PageRequest } from '../page.ts'

const LOOKERS = ['coordinator', 'supervisor'] as const

/** Something odd about a patrol, and who has looked at it. */
export interface FlagView {
  readonly patrolId: string
  readonly flag: string
  readonly raisedAt: string
  readonly lookedAt: string | null
  readonly lookedBy: string | null
}

const viewFlag = ({ patrolId, flag, raisedAt, lookedAt, lookedBy }: PatrolFlagRow): FlagView => ({
  patrolId,
  flag,
  raisedAt: new Date(raisedAt).toISOString(),
  lookedAt: lookedAt === null ? null : new Date(lookedAt).toISOString(),
  lookedBy,
})

/** One page of what is odd about the patrols below the caller's places, the latest first; for the desk only. */
export async function listPatrolFlags(
  read: Pick<Reader, 'patrolFlags'>,
  caller: Caller,
  query: PageRequest & { readonly flag?: string; readonly patrolId?: string; readonly looked?: boolean },
): Promise<Page<FlagView>> {
  requireRole(caller, LOOKERS)
  if (caller.communityId === null) return { items: [], nextCursor: null }
  const { limit, cursor, count: _, ...filter } = query
  const rows = await read.patrolFlags.list({
    ...filter,
    communityId: caller.communityId,
    paths: pathsOf(caller, LOOKERS),
    cursor: readCursor<FlagCursor>(cursor, ['at', 'id', 'flag']),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: page.map(viewFlag),
    nextCursor: more ? writeCursor({ at: last.raisedAt, id: last.patrolId, flag: last.flag }) : null,
  }
}

/** Notes that the caller has looked at a flag. Who looked first stays; the flag itself changes nothing for the patrol. */
export async function lookAtFlag(
  { clock }: { readonly clock: Clock },
  tx: Writer,
  caller: Caller,
  { patrolId, flag }: { readonly patrolId: string; readonly flag: string },
): Promise<FlagView> {
  requireRole(caller, LOOKERS)
  const row =
    caller.communityId === null ? null : await tx.patrolFlags.find(caller.communityId, patrolId, flag)
  const seen = row && pathsOf(caller, LOOKERS).some(path => row.placePath.startsWith(path))
  if (!row || !seen) throw new AppError('patrol_flag.not_found')
  const looked = { ...row, lookedAt: clock.now(), lookedBy: caller.memberId }
  return viewFlag((await tx.patrolFlags.look(looked)) ? looked : row)
}
