import type { LadderRow } from '../../../db/stores/ladders.ts'
import { deadline } from '../../../machines/calendar.ts'
import { isStillDue } from '../../../machines/finding/reminders.ts'
import { isAtTop, type Notice, noticeOf, patienceOf, supersededBy } from '../../../machines/ladder.ts'
import { getCommunity } from '../community/community.ts'
import type { Chance, Writer } from '../deps.ts'
import { recordOf } from '../findings/finding-record.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { type AboutRecord, aboutFinding, aboutPatrol } from './about-record.ts'
import { kindOfLadderTimer, ladderTimerOf } from './ladder-timer.ts'
import { tellNotice } from './tell-notice.ts'

const NOBODY: ReadonlySet<string> = new Set()

interface Scope {
  readonly tx: Writer
  readonly chance: Chance
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Begins to wait for somebody to acknowledge a rung that has just been told. An older round is over with it, and the
 * lower rungs of the same ladder do not go on beside it.
 */
export async function beginLadder(
  scope: Scope,
  about: AboutRecord,
  notice: Notice,
  round: number,
): Promise<void> {
  const { communityId, recordId } = about
  await scope.tx.later.clearTimer(
    ...supersededBy(notice).map(lower => ({ communityId, recordId, name: ladderTimerOf(lower) })),
  )
  await waitOn(scope, about, notice, round, 0)
}

/**
 * Lets a rung climb that nobody has acknowledged: one level more hears it, at the top the same ones again. It ends
 * by itself when there is nothing left to remind of: handed in, answered, extended, closed.
 */
export async function climbLadder(
  scope: Scope,
  timer: { readonly communityId: string; readonly recordId: string; readonly name: string },
): Promise<void> {
  const notice = noticeOf(kindOfLadderTimer(timer.name))
  const { communityId, recordId } = timer
  const { topic, rung } = notice
  const ladder = await scope.tx.ladders.find({ communityId, recordId, topic, rung })
  if (!ladder || ladder.acknowledgedAt !== null) return
  const about = await findDueRecord(scope.tx, ladder)
  if (!about) return
  const level = ladder.level + 1
  await tellNotice(scope, about, notice, { round: ladder.round, level }, NOBODY)
  await waitOn(scope, about, notice, ladder.round, level)
}

async function waitOn(
  { tx, at }: Scope,
  about: AboutRecord,
  notice: Notice,
  round: number,
  level: number,
): Promise<void> {
  const { communityId, recordType, recordId, severity } = about
  const { topic, rung } = notice
  const { calendar } = await getCommunity(tx, communityId)
  const patience = patienceOf(severity, isAtTop(notice, level), calendar.dayMs)
  const fireAt = deadline(at, patience, calendar).dueAt
  const open = { acknowledgedAt: null, acknowledgedBy: null }
  await tx.ladders.put({ communityId, recordId, topic, rung, recordType, round, level, ...open })
  await tx.later.setTimer({
    communityId,
    recordId,
    recordType,
    name: ladderTimerOf(notice),
    fireAt,
    tryAt: fireAt,
    token: level,
    attempts: 0,
  })
}

/* A missed patrol stays missed; a finding may have moved on. */
async function findDueRecord(tx: Writer, ladder: LadderRow): Promise<AboutRecord | null> {
  const { communityId, recordId, topic, round } = ladder
  if (ladder.recordType === 'patrol') {
    const row = await tx.patrols.find(communityId, recordId)
    return row && aboutPatrol(patrolRecordOf(row))
  }
  const row = await tx.findings.find(communityId, recordId)
  if (!row) return null
  const record = recordOf(row)
  return isStillDue(topic, round, record.value, record.context) ? aboutFinding(record) : null
}
