import type { Writer } from '../database.ts'

/** One call of `transaction` that waits for its answer. */
export interface Turn {
  readonly work: (tx: Writer) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** It met a key that exists already and was run once more, to see whether it meets it again. */
  triedAgain: boolean
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown }
