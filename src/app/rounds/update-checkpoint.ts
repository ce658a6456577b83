import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { differences } from '../differences.ts'
import { AppError } from '../errors.ts'
import { expectVersion } from '../expect-version.ts'
import { newCode } from './checkpoint-code.ts'
import { type CheckpointView, findSeenCheckpoint, viewCheckpoint } from './checkpoint-view.ts'
import { requirePlanner } from './planner.ts'

/** What may be changed of a checkpoint; what is left out stays. */
export interface CheckpointChanges {
  readonly name?: string
  readonly rotating?: boolean
  readonly lat?: number
  readonly lng?: number
  readonly radius?: number
  readonly active?: boolean
  /** Gives it a new code; the printed one is wrong from then on. */
  readonly renewCode?: boolean
}

/** Changes a checkpoint, or takes it out of use with `active: false`; routes that name it keep their stop. */
export async function updateCheckpoint(
  { chance }: Pick<Deps, 'chance'>,
  tx: Writer,
  caller: Caller,
  {
    id,
    expected,
    changes,
  }: { readonly id: string; readonly expected: number | null; readonly changes: CheckpointChanges },
): Promise<CheckpointView> {
  const row = await findSeenCheckpoint(tx, caller, id)
  expectVersion(row, expected, 'checkpoint.version_conflict', viewCheckpoint(row))
  await requirePlanner(tx, caller, row.placePath)
  const { name, radius, renewCode, ...others } = changes
  const changed = differences(row, {
    ...others,
    name: name?.normalize('NFC').trim(),
    radiusM: radius,
    code: renewCode ? newCode(chance) : undefined,
  })
  if (Object.keys(changed).length === 0) return viewCheckpoint(row)
  if (!(await tx.rounds.updateCheckpoint(row.communityId, id, row.version, changed)))
    throw new AppError('checkpoint.version_conflict')
  return viewCheckpoint({ ...row, ...changed, version: row.version + 1 })
}
