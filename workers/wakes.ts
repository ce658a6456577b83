/*
 * Who wakes the sweeps of several processes: every so often one of them, whichever is free. A wake-up may come late,
 * twice or not at all; each process therefore also sweeps by itself, only more seldom.
 */

export interface Wakes {
  /** Says what is woken, and how often; `ms` between two calls among all processes. Before `start`. */
  every(name: string, ms: number, wake: () => Promise<void>): void
  /** Begins; does not wait for a queue that cannot be reached yet. */
  start(): void
  /** Waits for the calls under way. */
  close(): Promise<void>
}
