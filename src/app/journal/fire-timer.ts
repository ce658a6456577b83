import { gather } from '../../../db/gathering.ts'
import type { TimerRow } from '../../../db/stores/later.ts'
import type { FindingDeed } from '../../../machines/finding/events.ts'
import { TIMER } from '../../../machines/people.ts'
import { getCommunity } from '../community/community.ts'
import type { Deps, Writer } from '../deps.ts'
import { recordOf } from '../findings/finding-record.ts'
import { stepFinding } from '../findings/take-finding-step.ts'
import { climbLadder } from '../notices/climb-ladder.ts'
import { isLadderTimer } from '../notices/ladder-timer.ts'
import { firePatrolTimer } from '../patrols/apply-patrol-event.ts'

export type DueTimer = Pick<
  TimerRow,
  'communityId' | 'recordId' | 'name' | 'recordType' | 'token' | 'fireAt' | 'attempts'
>

/** Timers whose moment has come, the oldest first. */
export async function listDueTimers(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  limit: number,
): Promise<DueTimer[]> {
  return db.read.later.dueTimers(clock.now(), limit)
}

type Ringing = Pick<Deps, 'clock' | 'chance'>

/**
 * Lets a due timer ring: sends its event into its record, once. A timer that was replaced or cleared meanwhile is
 * ignored (`stale`). The step itself clears the timer, in the same transaction. A ladder's timer moves no record: it
 * tells again what nobody has acknowledged.
 */
export async function fireTimer(
  deps: Ringing & Pick<Deps, 'db'>,
  timer: DueTimer,
): Promise<'fired' | 'stale'> {
  return deps.db.transaction(tx => ring(deps, tx, timer), timer.communityId)
}

/**
 * Lets due timers of one community ring in one transaction, in their order; gives how many were not stale. One that
 * fails takes the others along: nothing has happened then.
 */
export async function fireTogether(
  deps: Ringing & Pick<Deps, 'db'>,
  communityId: string,
  timers: readonly DueTimer[],
): Promise<number> {
  return deps.db.transaction(async turn => {
    const { tx, flush } = gather(turn)
    const recordIds = [...new Set(timers.map(({ recordId }) => recordId))]
    // Read at once what the steps will ask for one by one.
    await tx.later.timersOfMany(communityId, recordIds)
    await tx.findings.findMany(communityId, recordIds)
    let fired = 0
    for (const timer of timers) if ((await ring(deps, tx, timer)) === 'fired') fired += 1
    await flush()
    return fired
  }, communityId)
}

async function ring(deps: Ringing, tx: Writer, timer: DueTimer): Promise<'fired' | 'stale'> {
  const current = await tx.later.findTimer(timer)
  const at = deps.clock.now()
  if (!current || current.token !== timer.token || current.fireAt > at) return 'stale'
  // Cleared first: what the step sets under the same name then stays.
  await tx.later.clearTimer(timer)
  if (isLadderTimer(timer.name)) {
    await climbLadder({ tx, chance: deps.chance, at }, timer)
    return 'fired'
  }
  if (timer.recordType === 'patrol') {
    await firePatrolTimer(tx, deps, timer, at)
    return 'fired'
  }
  const row = await tx.findings.find(timer.communityId, timer.recordId)
  if (!row) return 'stale'
  const community = await getCommunity(tx, timer.communityId)
  const scope = { tx, chance: deps.chance, community, at }
  await stepFinding(scope, recordOf(row), { type: timer.name } as FindingDeed, TIMER, {})
  return 'fired'
}

/** Longest pause between two attempts at a timer whose event fails. */
const MOST_BACKOFF_MS = 3_600_000

/** Puts a timer off after a failed attempt: one second, then twice as long each time, so that it cannot spin. */
export async function postponeTimer(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  timer: DueTimer,
): Promise<void> {
  await db.transaction(async tx => {
    const current = await tx.later.findTimer(timer)
    if (!current || current.token !== timer.token) return
    const pause = Math.min(MOST_BACKOFF_MS, 1_000 * 2 ** Math.min(current.attempts, 20))
    await tx.later.setTimer({ ...current, tryAt: clock.now() + pause, attempts: current.attempts + 1 })
  }, timer.communityId)
}
