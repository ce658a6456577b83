import type { TrackConsentRow } from '../../../db/stores/tracks.ts'
import type { Caller } from '../caller.ts'
import type { Clock, Reader, Writer } from '../deps.ts'
import { AppError, invalidValue } from '../errors.ts'
import { recordAudit } from '../journal/audit-log.ts'

/** What a member is asked. A change of the words is a new number: who consented to the old ones is asked again. */
const TRACK_WORDING = {
  version: 1,
  zh:
    '同意后,您巡查时的行走轨迹会被记录:只在巡查开始到结束之间,不在其他时间。只有您本人和督查员能看到,督查员每次查看都须注明事由并留痕。' +
    '轨迹保存 30 天后自动删除。不同意不影响您参加巡查;您可以随时撤回,撤回后已记录的轨迹立即删除。',
  en:
    'If you agree, the way you walk is recorded while you are on a patrol: from its start to its end, at no other time. ' +
    'Only you and the supervisors can see it; a supervisor has to give a reason, and each look is written down. It is ' +
    'deleted after 30 days. You can patrol without agreeing, and you can withdraw at any time: what was recorded is ' +
    'deleted at once.',
} as const

/** A member's consent to their tracks, and the words it is about. */
interface TrackConsentView {
  readonly given: boolean
  readonly givenAt: string | null
  readonly withdrawnAt: string | null
  /** The words that are asked today, and their number. */
  readonly wording: number
  readonly words: string
}

/** Whether it stands: given to today's words, and not withdrawn. */
export const isGiven = (consent: TrackConsentRow | null): consent is TrackConsentRow =>
  consent !== null && consent.withdrawnAt === null && consent.wording === TRACK_WORDING.version

export async function getTrackConsent(
  read: Pick<Reader, 'tracks'>,
  caller: Caller,
  language: 'zh' | 'en',
): Promise<TrackConsentView> {
  return view(await read.tracks.consentOf(communityOf(caller), caller.memberId), language)
}

/** Remembers that the caller agrees, separately from anything else, to words that they were shown. */
export async function giveTrackConsent(
  { clock }: { readonly clock: Clock },
  tx: Writer,
  caller: Caller,
  wording: number,
  language: 'zh' | 'en',
): Promise<TrackConsentView> {
  const communityId = communityOf(caller)
  if (wording !== TRACK_WORDING.version)
    throw invalidValue('/wording', `the number of the words that are asked today: ${TRACK_WORDING.version}`)
  const before = await tx.tracks.consentOf(communityId, caller.memberId)
  if (isGiven(before)) return view(before, language)
  const at = clock.now()
  const row = { communityId, memberId: caller.memberId, givenAt: at, withdrawnAt: null, wording }
  await tx.tracks.setConsent(row)
  await audit(tx, caller, at, 'track_consent.given', { wording })
  return view(row, language)
}

/** Takes the consent back: what was recorded of the caller is deleted in the same transaction. */
export async function withdrawTrackConsent(
  { clock }: { readonly clock: Clock },
  tx: Writer,
  caller: Caller,
): Promise<void> {
  const communityId = communityOf(caller)
  const before = await tx.tracks.consentOf(communityId, caller.memberId)
  if (before === null || before.withdrawnAt !== null) return
  const at = clock.now()
  const points = await tx.tracks.countOf('tracks', communityId, caller.memberId)
  await tx.tracks.deleteOf('tracks', communityId, caller.memberId)
  const left = await tx.tracks.countOf('tracks', communityId, caller.memberId)
  await tx.tracks.setConsent({ ...before, withdrawnAt: at })
  await audit(tx, caller, at, 'track_consent.withdrawn', { points, left })
}

function view(row: TrackConsentRow | null, language: 'zh' | 'en'): TrackConsentView {
  const instant = (at: number | null | undefined): string | null =>
    at == null ? null : new Date(at).toISOString()
  return {
    given: isGiven(row),
    givenAt: instant(row?.givenAt),
    withdrawnAt: instant(row?.withdrawnAt),
    wording: TRACK_WORDING.version,
    words: TRACK_WORDING[language],
  }
}

/* The root administrator walks nowhere. */
function communityOf({ communityId }: Caller): string {
  if (communityId === null) throw new AppError('request.role_forbidden')
  return communityId
}

async function audit(
  tx: Writer,
  { communityId, memberId, requestId }: Caller,
  at: number,
  action: string,
  details: object,
): Promise<void> {
  const object = `member:${memberId}`
  await recordAudit(tx, {
    communityId: communityId ?? '',
    at,
    actorId: memberId,
    action,
    object,
    details,
    requestId,
  })
}
