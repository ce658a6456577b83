/*
 * A database as an operator looks at it: beside the program that writes it, which need not stop for it.
 *
 * Nothing here changes what is remembered. `copyTo` gives one moment: everything that was acknowledged before the call,
 * and of every turn all or nothing. What it says about the copy was read from the copy or from the same snapshot, never
 * from the database as it went on.
 */

/** Where a community's two chains stand. The empty id stands for what concerns the root administrator. */
export interface Head {
  readonly communityId: string
  readonly seq: number
  readonly hash: string
  readonly auditSeq: number
  readonly auditHash: string
}

/** What a database holds, few enough words to be written down beside a copy of it. */
export interface Holdings {
  /** In the order of the community ids. */
  readonly heads: readonly Head[]
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>
  /** Migrations it has taken, by the moment each was written (milliseconds since 1970, UTC). */
  readonly migrations: readonly number[]
}

export interface Inspection {
  readonly kind: 'sqlite' | 'postgres'
  holdings(): Promise<Holdings>
  /** Names of the migrations that this program has and the database lacks. */
  pendingMigrations(): Promise<readonly string[]>
  /** What the database's own checks find wrong, a line each; empty when it is whole. */
  faults(): Promise<readonly string[]>
  /** True while another process holds it for writing; always false where several may. */
  isHeld(): Promise<boolean>
  /** Throws when this account could not write it, held or not. */
  requireWritable(): Promise<void>
  /** The database server's clock, milliseconds since 1970; `null` when it shares the machine with us. */
  now(): Promise<number | null>
  /** Writes a copy of one moment into a new file and tells what is in it. The file has reached the disk. */
  copyTo(file: string): Promise<Holdings>
  close(): Promise<void>
}
