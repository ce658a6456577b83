import { type Api, bodyOf } from '../api/client.ts'
import { Refused } from '../api/problem.ts'

/** Something that somebody was told, and what is expected of them. */
export interface Told {
  readonly id: string
  readonly at: string
  readonly kind: string
  /** Step of the ladder that rose to this member; acknowledging stops it there. */
  readonly rung: string | number | null
  readonly level: string | number | null
  readonly recordType: string
  readonly recordId: string
  readonly title: string
  readonly body: string
  readonly readAt: string | null
  readonly acknowledgedAt: string | null
}

interface InboxPage {
  readonly items: readonly Told[]
  readonly nextCursor: string | null
  readonly unread: number
}

/* The routes of the inbox are named here until the contract's types carry them. */
type Loose = (
  path: string,
  options?: object,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>

/** One page of the inbox; `null` when this server has none. */
export async function listInbox(
  api: Api,
  query: { readonly limit: number; readonly cursor?: string },
): Promise<InboxPage | null> {
  try {
    return (await bodyOf((api.GET as unknown as Loose)('/api/v1/inbox', { params: { query } }))) as InboxPage
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return null
    throw error
  }
}

/** Marks something as read, or as understood. */
export async function answerTold(api: Api, id: string, what: 'read' | 'acknowledge'): Promise<void> {
  await bodyOf((api.POST as unknown as Loose)(`/api/v1/inbox/${id}/${what}`))
}
