import { describe, expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { cookieOf, openSite, openTown, PASSWORD, ROOT_PASSWORD } from '../support/site.ts'

const MINUTE = 60_000
const DAY = 86_400_000

describe('signing in', () => {
  it('answers who the member is and where their roles hold, and so does GET /session', async () => {
    const town = await openTown(await openHouse())
    const id = await town.add('li.ming', { name: '李明', roles: [{ role: 'patroller' }] })
    const answer = await town.call('POST', '/session', { body: { login: 'li.ming', password: PASSWORD } })
    expect(answer.statusCode).toBe(201)
    const session = {
      member: { id, name: '李明', login: 'li.ming', affiliation: 'resident', unitId: null },
      communityId: town.communityId,
      roles: [{ role: 'patroller', placeId: town.rootPlaceId }],
    }
    expect(answer.json()).toEqual(session)
    const again = await town.call('GET', '/session', { cookie: cookieOf(answer) })
    expect([again.statusCode, again.json()]).toEqual([200, session])
  })

  it('shows the root administrator without community and place', async () => {
    const site = await openSite(await openHouse())
    const cookie = await site.signIn('root', ROOT_PASSWORD)
    const { communityId, roles } = (await site.call('GET', '/session', { cookie })).json()
    expect({ communityId, roles }).toEqual({ communityId: null, roles: [{ role: 'admin', placeId: null }] })
  })

  it('takes a login in capitals or full width for the same login', async () => {
    const town = await openTown(await openHouse())
    await town.add('Li.Ming')
    for (const login of ['li.ming', 'LI.MING', 'ＬＩ．ｍｉｎｇ', ' li.ming '])
      expect((await town.call('POST', '/session', { body: { login, password: PASSWORD } })).statusCode).toBe(
        201,
      )
  })

  it('gives one answer to an unknown login, a wrong password and a deactivated member', async () => {
    const town = await openTown(await openHouse())
    await town.add('known')
    const gone = await town.add('gone')
    await town.call('DELETE', `/members/${gone}`, { cookie: town.root })
    const answers = await Promise.all(
      [
        { login: 'unknown', password: PASSWORD },
        { login: 'known', password: 'not-the-password' },
        { login: 'gone', password: PASSWORD },
      ].map(body => town.call('POST', '/session', { body })),
    )
    const plain = answers.map(({ statusCode, body, headers }) => [statusCode, body, headers['set-cookie']])
    expect(plain[0]?.[0]).toBe(401)
    expect(answers[0]?.json().code).toBe('session.wrong')
    expect(plain[1]).toEqual(plain[0])
    expect(plain[2]).toEqual(plain[0])
  })

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const site = await openSite(await openHouse())
    const answer = await site.call('POST', '/session', { body: { login: 'root', password: ROOT_PASSWORD } })
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(/^xuncha_session=[\w-]{43};/)
    expect(cookie).toMatch(/; Path=\/(;|$)/)
    expect(cookie).toContain('; HttpOnly')
    expect(cookie).toContain('; SameSite=Lax')
    expect(cookie).not.toContain('Domain')
    expect(cookie).not.toContain('Secure')
  })

  it('binds the cookie to the host when browsers come over TLS', async () => {
    const site = await openSite(await openHouse(), 'https://xuncha.example')
    const cookie = await site.signIn('root', ROOT_PASSWORD)
    const answer = await site.call('POST', '/session', { body: { login: 'root', password: ROOT_PASSWORD } })
    expect(cookie).toMatch(/^__Host-xuncha_session=/)
    expect(String(answer.headers['set-cookie'])).toContain('; Secure')
    expect((await site.call('GET', '/session', { cookie })).statusCode).toBe(200)
  })

  it('makes a new session each time and ends the one that the browser brought', async () => {
    const site = await openSite(await openHouse())
    const before = await site.signIn('root', ROOT_PASSWORD)
    const body = { login: 'root', password: ROOT_PASSWORD }
    const after = cookieOf(await site.call('POST', '/session', { cookie: before, body }))
    expect(after).not.toBe(before)
    expect((await site.call('GET', '/session', { cookie: before })).statusCode).toBe(401)
    expect((await site.call('GET', '/session', { cookie: after })).statusCode).toBe(200)
  })

  it('does not take over a session id that somebody planted in the browser', async () => {
    const site = await openSite(await openHouse())
    const planted = `xuncha_session=${'A'.repeat(43)}`
    const body = { login: 'root', password: ROOT_PASSWORD }
    await site.call('POST', '/session', { cookie: planted, body })
    expect((await site.call('GET', '/session', { cookie: planted })).statusCode).toBe(401)
  })

  it('lasts fourteen days', async () => {
    const deps = await openHouse()
    const site = await openSite(deps)
    const cookie = await site.signIn('root', ROOT_PASSWORD)
    deps.clock.pass(14 * DAY - 1)
    expect((await site.call('GET', '/session', { cookie })).statusCode).toBe(200)
    deps.clock.pass(1)
    expect((await site.call('GET', '/session', { cookie })).statusCode).toBe(401)
  })

  it('is locked after ten wrong passwords, says for how long, and opens again after fifteen minutes', async () => {
    const deps = await openHouse()
    const site = await openSite(deps)
    const wrong = { login: 'root', password: 'not-the-password' }
    for (let n = 0; n < 10; n += 1) await site.call('POST', '/session', { body: wrong })
    const right = { login: 'root', password: ROOT_PASSWORD }
    deps.clock.pass(5 * MINUTE)
    const locked = await site.call('POST', '/session', { body: right })
    expect([locked.statusCode, locked.json().code]).toEqual([429, 'session.locked'])
    expect(locked.headers['retry-after']).toBe('600')
    expect(locked.json().detail).toContain('600')
    deps.clock.pass(10 * MINUTE)
    expect((await site.call('POST', '/session', { body: right })).statusCode).toBe(201)
  })

  it('refuses fields it does not know', async () => {
    const site = await openSite(await openHouse())
    const body = { login: 'root', password: ROOT_PASSWORD, communityId: 'x' }
    const answer = await site.call('POST', '/session', { body })
    expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([400, '/communityId'])
  })
})

describe('what ends at the next request', () => {
  it('a session that signs out', async () => {
    const site = await openSite(await openHouse())
    const cookie = await site.signIn('root', ROOT_PASSWORD)
    const other = await site.signIn('root', ROOT_PASSWORD)
    const answer = await site.call('DELETE', '/session', { cookie })
    expect(answer.statusCode).toBe(204)
    expect(String(answer.headers['set-cookie'])).toMatch(/^xuncha_session=;.*Expires=Thu, 01 Jan 1970/)
    expect((await site.call('GET', '/session', { cookie })).statusCode).toBe(401)
    expect((await site.call('GET', '/session', { cookie: other })).statusCode).toBe(200)
  })

  it('a role that was taken away', async () => {
    const town = await openTown(await openHouse())
    const id = await town.add('helper', { roles: [{ role: 'admin' }] })
    const cookie = await town.signIn('helper')
    const body = { login: 'new', name: '新人', password: PASSWORD, affiliation: 'resident', roles: [] }
    expect((await town.call('POST', '/members', { cookie, body })).statusCode).toBe(201)
    await town.call('PATCH', `/members/${id}`, {
      cookie: town.root,
      body: { roles: [{ role: 'patroller' }] },
    })
    const refused = await town.call('POST', '/members', { cookie, body: { ...body, login: 'newer' } })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'request.role_forbidden'])
  })

  it('everything of a member who is deactivated, and it does not come back with them', async () => {
    const town = await openTown(await openHouse())
    const id = await town.add('leaver')
    const cookie = await town.signIn('leaver')
    const { token } = (await town.call('POST', '/tokens', { cookie, body: { name: '脚本' } })).json()
    expect((await town.call('GET', '/session', { token })).statusCode).toBe(200)
    const answer = await town.call('DELETE', `/members/${id}`, { cookie: town.root })
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect((await town.call('GET', '/session', { cookie })).statusCode).toBe(401)
    expect((await town.call('GET', '/session', { token })).statusCode).toBe(401)
    await town.call('PATCH', `/members/${id}`, { cookie: town.root, body: { active: true } })
    expect((await town.call('GET', '/session', { cookie })).statusCode).toBe(401)
    expect((await town.call('GET', '/session', { token })).statusCode).toBe(401)
    expect(await town.signIn('leaver')).toMatch(/^xuncha_session=/)
  })

  it('every session of a member whose password an administrator resets', async () => {
    const town = await openTown(await openHouse())
    const id = await town.add('forgetful')
    const cookie = await town.signIn('forgetful')
    const body = { password: 'Xin-Mima-2025' }
    expect((await town.call('PUT', `/members/${id}/password`, { cookie: town.root, body })).statusCode).toBe(
      204,
    )
    expect((await town.call('GET', '/session', { cookie })).statusCode).toBe(401)
    const old = await town.call('POST', '/session', { body: { login: 'forgetful', password: PASSWORD } })
    expect(old.statusCode).toBe(401)
    expect(await town.signIn('forgetful', body.password)).toMatch(/^xuncha_session=/)
  })
})

describe('changing one’s own password', () => {
  it('ends the other sessions and keeps the one that asks', async () => {
    const town = await openTown(await openHouse())
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const elsewhere = await town.signIn('wang')
    const { token } = (await town.call('POST', '/tokens', { cookie, body: { name: '脚本' } })).json()
    const body = { current: PASSWORD, next: '巨塔花园三幢二单元' }
    const answer = await town.call('PUT', '/session/password', { cookie, body })
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect((await town.call('GET', '/session', { cookie })).statusCode).toBe(200)
    expect((await town.call('GET', '/session', { cookie: elsewhere })).statusCode).toBe(401)
    expect((await town.call('GET', '/session', { token })).statusCode).toBe(200)
    expect(await town.signIn('wang', body.next)).toMatch(/^xuncha_session=/)
  })

  it('needs the current one, and counts a wrong one like a failed sign-in', async () => {
    const town = await openTown(await openHouse())
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const body = { current: 'not-the-password', next: 'Xin-Mima-2025' }
    for (let n = 0; n < 10; n += 1) {
      const answer = await town.call('PUT', '/session/password', { cookie, body })
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'session.password_wrong'])
    }
    const right = { ...body, current: PASSWORD }
    expect((await town.call('PUT', '/session/password', { cookie, body: right })).statusCode).toBe(429)
    const signIn = await town.call('POST', '/session', { body: { login: 'wang', password: PASSWORD } })
    expect(signIn.statusCode).toBe(429)
  })

  it('refuses a weak one and says why', async () => {
    const town = await openTown(await openHouse())
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const body = { current: PASSWORD, next: '12345678' }
    const answer = await town.call('PUT', '/session/password', { cookie, body })
    expect([answer.statusCode, answer.json().code, answer.json().errors[0].pointer]).toEqual([
      422,
      'session.password_weak',
      '/next',
    ])
  })
})

describe('a password that an administrator chose', () => {
  /** A member whom the administrator has just made; and the clock. */
  async function openWithNew() {
    const house = await openHouse()
    const town = await openTown(house)
    const body = {
      communityId: town.communityId,
      login: 'new',
      name: '王秀兰',
      password: PASSWORD,
      affiliation: 'resident',
      roles: [],
    }
    const made = await town.call('POST', '/members', { cookie: town.root, body })
    expect(made.statusCode).toBe(201)
    const attempt = async (password: string) => {
      const answer = await town.call('POST', '/session', { body: { login: 'new', password } })
      if (answer.statusCode !== 201) return { code: String(answer.json().code), cookie: '' }
      return { code: 'in', cookie: cookieOf(answer) }
    }
    const until = async (cookie: string) =>
      (await town.call('GET', '/session/password', { cookie })).json().until
    return { house, town, attempt, until, id: made.json<{ id: string }>().id }
  }
  const OWN = 'Meihua-Zai-Kai-2025'

  it('lets its member in for fourteen days, then no longer; who does not know it learns nothing', async () => {
    const { house, town, attempt, until, id } = await openWithNew()
    const { code, cookie } = await attempt(PASSWORD)
    expect([code, await until(cookie)]).toEqual(['in', '2025-10-27T01:00:00.000Z'])
    house.clock.pass(14 * DAY - 1)
    expect((await attempt(PASSWORD)).code).toBe('in')
    house.clock.pass(1)
    expect((await attempt(PASSWORD)).code).toBe('session.password_over')
    expect((await attempt('not-the-password')).code).toBe('session.wrong')

    const root = await town.signIn('root', ROOT_PASSWORD)
    const body = { password: OWN }
    expect((await town.call('PUT', `/members/${id}/password`, { cookie: root, body })).statusCode).toBe(204)
    const again = await attempt(OWN)
    expect([again.code, await until(again.cookie)]).toEqual(['in', '2025-11-10T01:00:00.000Z'])
  })

  it('is over once they have chosen their own, which has to be another one and lasts', async () => {
    const { house, town, attempt, until } = await openWithNew()
    const { cookie } = await attempt(PASSWORD)
    const choose = (next: string) =>
      town.call('PUT', '/session/password', { cookie, body: { current: PASSWORD, next } })
    const same = await choose(PASSWORD)
    expect([same.statusCode, same.json().code]).toEqual([422, 'session.password_same'])
    expect((await choose(OWN)).statusCode).toBe(204)
    expect(await until(cookie)).toBeNull()
    house.clock.pass(400 * DAY)
    expect((await attempt(OWN)).code).toBe('in')
  })
})

describe('a request with a cookie that changes something', () => {
  const matrix: [title: string, headers: Record<string, string>, status: number][] = [
    ['from a page of this site', { 'sec-fetch-site': 'same-origin' }, 204],
    ['from this site in an older browser', { origin: 'http://xuncha.example', host: 'xuncha.example' }, 204],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    [
      'from another site, whatever origin it claims',
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80' },
      403,
    ],
    [
      'from another site in an older browser',
      { origin: 'https://evil.example', host: 'xuncha.example' },
      403,
    ],
    ['from another port of this host', { origin: 'http://xuncha.example:8080', host: 'xuncha.example' }, 403],
    ['from a page without an origin', { origin: 'null', host: 'xuncha.example' }, 403],
    ['that does not say where it comes from', {}, 403],
  ]
  it.each(matrix)('%s', async (_title, headers, status) => {
    const site = await openSite(await openHouse())
    const cookie = await site.signIn('root', ROOT_PASSWORD)
    const answer = await site.app.inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { cookie, ...headers },
    })
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.json().code).toBe('request.cross_site')
    expect((await site.call('GET', '/session', { cookie })).statusCode).toBe(status === 204 ? 401 : 200)
  })

  it('is no danger when it only reads, or when a program sends a token', async () => {
    const site = await openSite(await openHouse())
    const cookie = await site.signIn('root', ROOT_PASSWORD)
    const { token } = (await site.call('POST', '/tokens', { cookie, body: { name: '脚本' } })).json()
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect((await site.call('GET', '/session', { cookie, headers })).statusCode).toBe(200)
    expect(
      (await site.call('POST', '/tokens', { token, headers, body: { name: '另一个' } })).statusCode,
    ).toBe(201)
  })

  it('cannot sign a visitor in from another site', async () => {
    const site = await openSite(await openHouse())
    const body = { login: 'root', password: ROOT_PASSWORD }
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { origin: 'https://evil.example' },
    ]
    for (const headers of foreign) {
      const answer = await site.call('POST', '/session', { body, headers })
      expect([answer.statusCode, answer.json().code, answer.headers['set-cookie']]).toEqual([
        403,
        'request.cross_site',
        undefined,
      ])
    }
  })

  it('cannot be a form', async () => {
    const site = await openSite(await openHouse())
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await site.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { 'content-type': type },
        payload: JSON.stringify({ login: 'root', password: ROOT_PASSWORD }),
      })
      expect([400, 415]).toContain(answer.statusCode)
    }
  })
})
