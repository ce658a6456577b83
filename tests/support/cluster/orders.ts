/* What a test says to a process of the cluster, as JSON over HTTP. */

/** A house to work in: its database, its queue, its directory for photos, and the test's clock. */
export interface Entering {
  readonly databaseUrl: string
  readonly queueUrl: string
  readonly directory: string
  readonly now: number
}

/** A request as `inject` takes it; bytes travel as `binary`, base64. */
export type AskedRequest = Readonly<Record<string, unknown>> & { readonly binary?: string }

export interface GivenAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Base64. */
  readonly body: string
}

export type Order = { readonly house: string } & (
  | ({ readonly type: 'enter' } & Entering)
  | { readonly type: 'leave' }
  | { readonly type: 'clock'; readonly now: number }
  | { readonly type: 'ask'; readonly now: number; readonly request: AskedRequest }
)
