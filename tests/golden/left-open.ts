import BetterSqlite3 from 'better-sqlite3'
import { expect } from 'vitest'
import { findAnswer } from '../../src/app/kept-answers.ts'
import { spotsOf } from '../../src/app/patrols/spots.ts'
import { openName } from '../../src/app/people/member-name.ts'
import { reseal } from '../../src/app/sealing/reseal.ts'
import { compose } from '../../src/compose.ts'

const MEMBER = '0199cccc-0000-7000-8000-000000000001'
const ASKED = { memberId: 'somebody', route: 'POST /api/v1/members', key: 'k1' }
const BODY = JSON.stringify({ id: MEMBER, name: '王秀兰' })

/** Where an early release left what is personal for all to read: a check-in among the words, an answer about a member. */
export interface LeftOpen {
  readonly communityId: string
  readonly patrolId: string
  readonly memberId: string
  readonly at: number
  /** A member and their name. */
  readonly named: { readonly id: string; readonly name: string }
}

/** Leaves them in an embedded database of early days. */
export function leaveOpen(file: string): LeftOpen {
  const db = new BetterSqlite3(file)
  const step = db
    .prepare(
      `select community_id as communityId, record_id as patrolId, version, actor_id as memberId, at from journal
       where record_type = 'patrol' and event = 'start' order by seq limit 1`,
    )
    .get() as LeftOpen & { version: number }
  db.prepare("insert into texts values (?, ?, ?, 'position', 'salt', '31.26123 120.51456')").run(
    step.communityId,
    step.patrolId,
    step.version,
  )
  db.prepare(
    `insert into idempotency (member_id, route, key, fingerprint, status, body, at) values (?, ?, ?, 'print', 201, ?, 0)`,
  ).run(ASKED.memberId, ASKED.route, ASKED.key, BODY)
  db.prepare("insert into client_ids values (?, ?, 'member', 'a hash of a name and a number')").run(
    step.communityId,
    MEMBER,
  )
  const named = db.prepare('select id, name from members order by id limit 1').get() as LeftOpen['named']
  db.close()
  return { ...step, named }
}

/** Today's program finds all of it, closes it, and says the same as before. */
export async function expectClosed(config: Parameters<typeof compose>[0], left: LeftOpen): Promise<void> {
  const house = await compose(config)
  const { read } = house.db
  const { communityId, at, named } = left
  expect((await reseal(house)).sealed).toBeGreaterThan(3)
  expect(await reseal(house)).toEqual({ sealed: 0, lost: 0 })
  const [spot] = await read.tracks.spotsOf(communityId, left.patrolId, left.memberId)
  const row = await read.people.findMember(communityId, named.id)
  const kept = await read.answers.find(ASKED)
  for (const words of [spot?.spot, row?.name, kept?.body]) expect(words).toMatch(/^s1\./)
  expect(await spotsOf(house, read, left)).toEqual([{ at, lat: 31.26123, lng: 120.51456 }])
  expect(row && openName(house.seal, row)).toBe(named.name)
  expect(await findAnswer(house, read, ASKED)).toMatchObject({
    fingerprint: 'print',
    status: 201,
    body: BODY,
  })
  const texts = await read.journal.textsOf(communityId, left.patrolId)
  expect(texts.filter(({ field }) => field === 'position')).toEqual([])
  expect(await read.answers.findClientId({ communityId, kind: 'member', id: MEMBER })).toBeNull()
  await house.close()
}
