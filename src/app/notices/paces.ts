import type { ChannelName } from './message.ts'

/** How fast a target may get messages, and how much one of them holds. */
export interface Pace {
  /** Messages within `perMs` milliseconds, counted from the first of them. */
  readonly most: number
  readonly perMs: number
  /** What is urgent does not wait for that, nor does a message that was begun before. */
  readonly somePass: boolean
  /** Notices that one message stands for at most. */
  readonly together: number
  /** Notices of these that it tells in words. */
  readonly told: number
}

export type Paces = Readonly<Record<ChannelName, Pace>>

/**
 * A mailbox gets one mail in ten minutes, whatever was due meanwhile in it. A group robot takes 20 messages a minute
 * (its platform answers 45009 beyond that), each of 4 096 bytes. A webhook gets each notice by itself.
 */
export function pacesOf({ webhookPerMinute }: { readonly webhookPerMinute: number }): Paces {
  return {
    email: { most: 1, perMs: 600_000, somePass: true, together: 500, told: 50 },
    webhook: { most: webhookPerMinute, perMs: 60_000, somePass: false, together: 1, told: 1 },
    wecom: { most: 20, perMs: 60_000, somePass: false, together: 100, told: 10 },
  }
}
