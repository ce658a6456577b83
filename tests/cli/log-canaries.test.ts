import { expect, it } from 'vitest'
import { afterThis } from '../support/house.ts'
import { createClient } from '../support/http-client.ts'
import { ROOT_PASSWORD, startServer } from '../support/server-process.ts'
import { temporary } from '../support/temporary.ts'

const NAME = '张翠花'
const PLACE = '金丝雀巷7号'
const PHONE = '13912345678'
const WORDS = '王家门口堆着旧沙发'
const SEARCHED = '旧沙发'
const LOGIN = 'cuihua.zhang'
const PASSWORD = 'Jinsique-2025-xiang'
const DEVICE = 'canary-phone-7'

it('writes one line a request into the log, and nothing of the people in it', {
  timeout: 60_000,
}, async () => {
  const lines: string[] = []
  const server = await startServer(await temporary(), { XUNCHA_LOG_LEVEL: 'trace' }, null, line =>
    lines.push(line),
  )
  afterThis(() => server.kill())
  const { call, signIn } = createClient(server.address)
  const secrets = [await signIn('root', ROOT_PASSWORD)]
  const token = secrets[0]
  const make = async (path: string, body: object) =>
    String((await call('POST', path, { token, body })).body.id)

  const communityId = await make('/communities', { name: '长浜社区', code: 'cb' })
  const placeId = await make('/places', { communityId, parentId: null, kind: 'building', name: PLACE })
  const roles = ['coordinator', 'supervisor'].map(role => ({ role, placeId: null }))
  const person = {
    login: LOGIN,
    name: NAME,
    phone: PHONE,
    password: PASSWORD,
    affiliation: 'community',
    roles,
  }
  const memberId = await make('/members', { communityId, ...person })
  secrets.push(await signIn(LOGIN, PASSWORD))
  const own = { token: secrets[1], headers: { 'user-agent': DEVICE, 'idempotency-key': `${PHONE}-1` } }
  const report = { categoryCode: '0101', placeId, description: WORDS }
  const finding = await call('POST', '/findings', { ...own, body: report })
  expect(finding.status).toBe(201)
  await call('POST', `/findings/${finding.body.id}/events`, {
    ...own,
    body: { type: 'comment', text: WORDS },
  })
  await call('GET', `/findings?q=${encodeURIComponent(SEARCHED)}`, own)
  await call('GET', `/members/${memberId}`, own)

  // What goes wrong is logged as well, and often with the words that were wrong.
  await call('POST', '/session', { body: { login: LOGIN, password: `${PASSWORD}x` } })
  await call('POST', '/findings', { ...own, body: { ...report, placeId: NAME, [PHONE]: WORDS } })
  await call('POST', '/members', { token, body: { communityId, ...person } })
  await call('GET', `/${encodeURIComponent(NAME)}/${PHONE}`, own)
  await fetch(`${server.address}/api/v1/findings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secrets[1]}`, 'content-type': 'application/json' },
    body: `{"description": ${WORDS}`,
  })
  const asked = await call('GET', `/findings/${finding.body.id}`, own)
  await server.stop()

  const log = lines.join('\n')
  for (const canary of [
    NAME,
    PLACE,
    PHONE,
    WORDS,
    SEARCHED,
    LOGIN,
    PASSWORD,
    DEVICE,
    ROOT_PASSWORD,
    ...secrets,
  ]) {
    expect(log).not.toContain(canary)
    expect(log).not.toContain(encodeURIComponent(canary))
  }
  expect(log).not.toContain(String(finding.body.id))
  expect(log).not.toContain('remoteAddress')

  const requests = lines.flatMap(line => (line.includes('"msg":"request"') ? [JSON.parse(line)] : []))
  expect(requests).toHaveLength(17)
  const last = requests.find(({ reqId }) => reqId === asked.headers.get('x-request-id'))
  expect(last).toMatchObject({ level: 30, method: 'GET', route: '/api/v1/findings/:id', status: 200 })
  expect(last.ms).toBeGreaterThan(0)
  expect(requests.filter(({ route }) => route === 'unknown')).toMatchObject([{ status: 404 }])
})
