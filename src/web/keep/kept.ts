import Dexie, { type Table } from 'dexie'

/*
 * What lies on the phone: entries that wait for a signal, their photos, and what a report needs to be filled in
 * without one. One database a member, so that two who share a phone do not see each other's; deleted at sign-out.
 */

/** Where an entry stands. `sending` after a start means that the tab was closed while it was under way. */
type EntryState = 'waiting' | 'sending' | 'sent' | 'refused'

/** Why the server did not take something, in the words it was read in. */
export interface Refusal {
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** One thing to be told to the server, once. */
export interface Entry {
  /** Client id of what it creates, and its Idempotency-Key. */
  readonly id: string
  /** When it was made, milliseconds by this phone's clock. */
  readonly at: number
  /** Its turn: entries are sent by this, whatever the phone's clock has done meanwhile. */
  readonly turn: number
  readonly kind: 'finding' | 'finding_event' | 'patrol' | 'patrol_event' | 'recheck'
  /** Below /api/v1, such as /findings. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  /** Photos by the place in the body where their ids belong: `photoIds` or `fixed.photoIds`. */
  readonly photos: readonly { readonly field: string; readonly id: string }[]
  /** Entries of one chain are sent in order; when one has to wait, those behind it wait too. */
  readonly chain: string
  state: EntryState
  attempts: number
  refusal?: Refusal
  /** The record it became. */
  recordId?: string
}

interface KeptPhoto {
  readonly id: string
  readonly blob: Blob
  /** Taken for this, or chosen from the album. */
  readonly source?: 'camera' | 'gallery'
  /** Id that the server gave it, once it is there. */
  uploadedId?: string
}

/** A report under way: phones close the page while the camera is open. */
interface Draft {
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly photoIds: readonly string[]
}

export interface Kept extends Dexie {
  entries: Table<Entry, string>
  photos: Table<KeptPhoto, string>
  drafts: Table<Draft, string>
  reference: Table<{ readonly name: string; readonly at: number; readonly items: readonly unknown[] }, string>
  recent: Table<{ readonly kind: string; readonly id: string; readonly at: number }, [string, string]>
}

/** Opens what is kept on this phone for a member. */
export function openKept(memberId: string): Kept {
  const kept = new Dexie(`xuncha-${memberId}`) as Kept
  kept.version(1).stores({
    entries: 'id, state',
    photos: 'id',
    drafts: 'name',
    reference: 'name',
    recent: '[kind+id], [kind+at]',
  })
  kept
    .version(2)
    .stores({ entries: 'id, state, turn' })
    .upgrade(change =>
      change
        .table<{ at: number; turn?: number }>('entries')
        .toCollection()
        .modify(entry => {
          entry.turn = entry.at
        }),
    )
  return kept
}
