import { describe, expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { openTown } from '../support/site.ts'

const WISH = {
  language: 'zh',
  email: 'wang@example.org',
  mail: 'reminders',
  quietHours: { from: '22:00', to: '07:00' },
  digestAt: '18:00',
}

async function openTownWithMember(mail = true) {
  const house = await openHouse()
  const deps = { ...house, outside: { ...house.outside, mail } }
  const town = await openTown(deps)
  await town.add('wang')
  const wang = await town.signIn('wang')
  const put = (body: object) => town.call('PUT', '/subscriptions', { cookie: wang, body })
  return { town, wang, put }
}

describe('a subscription', () => {
  it('is silent until the member says how they want to be told', async () => {
    const { town, wang, put } = await openTownWithMember()
    const before = await town.call('GET', '/subscriptions', { cookie: wang })
    expect(before.json()).toMatchObject({ mail: 'off', email: null, version: 0 })
    expect((await put(WISH)).json()).toEqual({ ...WISH, version: 1 })
    expect((await town.call('GET', '/subscriptions', { cookie: wang })).json()).toEqual({
      ...WISH,
      version: 1,
    })
    const stale = await put({ ...WISH, mail: 'off', expectedVersion: 0 })
    expect([stale.statusCode, stale.json().current.version]).toEqual([409, 1])
    expect((await put({ language: 'en', email: null, mail: 'off' })).json()).toMatchObject({
      quietHours: null,
      digestAt: null,
      version: 2,
    })
  })

  it.each([
    [{ email: null }, 422, 'subscription.email_missing'],
    [{ email: 'wang@example.org\nBcc: li@example.org' }, 400, 'request.invalid'],
    [{ email: 'wang@example.org,li@example.org' }, 400, 'request.invalid'],
    [{ email: 'wang' }, 400, 'request.invalid'],
    [{ mail: 'some' }, 400, 'request.invalid'],
    [{ digestAt: '24:00' }, 400, 'request.invalid'],
    [{ quietHours: { from: '22:00', to: '22:00' } }, 400, 'request.invalid'],
  ])('is refused when it cannot be meant: %j', async (wrong, status, code) => {
    const { put } = await openTownWithMember()
    const answer = await put({ ...WISH, ...wrong })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  it('promises no mail where none is sent', async () => {
    const { put } = await openTownWithMember(false)
    expect((await put(WISH)).json().code).toBe('subscription.mail_unavailable')
    expect((await put({ ...WISH, mail: 'off' })).statusCode).toBe(200)
  })
})
