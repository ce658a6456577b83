import type { AuditRow, JournalRow } from '../../../db/stores/journal.ts'
import type { Caller } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { inPages } from '../in-pages.ts'
import { recordAudit } from '../journal/audit-log.ts'
import { spotsOf } from '../patrols/spots.ts'
import { viewFeed } from '../plans/calendar-feeds.ts'
import { viewSubscription } from '../subscriptions/subscription-view.ts'
import { openPoint } from '../tracks/tracks.ts'
import { requireAdministrator } from './administrator.ts'
import { getMemberInScope } from './find-member.ts'
import { openName } from './member-name.ts'
import { openPhone } from './phone-number.ts'

const instant = (at: number): string => new Date(at).toISOString()
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at))

/**
 * What is kept about a member, for themselves or for an administrator whom they have asked (PIPL, articles 44 and 45): who
 * they are, how they are told, what they consented to and where they walked, where they are signed in, what they did, and
 * who looked at or changed their record. Not among it: secrets, which are kept as hashes; photos, which stand in the
 * records they were taken for; and the inbox, which they read themselves. That it was given out goes to the audit log.
 * Walks over the community's journal: time grows with it.
 */
export async function dataAbout(
  { db, clock, seal }: Pick<Deps, 'db' | 'clock' | 'seal'>,
  caller: Caller,
  memberId: string,
) {
  const row = await getMemberInScope(db.read, caller, memberId)
  const { communityId, id } = row
  if (id !== caller.memberId) await requireAdministrator(db.read, caller, communityId)
  const own: JournalRow[] = []
  const entries = inPages<JournalRow>((last, limit) =>
    db.read.journal.after(communityId, last?.seq ?? 0, limit),
  )
  for await (const entry of entries) if (entry.actorId === id) own.push(entry)
  const words = new Map<string, Record<string, string>>()
  for (const recordId of new Set(own.map(entry => entry.recordId)))
    for (const { version, field, words: text } of await db.read.journal.textsOf(communityId, recordId)) {
      const key = `${recordId} ${version}`
      words.set(key, { ...words.get(key), [field]: text })
    }
  // What a report says stands in the finding itself.
  for (const { recordId, version, event } of own)
    if (event === 'report') {
      const description = (await db.read.findings.find(communityId, recordId))?.description
      const key = `${recordId} ${version}`
      if (description) words.set(key, { ...words.get(key), description })
    }
  const done = own.map(({ seq, at, recordType, recordId, version, event }) => ({
    seq,
    at: instant(at),
    recordType,
    recordId,
    event,
    words: words.get(`${recordId} ${version}`) ?? {},
  }))
  const walked = new Set(own.flatMap(entry => (entry.recordType === 'patrol' ? [entry.recordId] : [])))
  const noted: { seq: number; at: string; actorId: string | null; action: string; object: string }[] = []
  const audited = inPages<AuditRow>((last, limit) =>
    db.read.journal.auditAfter(communityId, last?.seq ?? 0, limit),
  )
  for await (const { seq, at, actorId, action, object } of audited)
    if (actorId === id || object === `member:${id}`)
      noted.push({ seq, at: instant(at), actorId, action, object })
  const tracks: { patrolId: string; at: string; lat: number; lng: number }[] = []
  for (const patrolId of walked)
    for (const row of await db.read.tracks.pointsOf(communityId, patrolId, id)) {
      const { at, lat, lng } = openPoint(seal, row)
      tracks.push({ patrolId, at: instant(at), lat, lng })
    }
  const checkIns: { patrolId: string; at: string; lat: number; lng: number }[] = []
  for (const patrolId of walked)
    for (const { at, ...position } of await spotsOf({ seal }, db.read, {
      communityId,
      patrolId,
      memberId: id,
    }))
      checkIns.push({ patrolId, at: instant(at), ...position })
  const [roles, sessions, tokens, consent, squads, feeds, subscription] = await Promise.all([
    db.read.people.rolesOfMany(communityId, [id]),
    db.read.people.credentialsOf(communityId, id, 'session'),
    db.read.people.credentialsOf(communityId, id, 'token'),
    db.read.tracks.consentOf(communityId, id),
    db.read.setup.squadsOf(communityId, id),
    db.read.plans.feedsOf(communityId, id),
    db.read.targets.findSubscription(communityId, id),
  ])
  const at = clock.now()
  await db.transaction(
    tx =>
      recordAudit(tx, {
        communityId,
        at,
        actorId: caller.memberId,
        action: 'member.data_given',
        object: `member:${id}`,
        details: { done: done.length, noted: noted.length },
        requestId: caller.requestId,
      }),
    communityId,
  )
  const { login, affiliation, unitId, active, createdAt } = row
  return {
    asOf: instant(at),
    member: {
      id,
      login,
      name: openName(seal, row),
      phone: openPhone(seal, row),
      affiliation,
      unitId,
      active,
      createdAt: instant(createdAt),
    },
    roles: roles.map(({ role, placeId }) => ({ role, placeId: placeId || null })),
    signedIn: [...sessions, ...tokens].map(({ kind, name, createdAt, expiresAt }) => ({
      kind,
      name,
      createdAt: instant(createdAt),
      expiresAt: instantOrNull(expiresAt),
    })),
    squads: squads.map(({ id, name }) => ({ id, name })),
    told: viewSubscription(seal, subscription),
    calendarFeeds: feeds.map(viewFeed),
    trackConsent: consent && {
      givenAt: instant(consent.givenAt),
      withdrawnAt: instantOrNull(consent.withdrawnAt),
      wording: consent.wording,
    },
    tracks,
    checkIns,
    done,
    noted,
  }
}
