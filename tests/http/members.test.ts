import { describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/app/journal/audit-log.ts'
import { findAnswer } from '../../src/app/kept-answers.ts'
import { openPhone } from '../../src/app/people/phone-number.ts'
import { openHouse } from '../support/house.ts'
import { openTown, PASSWORD, type Town } from '../support/site.ts'

const ABSENT = '0199aaaa-0000-7000-8000-000000000000'
const NEW = { login: 'new', name: '新人', password: PASSWORD, affiliation: 'resident', roles: [] }

async function openTownWithAdmin() {
  const deps = await openHouse()
  const town = await openTown(deps)
  const adminId = await town.add('admin', { name: '周主任', roles: [{ role: 'admin' }] })
  return { deps, town, adminId, admin: await town.signIn('admin') }
}

async function addUnit(town: Town): Promise<string> {
  const body = { communityId: town.communityId, name: '巨塔物业', kind: 'property' }
  return (await town.call('POST', '/units', { cookie: town.root, body })).json().id
}

describe('a new member', () => {
  it('is created by an administrator of the community and can sign in', async () => {
    const { town, admin } = await openTownWithAdmin()
    const answer = await town.call('POST', '/members', {
      cookie: admin,
      body: {
        ...NEW,
        login: '李建国',
        name: '李·建国',
        phone: '13812345678',
        roles: [{ role: 'patroller', placeId: null }],
      },
    })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers.etag).toBe('"1"')
    expect(answer.json()).toEqual({
      id: expect.any(String),
      communityId: town.communityId,
      login: '李建国',
      name: '李·建国',
      phone: '138****5678',
      affiliation: 'resident',
      unitId: null,
      roles: [{ role: 'patroller', placeId: town.rootPlaceId }],
      active: true,
      version: 1,
    })
    expect(await town.signIn('李建国')).toMatch(/^xuncha_session=/)
  })

  it('has one phone number however it is typed', async () => {
    const { deps, town, admin } = await openTownWithAdmin()
    const spellings = [
      '１３８１２３４５６７８',
      '138 1234 5678',
      '138-1234-5678',
      '１３８－１２３４－５６７８',
    ]
    for (const [n, phone] of spellings.entries()) {
      const { id } = (
        await town.call('POST', '/members', { cookie: admin, body: { ...NEW, login: `m${n}`, phone } })
      ).json()
      const row = await deps.db.read.people.findMember(town.communityId, id)
      expect(row && openPhone(deps.seal, row)).toBe('13812345678')
    }
    const wrong = await town.call('POST', '/members', { cookie: admin, body: { ...NEW, phone: '没有' } })
    expect([wrong.statusCode, wrong.json().errors[0].pointer]).toEqual([400, '/phone'])
  })

  it('needs a login that nobody in the whole installation has', async () => {
    const { town, admin } = await openTownWithAdmin()
    for (const login of ['ROOT', 'ａｄｍｉｎ']) {
      const answer = await town.call('POST', '/members', { cookie: admin, body: { ...NEW, login } })
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'member.login_taken'])
    }
  })

  it('does not let somebody without the role find out which logins are taken', async () => {
    const { town } = await openTownWithAdmin()
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const answer = await town.call('POST', '/members', { cookie, body: { ...NEW, login: 'root' } })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'request.role_forbidden'])
  })

  it.each(['a b', '李:四', '', 'x'.repeat(65), 'a\u0000b'])('cannot have the login %j', async login => {
    const { town, admin } = await openTownWithAdmin()
    const answer = await town.call('POST', '/members', { cookie: admin, body: { ...NEW, login } })
    expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([400, '/login'])
  })

  it('needs a password that is not easily guessed', async () => {
    const { town, admin } = await openTownWithAdmin()
    for (const password of ['12345678', 'short', 'woaini1314', '']) {
      const answer = await town.call('POST', '/members', { cookie: admin, body: { ...NEW, password } })
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'session.password_weak'])
    }
  })

  it('needs a unit of the community when they work for one', async () => {
    const { town, admin } = await openTownWithAdmin()
    const handler = { ...NEW, affiliation: 'property', roles: [{ role: 'handler' }] }
    const without = await town.call('POST', '/members', { cookie: admin, body: handler })
    expect([without.statusCode, without.json().code]).toEqual([422, 'member.unit_missing'])
    const unknown = await town.call('POST', '/members', {
      cookie: admin,
      body: { ...handler, unitId: ABSENT },
    })
    expect([unknown.statusCode, unknown.json().errors[0].pointer]).toEqual([422, '/unitId'])
    const body = { ...handler, unitId: await addUnit(town) }
    expect((await town.call('POST', '/members', { cookie: admin, body })).statusCode).toBe(201)
  })

  it('holds roles at places of the community only', async () => {
    const { town, admin } = await openTownWithAdmin()
    const roles = [{ role: 'resident' }, { role: 'patroller', placeId: ABSENT }]
    const answer = await town.call('POST', '/members', { cookie: admin, body: { ...NEW, roles } })
    expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([422, '/roles/1/placeId'])
  })

  it('is created once when a client sends its own id again', async () => {
    const { town, admin } = await openTownWithAdmin()
    const body = { ...NEW, id: '0199bbbb-0000-7000-8000-000000000001' }
    const send = (more: object = {}) =>
      town.call('POST', '/members', { cookie: admin, body: { ...body, ...more } })
    const first = await send()
    const again = await send({ password: 'Qita-Mima-2025', login: 'NEW' })
    expect([first.statusCode, again.statusCode]).toEqual([201, 200])
    expect(again.json()).toEqual(first.json())
    for (const more of [{ name: '别人' }, { phone: '13900000000' }, { affiliation: 'other' }]) {
      const other = await send(more)
      expect([other.statusCode, other.json().code]).toEqual([409, 'request.id_conflict'])
    }
  })

  it('cannot take the id of a member who is there already', async () => {
    const { town, admin, adminId } = await openTownWithAdmin()
    const answer = await town.call('POST', '/members', { cookie: admin, body: { ...NEW, id: adminId } })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'request.id_conflict'])
  })

  it('is created once under one idempotency key, and nothing that is kept tells the password', async () => {
    const { deps, town, admin, adminId } = await openTownWithAdmin()
    const request = { cookie: admin, body: NEW, headers: { 'idempotency-key': '"k1"' } }
    const first = await town.call('POST', '/members', request)
    const again = await town.call('POST', '/members', request)
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 'true'])
    expect(again.json()).toEqual(first.json())
    const asked = { memberId: adminId, route: 'POST /api/v1/members', key: 'k1' }
    const kept = await deps.db.read.answers.find(asked)
    expect(kept && [kept.body, kept.fingerprint].join()).toMatch(/^s1\.[\w-]{8}\.[\w-]+,$/)
    const opened = await findAnswer(deps, deps.db.read, asked)
    expect(JSON.parse(opened?.body ?? '')).toEqual(first.json())
    expect(opened?.body).not.toContain(PASSWORD)
    const { password: _, ...rest } = NEW
    const sameButForPassword = { ...request, body: { ...rest, password: 'Qita-Mima-2025' } }
    expect((await town.call('POST', '/members', sameButForPassword)).headers['idempotency-replayed']).toBe(
      'true',
    )
  })

  it('belongs to the administrator’s own community, whichever is named', async () => {
    const { town, admin } = await openTownWithAdmin()
    const { id: elsewhere } = (
      await town.call('POST', '/communities', { cookie: town.root, body: { name: '别的社区', code: 'bd' } })
    ).json()
    const answer = await town.call('POST', '/members', {
      cookie: admin,
      body: { ...NEW, communityId: elsewhere },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'community.not_found'])
    const byRoot = { ...NEW, communityId: elsewhere }
    const created = await town.call('POST', '/members', { cookie: town.root, body: byRoot })
    expect([created.statusCode, created.json().communityId]).toEqual([201, elsewhere])
    expect((await town.call('GET', `/members/${created.json().id}`, { cookie: admin })).statusCode).toBe(404)
    expect((await town.call('POST', '/members', { cookie: town.root, body: NEW })).statusCode).toBe(404)
  })
})

describe('changing a member', () => {
  it('takes what is named, leaves the rest, and counts the version up', async () => {
    const { town, admin } = await openTownWithAdmin()
    const id = await town.add('wang', { phone: '13812345678', roles: [{ role: 'resident' }] })
    const body = { name: '王大明', affiliation: 'grid', expectedVersion: 1 }
    const answer = await town.call('PATCH', `/members/${id}`, { cookie: admin, body })
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"2"'])
    expect(answer.json()).toMatchObject({
      name: '王大明',
      affiliation: 'grid',
      phone: '138****5678',
      version: 2,
    })
    expect(answer.json().roles).toEqual([{ role: 'resident', placeId: town.rootPlaceId }])
  })

  it('changes nothing and no version when everything is as it was', async () => {
    const { town, admin } = await openTownWithAdmin()
    const id = await town.add('wang', { roles: [{ role: 'resident' }] })
    const body = {
      name: '王小明',
      phone: null,
      roles: [{ role: 'resident' }, { role: 'resident', placeId: null }],
    }
    expect((await town.call('PATCH', `/members/${id}`, { cookie: admin, body })).json().version).toBe(1)
  })

  it('is refused on an old version, with the member as they are now', async () => {
    const { town, admin } = await openTownWithAdmin()
    const id = await town.add('wang')
    await town.call('PATCH', `/members/${id}`, { cookie: admin, body: { name: '王大明' } })
    const stale = [
      { body: { name: '王中明' }, headers: { 'if-match': '"1"' } },
      { body: { name: '王中明', expectedVersion: 1 } },
    ]
    for (const call of stale) {
      const answer = await town.call('PATCH', `/members/${id}`, { cookie: admin, ...call })
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'member.version_conflict'])
      expect(answer.json().current).toMatchObject({ id, name: '王大明', version: 2 })
    }
    const gone = await town.call('DELETE', `/members/${id}`, {
      cookie: admin,
      headers: { 'if-match': '"1"' },
    })
    expect(gone.statusCode).toBe(409)
  })

  it('is for administrators; the version is looked at before the role', async () => {
    const { town } = await openTownWithAdmin()
    const id = await town.add('wang', { roles: [{ role: 'supervisor' }] })
    const cookie = await town.signIn('wang')
    const statusOf = async (path: string, body: object) =>
      (await town.call('PATCH', path, { cookie, body })).statusCode
    expect(await statusOf(`/members/${ABSENT}`, { name: '无名' })).toBe(404)
    expect(await statusOf(`/members/${id}`, { name: '王大明', expectedVersion: 7 })).toBe(409)
    expect(await statusOf(`/members/${id}`, { name: '王大明' })).toBe(403)
    expect((await town.call('DELETE', `/members/${id}`, { cookie })).statusCode).toBe(403)
    const reset = { cookie, body: { password: 'Xin-Mima-2025' } }
    expect((await town.call('PUT', `/members/${id}/password`, reset)).statusCode).toBe(403)
  })

  it('is not for somebody whose admin role holds in a part of the community', async () => {
    const { town, adminId } = await openTownWithAdmin()
    const place = { communityId: town.communityId, parentId: null, kind: 'estate', name: '巨塔花园' }
    const estate = (await town.call('POST', '/places', { cookie: town.root, body: place })).json().id
    const own = await town.add('part', { roles: [{ role: 'admin', placeId: estate }] })
    const cookie = await town.signIn('part')
    const everything = { roles: [{ role: 'admin' }] }
    expect((await town.call('PATCH', `/members/${own}`, { cookie, body: everything })).statusCode).toBe(403)
    const reset = { cookie, body: { password: 'Xin-Mima-2025' } }
    expect((await town.call('PUT', `/members/${adminId}/password`, reset)).statusCode).toBe(403)
  })

  it('keeps administrators from shutting themselves out', async () => {
    const { town, admin, adminId } = await openTownWithAdmin()
    const attempts = [
      town.call('PATCH', `/members/${adminId}`, { cookie: admin, body: { active: false } }),
      town.call('PATCH', `/members/${adminId}`, { cookie: admin, body: { roles: [{ role: 'resident' }] } }),
      town.call('DELETE', `/members/${adminId}`, { cookie: admin }),
    ]
    for (const answer of await Promise.all(attempts))
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'member.is_self'])
    const root = (await town.call('GET', '/session', { cookie: town.root })).json().member.id
    const rootself = await town.call('DELETE', `/members/${root}`, { cookie: town.root })
    expect(rootself.json().code).toBe('member.is_self')
  })

  it('keeps the unit of whoever works for one', async () => {
    const { town, admin } = await openTownWithAdmin()
    const unitId = await addUnit(town)
    const id = await town.add('handler', { unitId, roles: [{ role: 'handler' }] })
    const without = await town.call('PATCH', `/members/${id}`, { cookie: admin, body: { unitId: null } })
    expect([without.statusCode, without.json().code]).toEqual([422, 'member.unit_missing'])
    const body = { unitId: null, roles: [{ role: 'resident' }] }
    expect((await town.call('PATCH', `/members/${id}`, { cookie: admin, body })).json().unitId).toBeNull()
  })

  it('lets the root administrator change members of every community, and their own name', async () => {
    const { town } = await openTownWithAdmin()
    const id = await town.add('wang')
    const body = { name: '王大明' }
    expect((await town.call('PATCH', `/members/${id}`, { cookie: town.root, body })).json().name).toBe(
      '王大明',
    )
    const self = (await town.call('GET', '/session', { cookie: town.root })).json().member.id
    const named = await town.call('PATCH', `/members/${self}`, { cookie: town.root, body: { name: '陈工' } })
    expect(named.json()).toMatchObject({
      name: '陈工',
      communityId: null,
      roles: [{ role: 'admin', placeId: null }],
    })
  })

  it('refuses what it does not know', async () => {
    const { town, admin, adminId } = await openTownWithAdmin()
    for (const body of [
      { version: 9 },
      { login: 'x' },
      { communityId: ABSENT },
      { passwordHash: 'x' },
      { roles: 'admin' },
    ])
      expect((await town.call('PATCH', `/members/${adminId}`, { cookie: admin, body })).statusCode).toBe(400)
  })
})

describe('resetting a password', () => {
  it('unlocks an account that was guessed at', async () => {
    const { town, admin } = await openTownWithAdmin()
    const id = await town.add('wang')
    for (let n = 0; n < 10; n += 1)
      await town.call('POST', '/session', {
        body: { login: 'wang', password: `guess-${n}` },
        address: '198.51.100.1',
      })
    expect(
      (await town.call('POST', '/session', { body: { login: 'wang', password: PASSWORD } })).statusCode,
    ).toBe(429)
    const body = { password: 'Xin-Mima-2025' }
    await town.call('PUT', `/members/${id}/password`, { cookie: admin, body })
    expect(await town.signIn('wang', body.password)).toMatch(/^xuncha_session=/)
  })

  it('refuses a weak one, and the member’s own name', async () => {
    const { town, admin } = await openTownWithAdmin()
    const id = await town.add('wang.xiaoming')
    for (const password of ['88888888', 'wang.xiaoming', 'x'.repeat(300)]) {
      const answer = await town.call('PUT', `/members/${id}/password`, { cookie: admin, body: { password } })
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'session.password_weak'])
    }
  })
})

describe('reading members', () => {
  it('shows names to everybody of the community, logins and phones to few, and those masked', async () => {
    const { town, admin } = await openTownWithAdmin()
    const id = await town.add('wang', { phone: '13812345678' })
    await town.add('resident', { phone: '13987654321', roles: [{ role: 'resident' }] })
    const asResident = await town.signIn('resident')
    const seen = (await town.call('GET', `/members/${id}`, { cookie: asResident })).json()
    expect(seen).toEqual({
      id,
      communityId: town.communityId,
      name: '王小明',
      affiliation: 'resident',
      unitId: null,
      roles: [],
      active: true,
      version: 1,
    })
    for (const role of ['supervisor', 'coordinator', 'auditor']) {
      await town.add(role, { roles: [{ role }] })
      const cookie = await town.signIn(role)
      expect((await town.call('GET', `/members/${id}`, { cookie })).json().phone).toBe('138****5678')
    }
    expect((await town.call('GET', `/members/${id}`, { cookie: admin })).json().phone).toBe('138****5678')
    const list = (await town.call('GET', '/members', { cookie: asResident })).json()
    const phones = list.items.map(({ login, phone }: { login?: string; phone?: string }) => [login, phone])
    expect(phones.filter(([login]: [string?]) => login !== undefined)).toEqual([['resident', '13987654321']])
  })

  it('comes in pages, each member once', async () => {
    const { town, admin } = await openTownWithAdmin()
    for (let n = 0; n < 6; n += 1) await town.add(`m${n}`)
    const pages: string[][] = []
    for (let query = 'limit=3'; query !== ''; ) {
      const page = (await town.call('GET', `/members?${query}`, { cookie: admin })).json()
      pages.push(page.items.map(({ id }: { id: string }) => id))
      query = page.nextCursor === null ? '' : `limit=3&cursor=${page.nextCursor}`
    }
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1])
    expect(new Set(pages.flat()).size).toBe(7)
    const broken = await town.call('GET', '/members?cursor=nonsense', { cookie: admin })
    expect(broken.statusCode).toBe(400)
  })

  it('ends at the border of the community', async () => {
    const { town, admin } = await openTownWithAdmin()
    const { id: elsewhere } = (
      await town.call('POST', '/communities', { cookie: town.root, body: { name: '别的社区', code: 'bd' } })
    ).json()
    const other = await town.add('other', { communityId: elsewhere })
    expect((await town.call('GET', `/members/${other}`, { cookie: admin })).statusCode).toBe(404)
    expect(
      (await town.call('PATCH', `/members/${other}`, { cookie: admin, body: { name: '甲' } })).statusCode,
    ).toBe(404)
    expect((await town.call('GET', `/members?communityId=${elsewhere}`, { cookie: admin })).statusCode).toBe(
      404,
    )
    const ids = (await town.call('GET', '/members', { cookie: admin }))
      .json()
      .items.map(({ id }: { id: string }) => id)
    expect(ids).not.toContain(other)
    const byRoot = await town.call('GET', `/members?communityId=${elsewhere}`, { cookie: town.root })
    expect(byRoot.json().items.map(({ id }: { id: string }) => id)).toEqual([other])
  })

  it('leaves one entry in the audit log that names who was read, but not oneself', async () => {
    const { deps, town, admin, adminId } = await openTownWithAdmin()
    const id = await town.add('wang')
    const before = (await verifyAudit(deps.db.read, town.communityId)).entries
    await town.call('GET', '/members', { cookie: admin, headers: { 'x-request-id': 'reading-1' } })
    await town.call('GET', `/members/${adminId}`, { cookie: admin })
    const [entry, ...others] = await deps.db.read.journal.auditAfter(town.communityId, before, 10)
    expect(entry).toMatchObject({ action: 'members.read', actorId: adminId, requestId: 'reading-1' })
    expect(JSON.parse(entry!.details)).toEqual({ memberIds: [id] })
    expect(others).toEqual([])
  })
})

describe('the audit log', () => {
  it('tells who changed whose rights, holds no name and no phone, and is whole', async () => {
    const { deps, town, admin, adminId } = await openTownWithAdmin()
    const id = await town.add('wang', { phone: '13812345678' })
    await town.call('PATCH', `/members/${id}`, {
      cookie: admin,
      body: { name: '王大明', roles: [{ role: 'patroller' }] },
    })
    await town.call('PUT', `/members/${id}/password`, { cookie: admin, body: { password: 'Xin-Mima-2025' } })
    await town.call('DELETE', `/members/${id}`, { cookie: admin })
    const rows = await deps.db.read.journal.auditAfter(town.communityId, 0, 100)
    expect(
      rows.filter(({ actorId }) => actorId === adminId).map(({ action, object }) => [action, object]),
    ).toEqual([
      ['member.changed', `member:${id}`],
      ['password.reset', `member:${id}`],
      ['member.deactivated', `member:${id}`],
    ])
    const changed = rows.find(({ action }) => action === 'member.changed')
    expect(JSON.parse(changed!.details)).toEqual({
      fields: ['name'],
      roles: { before: [], after: [{ role: 'patroller', placeId: town.rootPlaceId }] },
    })
    for (const word of ['王', '13812345678', 'Mima']) expect(JSON.stringify(rows)).not.toContain(word)
    expect((await verifyAudit(deps.db.read, town.communityId)).ok).toBe(true)
  })
})
