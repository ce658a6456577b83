import type { Finding } from '../api/client.ts'
import type { useMember } from '../house.ts'
import type { Refusal } from '../keep/kept.ts'

/** Done in the field, where the record may be a day old: the machine judges whether the step still fits. */
const IN_THE_FIELD = ['check', 'rectify', 'verify_result', 'receive', 'comment', 'attach', 'urge']

/** What became of a step: done, kept for later, or refused with words. */
export type Told = 'done' | 'kept' | Refusal

/** Lets something happen to a finding, by way of the outbox: with no signal it waits there and is sent by itself. */
export async function tellFinding(
  { kept, outbox }: Pick<ReturnType<typeof useMember>, 'kept' | 'outbox'>,
  finding: Pick<Finding, 'id' | 'version'>,
  event: { readonly type: string; readonly [field: string]: unknown },
  photoIds: readonly string[] = [],
): Promise<Told> {
  const decided = IN_THE_FIELD.includes(event.type) ? {} : { expectedVersion: finding.version }
  const id = await outbox.add({
    chain: finding.id,
    kind: 'finding_event',
    path: `/findings/${finding.id}/events`,
    body: { ...event, ...decided },
    photos: photoIds.map(photo => ({ field: 'photoIds', id: photo })),
  })
  await outbox.flush()
  const entry = await kept.entries.get(id)
  if (entry?.state !== 'refused') return entry === undefined || entry.state === 'sent' ? 'done' : 'kept'
  // The form still holds everything, photos too: the entry has told its story.
  await kept.entries.delete(id)
  return entry.refusal ?? { code: '', title: '', detail: '' }
}
