import type { ReadStores, WriteStores } from './stores/index.ts'

/*
 * The memory of the house, as a port.
 *
 * `transaction` runs one turn: a function that reads and writes through the stores it is handed and awaits nothing
 * but their queries. When the promise resolves, all that the turn wrote is on disk and survives a power cut; when it
 * rejects, none of it is. Turns that arrive together may share one commit, but never each other's failures. A turn
 * may not open another transaction, must not keep its stores beyond its end, and must leave everything outside as it
 * was until it has been answered: it may be run again from its beginning when nothing of the first run was kept.
 *
 * Turns of one lane never overlap: what a turn has read there stays true until its commit. A lane is a community, named
 * by its id, or the installation, which is the lane of whoever names none. On SQLite all lanes are one. Elsewhere a turn
 * enters another community's lane by asking for its chain head (`journal.head`); from the installation's lane only, and
 * before it reads there what it decides by.
 *
 * `read` sees what has been committed and nothing else; two reads may see different moments.
 *
 * Not promised: an order between turns that overlap, and that a turn runs only once if its answer got lost on the
 * way; that is what idempotency keys and versions are for.
 */

/** Reads of committed data. */
export type Reader = ReadStores
/** Reads and writes within one turn. */
export type Writer = WriteStores

export interface Database {
  /**
   * Runs one turn in the lane of a community (Default: the installation's); rejects with the turn's own error, or with
   * a `StoreError` when the store could not keep it.
   */
  transaction<T>(turn: (tx: Writer) => Promise<T>, lane?: string | null): Promise<T>
  readonly read: Reader
  /** Counts since the start: turns asked for, commits made, statements run within turns. */
  readonly tally: { readonly turns: number; readonly commits: number; readonly statements: number }
  /** Throws when the database cannot be read or written. */
  probe(): Promise<void>
  /** Waits for the turns under way, then closes. Later calls reject with `closed`. */
  close(): Promise<void>
}
