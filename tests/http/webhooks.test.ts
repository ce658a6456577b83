import { describe, expect, it } from 'vitest'
import { createOutwardAddresses } from '../../src/app/webhooks/outward-addresses.ts'
import { openHouse } from '../support/house.ts'
import { deliveriesOf } from '../support/notices.ts'
import { openTown } from '../support/site.ts'

const NAMES: Record<string, string[]> = {
  'hooks.example': ['93.184.216.34'],
  'inner.example': ['10.0.0.5'],
}

async function openTownWithAdmin() {
  const house = await openHouse()
  const resolve = async (host: string): Promise<string[]> => NAMES[host] ?? []
  const deps = {
    ...house,
    outside: { mail: true, addresses: createOutwardAddresses({ allow: [], resolve }) },
  }
  const town = await openTown(deps)
  await town.add('admin', { roles: [{ role: 'admin' }] })
  await town.add('zhou', { roles: [{ role: 'supervisor' }] })
  const admin = await town.signIn('admin')
  const create = (body: object) => town.call('POST', '/webhooks', { cookie: admin, body })
  return { deps, town, admin, create, zhou: await town.signIn('zhou') }
}

const URL_ = 'https://hooks.example/xuncha'

describe('a webhook', () => {
  it('is added by an administrator, who sees its secret this once', async () => {
    const { deps, town, admin, create, zhou } = await openTownWithAdmin()
    const made = await create({ url: URL_, events: ['finding.handle', 'finding.closed'] })
    expect([made.statusCode, made.headers.etag]).toEqual([201, '"1"'])
    const { secret, ...webhook } = made.json()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(webhook).toMatchObject({
      format: 'standard',
      url: URL_,
      events: ['finding.closed', 'finding.handle'],
      language: 'zh',
      active: true,
    })
    const seen = await town.call('GET', `/webhooks/${webhook.id}`, { cookie: admin })
    expect(seen.json()).toEqual(webhook)
    expect((await town.call('GET', '/webhooks', { cookie: admin })).json().items).toEqual([webhook])
    for (const path of ['/webhooks', `/webhooks/${webhook.id}`, '/deliveries'])
      expect((await town.call('GET', path, { cookie: zhou })).json().code).toBe('request.role_forbidden')
    const entries = await deps.db.read.journal.auditAfter(town.communityId, 0, 100)
    expect(entries.at(-1)).toMatchObject({ action: 'webhook.created', object: `webhook:${webhook.id}` })
    expect(JSON.stringify(entries)).not.toContain('hooks.example')
  })

  it.each([
    ['https://127.0.0.1/', 422, 'webhook.address_refused'],
    ['https://169.254.169.254/latest/meta-data', 422, 'webhook.address_refused'],
    ['https://2130706433/', 422, 'webhook.address_refused'],
    ['https://inner.example/', 422, 'webhook.address_refused'],
    ['http://hooks.example/', 422, 'webhook.https_required'],
    ['http://misspelt.example/', 422, 'webhook.https_required'],
    ['ftp://hooks.example/', 400, 'request.invalid'],
    ['https://user:word@hooks.example/', 400, 'request.invalid'],
    ['no address', 400, 'request.invalid'],
  ])('does not go to %s', async (url, status, code) => {
    const { town, admin, create } = await openTownWithAdmin()
    const answer = await create({ url })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    const { id } = (await create({ url: URL_ })).json()
    const changed = await town.call('PATCH', `/webhooks/${id}`, { cookie: admin, body: { url } })
    expect([changed.statusCode, changed.json().code]).toEqual([status, code])
  })

  it('may have a name that nobody knows yet, and no event that does not exist', async () => {
    const { create } = await openTownWithAdmin()
    expect((await create({ url: 'https://later.example/' })).statusCode).toBe(201)
    const answer = await create({ url: URL_, events: ['finding', 'finding.dispached'] })
    expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([400, '/events/1'])
  })

  it('is changed on its newest version only, and taken out of use', async () => {
    const { town, admin, create } = await openTownWithAdmin()
    const { id } = (await create({ url: URL_ })).json()
    const body = { events: ['patrol'], expectedVersion: 1 }
    const changed = await town.call('PATCH', `/webhooks/${id}`, { cookie: admin, body })
    expect(changed.json()).toMatchObject({ events: ['patrol'], version: 2 })
    const stale = await town.call('PATCH', `/webhooks/${id}`, { cookie: admin, body })
    expect([stale.statusCode, stale.json().current]).toEqual([409, changed.json()])
    expect((await town.call('DELETE', `/webhooks/${id}`, { cookie: admin })).statusCode).toBe(204)
    const test = await town.call('POST', `/webhooks/${id}/test`, { cookie: admin })
    expect(test.json().code).toBe('webhook.not_in_use')
  })

  it('gets a new secret, and for a day the one before signs, too', async () => {
    const { deps, town, admin, create } = await openTownWithAdmin()
    const { id, secret } = (await create({ url: URL_ })).json()
    const rotated = await town.call('POST', `/webhooks/${id}/rotate-secret`, { cookie: admin })
    expect(rotated.json().secret).not.toBe(secret)
    expect(rotated.json().previousSecretUntil).toBe('2025-10-14T01:00:00.000Z')
    expect((await deps.db.read.targets.findWebhook(town.communityId, id))?.previousSecret).toBe(secret)
  })

  it('that is the robot of a group shows only the end of its key', async () => {
    const { town, admin, create } = await openTownWithAdmin()
    const url = 'https://hooks.example/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4'
    const made = await create({ url, format: 'wecom' })
    expect(made.json()).toMatchObject({ url: 'https://hooks.example/cgi-bin/webhook/send?key=****4bc4' })
    expect(made.json().secret).toBeUndefined()
    const rotated = await town.call('POST', `/webhooks/${made.json().id}/rotate-secret`, { cookie: admin })
    expect(rotated.json().code).toBe('webhook.unsigned')
    expect((await create({ url: URL_, format: 'wecom' })).json().errors[0].pointer).toBe('/url')
  })

  it('shows what went to it, and begins a dead delivery anew under its id', async () => {
    const { deps, town, admin, create, zhou } = await openTownWithAdmin()
    const { id } = (await create({ url: URL_ })).json()
    const posted = await town.call('POST', `/webhooks/${id}/test`, { cookie: admin })
    expect(posted.json()).toMatchObject({ event: 'webhook.test', state: 'waiting', targetId: id })
    const [row] = await deliveriesOf(deps, town.communityId)
    await deps.db.transaction(tx =>
      tx.deliveries.settle({
        ...row!,
        state: 'dead',
        nextAt: null,
        attempts: 9,
        lastError: 'http.500',
      }),
    )
    const dead = await town.call('GET', '/deliveries?state=dead', { cookie: admin })
    expect(dead.json().items).toMatchObject([{ id: row!.id, attempts: 9, lastError: 'http.500' }])
    const path = `/webhooks/${id}/deliveries`
    expect((await town.call('GET', `${path}?state=sent`, { cookie: admin })).json().items).toEqual([])
    const again = `${path}/${row!.id}/redeliver`
    expect((await town.call('POST', again, { cookie: zhou })).json().code).toBe('request.role_forbidden')
    const begun = await town.call('POST', again, { cookie: admin })
    expect(begun.json()).toMatchObject({
      id: row!.id,
      state: 'waiting',
      attempts: 0,
      nextAt: '2025-10-13T01:00:00.000Z',
    })
    const other = (await create({ url: URL_ })).json().id
    const foreign = await town.call('POST', `/webhooks/${other}/deliveries/${row!.id}/redeliver`, {
      cookie: admin,
    })
    expect(foreign.json().code).toBe('delivery.not_found')
  })
})
