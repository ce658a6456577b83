import { describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/app/journal/audit-log.ts'
import { hashSecret } from '../../src/app/secrets.ts'
import { openHouse } from '../support/house.ts'
import { openTown } from '../support/site.ts'

const DAY = 86_400_000

describe('an API token', () => {
  it('is shown once and kept as a hash', async () => {
    const deps = await openHouse()
    const town = await openTown(deps)
    const memberId = await town.add('wang')
    const cookie = await town.signIn('wang')
    const made = await town.call('POST', '/tokens', { cookie, body: { name: '夜间报表' } })
    expect(made.statusCode).toBe(201)
    const { id, token } = made.json()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(made.json()).toMatchObject({
      name: '夜间报表',
      createdAt: '2025-10-13T01:00:00.000Z',
      expiresAt: null,
    })

    const list = await town.call('GET', '/tokens', { cookie })
    expect(list.json()).toEqual({
      items: [{ id, name: '夜间报表', createdAt: '2025-10-13T01:00:00.000Z', expiresAt: null }],
      nextCursor: null,
    })
    const rows = await deps.db.read.people.credentialsOf(town.communityId, memberId, 'token')
    expect(rows.map(({ hash }) => hash)).toEqual([hashSecret(token)])
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('signs requests in without a cookie', async () => {
    const town = await openTown(await openHouse())
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const { token } = (await town.call('POST', '/tokens', { cookie, body: { name: '脚本' } })).json()
    expect((await town.call('GET', '/session', { token })).json().member.login).toBe('wang')
  })

  it('is no cookie, and a cookie is no token', async () => {
    const town = await openTown(await openHouse())
    const { token } = (
      await town.call('POST', '/tokens', { cookie: town.root, body: { name: '脚本' } })
    ).json()
    expect((await town.call('GET', '/session', { cookie: `xuncha_session=${token}` })).statusCode).toBe(401)
    const secret = town.root.split('=')[1] ?? ''
    expect((await town.call('GET', '/session', { token: secret })).statusCode).toBe(401)
  })

  it('stops when it expires, and when its owner deletes it', async () => {
    const deps = await openHouse()
    const town = await openTown(deps)
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const make = async (body: object) => (await town.call('POST', '/tokens', { cookie, body })).json()
    const short = await make({ name: '一天', expiresAt: '2025-10-14T09:00:00+08:00' })
    const long = await make({ name: '长期' })
    expect(short.expiresAt).toBe('2025-10-14T01:00:00.000Z')
    deps.clock.pass(DAY - 1)
    expect((await town.call('GET', '/session', { token: short.token })).statusCode).toBe(200)
    deps.clock.pass(1)
    expect((await town.call('GET', '/session', { token: short.token })).statusCode).toBe(401)
    expect((await town.call('DELETE', `/tokens/${long.id}`, { cookie })).statusCode).toBe(204)
    expect((await town.call('GET', '/session', { token: long.token })).statusCode).toBe(401)
    const again = await town.call('DELETE', `/tokens/${long.id}`, { cookie })
    expect([again.statusCode, again.json().code]).toEqual([404, 'token.not_found'])
  })

  it('cannot be seen or deleted by anybody else, not even the root administrator', async () => {
    const town = await openTown(await openHouse())
    await town.add('wang')
    const cookie = await town.signIn('wang')
    const { id, token } = (await town.call('POST', '/tokens', { cookie, body: { name: '脚本' } })).json()
    expect((await town.call('GET', '/tokens', { cookie: town.root })).json().items).toEqual([])
    expect((await town.call('DELETE', `/tokens/${id}`, { cookie: town.root })).statusCode).toBe(404)
    expect((await town.call('GET', '/session', { token })).statusCode).toBe(200)
  })

  it('does not outlive the token it was made with', async () => {
    const town = await openTown(await openHouse())
    const body = { name: '短期', expiresAt: '2025-10-20T00:00:00Z' }
    const { token } = (await town.call('POST', '/tokens', { cookie: town.root, body })).json()
    const ends = async (expiresAt?: string) =>
      (await town.call('POST', '/tokens', { token, body: { name: '再来', expiresAt } })).json().expiresAt
    expect(await ends()).toBe('2025-10-20T00:00:00.000Z')
    expect(await ends('2030-01-01T00:00:00Z')).toBe('2025-10-20T00:00:00.000Z')
    expect(await ends('2025-10-15T00:00:00Z')).toBe('2025-10-15T00:00:00.000Z')
  })

  it('ends in the future and has a name', async () => {
    const town = await openTown(await openHouse())
    const wrong = [
      { name: ' ' },
      { name: '脚本', expiresAt: '2025-10-13T01:00:00Z' },
      { name: '脚本', expiresAt: '明天' },
    ]
    for (const body of wrong)
      expect((await town.call('POST', '/tokens', { cookie: town.root, body })).statusCode).toBe(400)
  })

  it('is one of fifty at most, and the list comes in pages', async () => {
    const town = await openTown(await openHouse())
    for (let n = 0; n < 50; n += 1)
      await town.call('POST', '/tokens', { cookie: town.root, body: { name: `第${n}个` } })
    const more = await town.call('POST', '/tokens', { cookie: town.root, body: { name: '多余' } })
    expect([more.statusCode, more.json().code]).toEqual([422, 'token.too_many'])
    const first = (await town.call('GET', '/tokens?limit=30', { cookie: town.root })).json()
    const second = (
      await town.call('GET', `/tokens?limit=30&cursor=${first.nextCursor}`, { cookie: town.root })
    ).json()
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([30, 20, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(50)
  })

  it('leaves its making and its end in the audit log, without the secret', async () => {
    const deps = await openHouse()
    const town = await openTown(deps)
    const memberId = await town.add('wang')
    const cookie = await town.signIn('wang')
    const { id, token } = (await town.call('POST', '/tokens', { cookie, body: { name: '脚本' } })).json()
    await town.call('DELETE', `/tokens/${id}`, { cookie })
    const rows = await deps.db.read.journal.auditAfter(town.communityId, 0, 100)
    expect(rows.slice(-2).map(({ action, object, actorId }) => ({ action, object, actorId }))).toEqual([
      { action: 'token.created', object: `token:${id}`, actorId: memberId },
      { action: 'token.deleted', object: `token:${id}`, actorId: memberId },
    ])
    expect(JSON.stringify(rows)).not.toContain(token)
    expect((await verifyAudit(deps.db.read, town.communityId)).ok).toBe(true)
  })
})
