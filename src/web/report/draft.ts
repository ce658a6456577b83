import { reactive, toRaw, watch } from 'vue'
import type { Kept } from '../keep/kept.ts'
import type { NewEntry } from '../outbox/outbox.ts'

const NAME = 'report'

/** A report while it is filled in. */
export interface ReportDraft {
  photoIds: string[]
  categoryCode: string
  placeId: string
  note: string
  fixed: boolean
  afterIds: string[]
  patrolId: string
  /** When the first photo was taken: what was seen is not moved by a slow hand. */
  observedAt: string
}

const empty = (): ReportDraft => ({
  photoIds: [],
  categoryCode: '',
  placeId: '',
  note: '',
  fixed: false,
  afterIds: [],
  patrolId: '',
  observedAt: '',
})

/** The report under way, kept at every change: phones close the page while the camera is open. */
export async function openDraft(kept: Kept): Promise<ReportDraft> {
  const before = await kept.drafts.get(NAME)
  const draft = reactive({ ...empty(), ...(before?.fields as Partial<ReportDraft> | undefined) })
  watch(
    draft,
    () => {
      if (draft.photoIds.length > 0 && draft.observedAt === '') draft.observedAt = new Date().toISOString()
      void kept.drafts.put({
        name: NAME,
        fields: structuredClone({
          ...toRaw(draft),
          photoIds: [...draft.photoIds],
          afterIds: [...draft.afterIds],
        }),
        photoIds: [...draft.photoIds, ...draft.afterIds],
      })
    },
    { deep: true },
  )
  return draft
}

export async function clearDraft(kept: Kept, draft: ReportDraft): Promise<void> {
  Object.assign(draft, { ...empty(), patrolId: draft.patrolId })
  await kept.drafts.delete(NAME)
}

/** Puts a refused report back into the form, with its photos. */
export async function reopenDraft(kept: Kept, fields: Partial<ReportDraft>): Promise<void> {
  const draft = { ...empty(), ...fields }
  await kept.drafts.put({ name: NAME, fields: draft, photoIds: [...draft.photoIds, ...draft.afterIds] })
}

/** The entry that a finished report becomes. `title` stands in for words that nobody had time to write. */
export function entryOf(draft: ReportDraft, title: string, fixedNote: string): NewEntry {
  const { categoryCode, placeId, note, fixed, patrolId, observedAt } = draft
  return {
    kind: 'finding',
    path: '/findings',
    body: {
      categoryCode,
      placeId,
      description: note.trim() || title,
      ...(observedAt ? { observedAt } : {}),
      ...(patrolId ? { patrolId } : {}),
      ...(fixed ? { fixed: { note: fixedNote } } : {}),
    },
    photos: [
      ...draft.photoIds.map(id => ({ field: 'photoIds', id })),
      ...(fixed ? draft.afterIds.map(id => ({ field: 'fixed.photoIds', id })) : []),
    ],
    ...(patrolId ? { chain: patrolId } : {}),
  }
}
