import { describe, expect, it } from 'vitest'
import { ensureRootAdministrator } from '../../src/app/people/bootstrap.ts'
import { openHouse } from '../support/house.ts'
import { serve } from '../support/serve.ts'

async function openNewInstallation() {
  const deps = await openHouse()
  const { setupSecret } = await ensureRootAdministrator(deps, { bootstrap: null })
  const app = await serve(deps)
  const setUp = (more: object = {}, headers = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/setup',
      headers,
      payload: { token: setupSecret, login: 'root', name: '周主任', password: 'Zaojian-7-Yangliu', ...more },
    })
  return { app, setUp }
}

describe('the set-up link', () => {
  it('makes the root administrator, who can then sign in, and is used up', async () => {
    const { app, setUp } = await openNewInstallation()
    const answer = await setUp()
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({ id: expect.any(String), login: 'root', name: '周主任' })
    const payload = { login: 'root', password: 'Zaojian-7-Yangliu' }
    const session = await app.inject({ method: 'POST', url: '/api/v1/session', payload })
    expect(session.json()).toMatchObject({ communityId: null, roles: [{ role: 'admin', placeId: null }] })
    const again = await setUp({ login: 'second' })
    expect([again.statusCode, again.json().code]).toEqual([404, 'setup.closed'])
  })

  it('needs its secret, and a page of this site', async () => {
    const { setUp } = await openNewInstallation()
    expect((await setUp({ token: 'guess' })).statusCode).toBe(404)
    expect((await setUp({}, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await setUp({ password: '12345678' })).statusCode).toBe(422)
    expect((await setUp({ login: 'two words' })).statusCode).toBe(400)
    expect((await setUp()).statusCode).toBe(201)
  })

  it('shows a page in Chinese first that runs under the content security policy', async () => {
    const { app } = await openNewInstallation()
    const page = await app.inject('/setup')
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<html lang="zh-CN">')
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
    // Nothing inline: every script has a source, and there is neither style nor handler.
    expect(page.body.match(/<script[^>]*>/g)).toEqual(['<script src="/setup.js" defer>'])
    expect(page.body).not.toMatch(/<style|\sstyle=|\son\w+=/)
    const script = await app.inject('/setup.js')
    expect([script.statusCode, script.headers['content-type']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ])
  })
})
