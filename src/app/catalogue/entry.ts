import type { ErrorKind } from '../errors.ts'

/** One error: its kind, and words for the person who reads it. */
export interface Entry {
  readonly kind: ErrorKind
  /** What happened, and what to do: [title, detail]. `{name}` is filled in. */
  readonly zh: readonly [title: string, detail: string]
  readonly en: readonly [title: string, detail: string]
}

/** Keeps the codes as types, so that a misspelt one does not compile. */
export const define = <Codes extends Record<string, Entry>>(
  codes: Codes,
): { readonly [Code in keyof Codes]: Entry } => codes
