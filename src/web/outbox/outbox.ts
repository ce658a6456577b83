import type { Entry, Kept } from '../keep/kept.ts'
import { newId } from '../keep/new-id.ts'
import type { Outcome } from './send-entry.ts'

/** What somebody wants to tell the server; the outbox adds the rest. */
export interface NewEntry extends Pick<Entry, 'kind' | 'path' | 'body' | 'photos'> {
  readonly id?: string
  /** (Default: a chain of its own) */
  readonly chain?: string
}

export interface OutboxParts {
  readonly kept: Kept
  /** Tells the server about one entry, and again as often as it is asked: the server does it once. */
  readonly send: (entry: Entry) => Promise<Outcome>
  /** Runs one piece of work after the other, also across tabs. */
  readonly alone: (work: () => Promise<void>) => Promise<void>
  readonly now: () => number
}

export type Outbox = ReturnType<typeof createOutbox>

/** How long entries that arrived stay in the list. */
const REMEMBER_SENT_MS = 7 * 24 * 3_600_000

/**
 * The way of everything a phone reports. An entry is written down before anything is sent, and keeps its id until the
 * server has answered: so a killed tab loses nothing, and an answer that was lost makes nothing twice.
 */
export function createOutbox({ kept, send, alone, now }: OutboxParts) {
  const add = async (entry: NewEntry): Promise<string> => {
    const id = entry.id ?? newId(now())
    await kept.transaction('rw', kept.entries, async () => {
      const turn = ((await kept.entries.orderBy('turn').last())?.turn ?? 0) + 1
      await kept.entries.put({ chain: id, ...entry, id, at: now(), turn, state: 'waiting', attempts: 0 })
    })
    return id
  }

  /** Sends what waits, in order. Stops when there is no signal. */
  const flush = (): Promise<void> =>
    alone(async () => {
      const held = new Set<string>()
      for (const { id } of await open()) {
        // Read anew: somebody may have thrown it away meanwhile.
        const entry = await kept.entries.get(id)
        if (entry === undefined || held.has(entry.chain)) continue
        await kept.entries.update(id, { state: 'sending', attempts: entry.attempts + 1 })
        const outcome = await send(entry)
        if (outcome.kind === 'done') await settle(entry, outcome.recordId)
        else if (outcome.kind === 'refused') {
          await kept.entries.update(id, { state: 'refused', refusal: outcome.refusal })
        } else {
          await kept.entries.update(id, { state: 'waiting' })
          held.add(entry.chain)
          if (outcome.kind === 'no signal') return
        }
      }
      await kept.entries
        .where({ state: 'sent' })
        .filter(({ at }) => at < now() - REMEMBER_SENT_MS)
        .delete()
    })

  const open = async (): Promise<Entry[]> =>
    (await kept.entries.where('state').anyOf('waiting', 'sending').toArray()).sort((a, b) => a.turn - b.turn)

  const settle = (entry: Entry, recordId: string | undefined): Promise<void> =>
    kept.transaction('rw', kept.entries, kept.photos, async () => {
      await kept.entries.update(entry.id, { state: 'sent', recordId, refusal: undefined })
      await kept.photos.bulkDelete(entry.photos.map(({ id }) => id))
    })

  return {
    add,
    flush,
    /** All entries, the newest first. */
    list: async (): Promise<Entry[]> => kept.entries.orderBy('turn').reverse().toArray(),
    /** Sends a refused entry once more, under the same id. */
    retry: async (id: string): Promise<void> => {
      await kept.entries.update(id, { state: 'waiting', refusal: undefined })
    },
    /** Throws an entry away with its photos. */
    discard: (id: string): Promise<void> =>
      kept.transaction('rw', kept.entries, kept.photos, async () => {
        const entry = await kept.entries.get(id)
        await kept.photos.bulkDelete(entry?.photos.map(photo => photo.id) ?? [])
        await kept.entries.delete(id)
      }),
  }
}
