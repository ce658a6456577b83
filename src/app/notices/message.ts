/** The ways out of the system. */
export const CHANNELS = ['email', 'webhook', 'wecom'] as const
export type ChannelName = (typeof CHANNELS)[number]

/** One notice in the words of its reader, and as data for programs. */
export interface ToldNotice {
  /** Such as `finding.dispatched` or `finding.handle.overdue`. */
  readonly type: string
  /** When it came up, milliseconds since 1970. */
  readonly at: number
  /** Ids, enumerated values, numbers and moments; no personal data. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>
  readonly title: string
  readonly body: string
}

/** What goes to one address in one sending. */
export interface Message {
  /** Stays the same over all attempts, so that a receiver can tell a second copy. */
  readonly id: string
  /** The moment of this attempt, milliseconds since 1970. */
  readonly at: number
  /** A mail address, or the URL of another system. */
  readonly address: string
  /** What a webhook is signed with, the newest first; empty for other channels. */
  readonly secrets: readonly string[]
  readonly language: 'zh' | 'en'
  /** At least one. */
  readonly notices: readonly [ToldNotice, ...ToldNotice[]]
  /** Notices that this message stands for and has no room to tell. */
  readonly more: number
}

/**
 * How a sending ended. `why` is a short code such as `http.500`, never the words of the other side: those may hold
 * addresses of people, and this is kept and logged.
 */
export type Outcome =
  | { readonly result: 'sent' }
  /** Not now; `afterMs` is what the other side asked for. */
  | { readonly result: 'later'; readonly why: string; readonly afterMs?: number }
  /** Not this one, ever. `gone`: nothing else for this address either. */
  | { readonly result: 'never'; readonly why: string; readonly gone?: boolean }
