import type { PhotoRole } from '../../../machines/finding/context.ts'
import { type Caller, sees } from '../caller.ts'
import type { Reader, Writer } from '../deps.ts'
import { unknownReference } from '../errors.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { seesPatrol } from '../patrols/patrol-visibility.ts'

/**
 * Makes sure that the caller may put these photos on a record: they uploaded them, or see a record that shows them.
 * Tells whether one of them, or one with the same bytes, is shown by another record already.
 */
export async function usePhotos(
  tx: Writer,
  caller: Caller,
  recordId: string,
  photoIds: readonly string[],
  pointer = '/photoIds',
): Promise<boolean> {
  const communityId = caller.communityId ?? ''
  let reused = false
  for (const [n, id] of photoIds.entries()) {
    const photo = await tx.photos.find(communityId, id)
    const mayUse = photo && (photo.uploaderId === caller.memberId || (await isShown(tx, caller, id)))
    if (!mayUse) throw unknownReference(`${pointer}/${n}`)
    reused ||= await tx.photos.usedElsewhere(communityId, photo.sha256, recordId)
  }
  return reused
}

/** True when the caller may see a finding or a patrol that shows this photo. */
export async function isShown(
  read: Pick<Reader, 'photos' | 'findings' | 'patrols'>,
  caller: Caller,
  photoId: string,
): Promise<boolean> {
  if (caller.communityId === null) return false
  for (const recordId of await read.photos.recordsShowing(caller.communityId, photoId)) {
    const finding = await read.findings.find(caller.communityId, recordId)
    if (finding && sees(caller, finding)) return true
    const patrol = finding ? null : await read.patrols.find(caller.communityId, recordId)
    if (patrol && seesPatrol(caller, patrolRecordOf(patrol))) return true
  }
  return false
}

/** Notes which photos a finding shows now, and as what. */
export async function showPhotos(
  tx: Writer,
  finding: { readonly communityId: string; readonly id: string },
  photos: readonly (readonly [id: string, role: PhotoRole])[],
  added: readonly string[],
): Promise<void> {
  for (const [id, role] of photos)
    if (added.includes(id)) await tx.photos.show(finding.communityId, id, finding.id, role)
}
