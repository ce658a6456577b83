import type { Deps } from '../deps.ts'
import { forgetWalked } from '../tracks/tracks.ts'
import { forgetOriginals } from './forget-originals.ts'
import { endOf } from './rules.ts'

const PLAIN = ['answers', 'credentials', 'failures', 'deliveries'] as const

/** Takes away what has served its time (rules.ts), and what writers of photos left behind. */
export async function forgetOld(deps: Pick<Deps, 'db' | 'clock' | 'photoFiles'>): Promise<void> {
  const now = deps.clock.now()
  await deps.db.transaction(async tx => {
    for (const kind of PLAIN) await tx.retention.deleteRows(kind, endOf(kind, now))
  })
  await forgetWalked(deps)
  await forgetOriginals(deps)
  await deps.photoFiles.sweepUnfinished()
}
