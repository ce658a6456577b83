import type { Deps } from '../deps.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { endOf } from './rules.ts'

/** Originals that share a transaction and an entry of the audit log. */
const TOGETHER = 200

/**
 * Removes the originals of photos that nothing has needed for their time, and proves it: an entry of the audit log says up
 * to which moment and how many. The files go first: what a run that was stopped has not yet marked, the next one
 * marks.
 */
export async function forgetOriginals({
  db,
  clock,
  photoFiles,
}: Pick<Deps, 'db' | 'clock' | 'photoFiles'>): Promise<void> {
  const at = clock.now()
  const before = endOf('originals', at)
  for (;;) {
    const some = await db.read.retention.someOriginals(before, TOGETHER)
    const communityId = some[0]?.communityId
    if (communityId === undefined) return
    for (const { sha256 } of some) await photoFiles.forgetOriginal(communityId, sha256)
    const hashes = some.map(({ sha256 }) => sha256)
    await db.transaction(async tx => {
      await tx.retention.markOriginalsGone(communityId, hashes, at)
      await recordAudit(tx, {
        communityId,
        at,
        actorId: null,
        action: 'photos.originals_forgotten',
        object: 'photos',
        details: { before: new Date(before).toISOString(), originals: hashes.length },
        requestId: null,
      })
    }, communityId)
  }
}
