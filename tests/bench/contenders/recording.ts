/** One parameter of a write: the same for every request, its finding's id, new each time, or one further each time. */
export type Parameter =
  | { readonly same: unknown }
  | { readonly words: readonly string[] }
  | { readonly fresh: number; readonly length: number }
  | { readonly after: number; readonly step: number }

/** A write that the product does in a request; `words` are to be joined by the finding's id. */
export interface Write {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}
export interface Recorded {
  readonly creation: readonly Write[]
  readonly transition: readonly Write[]
}

/** Where the recording lies beside the database it was made on. */
export const RECORDING = 'writes.json'
