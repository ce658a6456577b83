import type { Deps } from './deps.ts'
import { forgetTracks } from './tracks/tracks.ts'

const DAY = 86_400_000
/** Phones stay offline for days: a repeated request is recognised this long. */
const ANSWERS_KEPT_MS = 30 * DAY
/** A window of failed sign-ins is over long before. */
const FAILURES_KEPT_MS = DAY
/** Long enough to begin a dead delivery anew, and to answer whether somebody was told. */
const DELIVERIES_KEPT_MS = 90 * DAY

/**
 * Deletes what has served its time: answers kept for repeated requests, ended sessions and tokens, failed sign-ins,
 * deliveries that ended, tracks of walks.
 */
export async function forgetOld({
  db,
  clock,
  photoFiles,
}: Pick<Deps, 'db' | 'clock' | 'photoFiles'>): Promise<void> {
  const now = clock.now()
  await db.transaction(async tx => {
    await tx.answers.forgetBefore(now - ANSWERS_KEPT_MS)
    await tx.people.deleteExpiredCredentials(now)
    await tx.people.forgetFailuresBefore(now - FAILURES_KEPT_MS)
    await tx.deliveries.forgetSettledBefore(now - DELIVERIES_KEPT_MS)
  })
  await forgetTracks({ db, clock })
  await photoFiles.sweepUnfinished()
}
