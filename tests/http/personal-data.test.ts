import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Client } from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { openName } from '../../src/app/people/member-name.ts'
import type { TestDeps } from '../support/house.ts'
import { type Person, tokenFor } from '../support/people.ts'
import { openScene, type Scene } from '../support/scene.ts'

/* What is kept about somebody: theirs to have, and to have taken away (PIPL, articles 44 to 47). */

const NAME = '欧阳慕白'
const PHONE = '13987654321'
const LOGIN = 'ouyangmubai'
const MAIL = 'mubai@example.org'
const PASSWORD = 'Xun-cha-2025!'
const MEMBER = {
  login: LOGIN,
  name: NAME,
  phone: PHONE,
  password: PASSWORD,
  affiliation: 'resident',
  roles: [{ role: 'patroller', placeId: null }],
}
const OWN = '01a21c78-1572-71ed-a1f4-b9e3660db2ea'
const OTHER = '01a21c78-1572-71ed-a1f4-b9e3660db2ed'
let scene: Scene
let id: string

const member = async (): Promise<Person> => {
  const token = await tokenFor(scene.deps, scene.community.id, id)
  return { id, login: LOGIN, token, headers: { authorization: `Bearer ${token}` } }
}
/** Says where to be written to, takes a calendar address, and joins a squad. Gives the calendar's address. */
const wantMail = async (self: Person): Promise<string> => {
  const wish = { language: 'zh', email: MAIL, mail: 'off', quietHours: null, digestAt: null }
  expect((await scene.call(self, 'PUT', '/subscriptions', wish)).statusCode).toBe(200)
  const squad = { name: '夕阳红队', leadId: id, memberIds: [id] }
  expect((await scene.call(scene.people.admin, 'POST', '/squads', squad)).statusCode).toBe(201)
  const feed = await scene.call(self, 'POST', '/calendar-feeds', {})
  expect(feed.statusCode).toBe(201)
  return feed.json<{ path: string }>().path
}
/** Starts a patrol and says where. */
const walk = async (self: Person): Promise<void> => {
  const { community, call } = scene
  const opened = await call(self, 'POST', '/patrols', {
    theme: 'corridor',
    placeId: community.places.estate.id,
  })
  const at = { type: 'start', lat: 31.26123, lng: 120.51456 }
  expect((await call(self, 'POST', `/patrols/${opened.json().id}/events`, at)).statusCode).toBe(200)
  expect(await scene.deps.db.read.tracks.countOf('spots', community.id, id)).toBe(1)
}
const signIn = async (login: string) => {
  const reply = await scene.call(null, 'POST', '/session', { login, password: PASSWORD })
  return { status: reply.statusCode, cookie: String(reply.headers['set-cookie'] ?? '').split(';')[0] ?? '' }
}

/** Every word of every table, read past the program. */
async function everyWord({ directory, house }: TestDeps): Promise<string> {
  if (house.url === null) {
    const file = new BetterSqlite3(join(directory, 'xuncha.sqlite'), { readonly: true })
    const tables = file
      .prepare("select name from sqlite_master where type = 'table'")
      .pluck()
      .all() as string[]
    const words = tables.map(name => JSON.stringify(file.prepare(`select * from "${name}"`).all()))
    file.close()
    return words.join()
  }
  const client = new Client({ connectionString: house.url })
  await client.connect()
  const tables = await client.query("select tablename as name from pg_tables where schemaname = 'public'")
  const words: string[] = []
  for (const { name } of tables.rows as { name: string }[])
    words.push(JSON.stringify((await client.query(`select * from "${name}"`)).rows))
  await client.end()
  return words.join()
}

beforeEach(async () => {
  scene = await openScene()
  const made = await scene.call(scene.people.admin, 'POST', '/members', { ...MEMBER, id: OWN })
  expect(made.statusCode).toBe(201)
  id = made.json<{ id: string }>().id
})

describe('what is kept about a member', () => {
  it('is given to themselves, whole, and nothing of it is a secret', async () => {
    const self = await member()
    await wantMail(self)
    await scene.report(self, { description: '楼道堆物' })
    await walk(self)
    const given = await scene.call(self, 'GET', `/members/${id}/data`)
    expect(given.json()).toMatchObject({
      member: { id, login: LOGIN, name: NAME, phone: PHONE },
      roles: [{ role: 'patroller' }],
      signedIn: [{ kind: 'token' }],
      told: { email: MAIL },
      calendarFeeds: [{ squadId: null }],
      squads: [{ name: '夕阳红队' }],
      done: [{ event: 'report', words: { description: '楼道堆物' } }, { event: 'open' }, { event: 'start' }],
      checkIns: [{ at: '2025-10-13T01:00:00.000Z', lat: 31.26123, lng: 120.51456 }],
      noted: expect.arrayContaining([expect.objectContaining({ action: 'member.created' })]),
    })
    expect(given.body).not.toMatch(/argon2|hash/i)
  })

  it('is for them and the administrator alone, and giving it out is written down', async () => {
    const path = `/members/${id}/data`
    for (const who of [scene.people.patroller, scene.people.supervisor, scene.people.coordinator])
      expect((await scene.call(who, 'GET', path)).statusCode).toBe(403)
    expect((await scene.call(scene.people.admin, 'GET', path)).statusCode).toBe(200)
    const again = (await scene.call(scene.people.admin, 'GET', path)).json<{ noted: object[] }>()
    expect(again.noted).toContainEqual(
      expect.objectContaining({ action: 'member.data_given', actorId: scene.people.admin.id }),
    )
  })
})

describe('an erasure', () => {
  it('leaves nothing in the database that says who it was, and both chains whole', async () => {
    const before = await signIn(LOGIN)
    expect(before.status).toBe(201)
    const calendar = await wantMail(await member())
    // Kept for thirty days, to be given again: an answer that names them.
    const key = { 'idempotency-key': 'of-the-administrator' }
    const told = await scene.call(
      scene.people.admin,
      'POST',
      '/members',
      { ...MEMBER, id: OTHER, login: 'b' },
      key,
    )
    expect(told.statusCode).toBe(201)
    const asked = {
      memberId: scene.people.admin.id,
      route: 'POST /api/v1/members',
      key: 'of-the-administrator',
    }
    expect(await scene.deps.db.read.answers.find(asked)).not.toBeNull()
    await scene.call(scene.people.admin, 'POST', `/members/${OTHER}/erasure`, { reason: 'left' })
    expect(await scene.deps.db.read.answers.find(asked)).toBeNull()
    expect(await everyWord(scene.deps)).toContain(LOGIN)
    await walk(await member())
    const done = await scene.call(scene.people.admin, 'POST', `/members/${id}/erasure`, { reason: 'request' })
    expect(done.statusCode).toBe(204)
    expect((await signIn(LOGIN)).status).toBe(401)
    expect((await scene.app.inject({ method: 'GET', url: calendar })).statusCode).toBe(404)
    expect(await scene.deps.db.read.plans.feedsOf(scene.community.id, id)).toEqual([])
    const { read } = scene.deps.db
    const row = await read.people.findMember(scene.community.id, id)
    expect(row).toMatchObject({ phone: null, active: false, login: `erased-${id}` })
    expect(row && openName(scene.deps.seal, row)).toBe('已注销 · erased')
    expect(await everyWord(scene.deps)).not.toMatch(new RegExp(`${NAME}|${PHONE}|${LOGIN}|${MAIL}`))
    expect(await read.tracks.countOf('spots', scene.community.id, id)).toBe(0)
    expect(
      await read.answers.findClientId({ communityId: scene.community.id, kind: 'member', id }),
    ).toBeNull()
    expect(await checkIntegrity(read, scene.community.id)).toMatchObject({ ok: true })
  })

  it('is for administrators, of somebody else, for one of the known reasons', async () => {
    const { admin, coordinator } = scene.people
    const erase = (who: typeof admin, whom: string, reason = 'request') =>
      scene.call(who, 'POST', `/members/${whom}/erasure`, { reason })
    expect((await erase(coordinator, id)).statusCode).toBe(403)
    expect((await erase(admin, admin.id)).json()).toMatchObject({ code: 'member.is_self' })
    expect((await erase(admin, id, 'spite')).statusCode).toBe(400)
  })
})
