import type { Caller } from '../caller.ts'
import type { Deps, Writer } from '../deps.ts'
import { codeSecretOf, qrText, rotatingCode } from './checkpoint-code.ts'
import { findSeenCheckpoint } from './checkpoint-view.ts'
import { requirePlanner } from './planner.ts'

/** A checkpoint's code as it is to be shown now; `validUntil` is null for one that is printed. */
export interface CodeView {
  readonly code: string
  readonly qr: string
  readonly validUntil: string | null
}

/** Shows a checkpoint's code to whoever plans walks: to print it, or on a screen at the gate that changes. */
export async function showCode(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  id: string,
): Promise<CodeView> {
  const row = await findSeenCheckpoint(tx, caller, id)
  await requirePlanner(tx, caller, row.placePath)
  if (!row.rotating) return { code: row.code, qr: qrText(row, row.code), validUntil: null }
  const secret = await codeSecretOf(tx, chance, row.communityId)
  const { code, until } = rotatingCode(secret, row.id, clock.now())
  return { code, qr: qrText(row, code), validUntil: new Date(until).toISOString() }
}
