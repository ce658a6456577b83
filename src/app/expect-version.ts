import type { ErrorCode } from './catalogue.ts'
import { AppError } from './errors.ts'

/**
 * Refuses a change that was made on another version than the record has; `null` means that the client does
 * not mind.
 */
export function expectVersion(
  { version }: { readonly version: number },
  expected: number | null,
  conflict: Extract<ErrorCode, `${string}.version_conflict`>,
  current: unknown,
): void {
  if (expected !== null && expected !== version) throw new AppError(conflict, { current })
}
