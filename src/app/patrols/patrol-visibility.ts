import type { PatrolVisibility } from '../../../db/stores/patrols.ts'
import type { Role } from '../../../machines/people.ts'
import { type Caller, pathsOf } from '../caller.ts'
import type { Reader } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type PatrolRecord, patrolRecordOf } from './patrol-record.ts'

/** Roles that see every patrol below their place; whoever walks along sees that one. */
const SEES_PATROLS: readonly Role[] = ['patroller', 'coordinator', 'supervisor', 'auditor']

/** Which patrols the caller sees. */
export function patrolVisibilityOf(caller: Caller): PatrolVisibility {
  return { everything: false, memberId: caller.memberId, paths: pathsOf(caller, SEES_PATROLS) }
}

/** The same question for one patrol. */
export function seesPatrol(caller: Caller, { row, context }: Pick<PatrolRecord, 'row' | 'context'>): boolean {
  if (row.communityId !== caller.communityId) return false
  if (context.walkers.some(walker => walker.id === caller.memberId)) return true
  return patrolVisibilityOf(caller).paths.some(path => row.placePath.startsWith(path))
}

/** The patrol, if the caller may see it; otherwise it does not exist for them. */
export async function findSeenPatrol(
  read: Pick<Reader, 'patrols'>,
  caller: Caller,
  id: string,
): Promise<PatrolRecord> {
  const row = caller.communityId === null ? null : await read.patrols.find(caller.communityId, id)
  const record = row && patrolRecordOf(row)
  if (!record || !seesPatrol(caller, record)) throw new AppError('patrol.not_found')
  return record
}
