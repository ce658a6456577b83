import { reactive } from 'vue'
import type { Api } from '../api/client.ts'
import { listInbox } from './inbox.ts'

export interface InboxState {
  /** False as long as the server knows no inbox. */
  shown: boolean
  unread: number
}

/** How much in the inbox is unread, for the bell above every page. */
export function createInboxBadge(api: Api) {
  const state = reactive<InboxState>({ shown: false, unread: 0 })
  return {
    state,
    look: async (): Promise<void> => {
      const page = await listInbox(api, { limit: 1 }).catch(() => undefined)
      // No answer says nothing new; `null` says that there is no inbox.
      if (page === undefined) return
      state.shown = page !== null
      state.unread = page?.unread ?? 0
    },
  }
}
