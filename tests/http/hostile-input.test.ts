import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { refuseUnguardedRoutes } from '../../src/http/policy.ts'
import { buildCommunity } from '../support/community.ts'
import { openScene, type Scene } from '../support/scene.ts'

/* Bad input never ends in a 5xx, never changes anything, and says what is wrong where. */

async function untouched(scene: Scene): Promise<number> {
  return scene.deps.db.read.findings.count(
    scene.community.id,
    { everything: true, reporterId: null, paths: [], unit: null },
    {},
  )
}

describe('a report of the wrong shape', () => {
  const cases: [what: string, body: (floor: string) => unknown, status: number, pointer?: string][] = [
    [
      'an unknown field',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', status: 'closed' }),
      400,
      '/status',
    ],
    [
      'a field that the server decides',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', version: 9 }),
      400,
      '/version',
    ],
    ['a number for words', p => ({ categoryCode: '0101', placeId: p, description: 5 }), 400, '/description'],
    [
      'a null character in the words',
      p => ({ categoryCode: '0101', placeId: p, description: '楼道\0堆物' }),
      400,
      '/description',
    ],
    [
      'a null character where no text belongs',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', photoIds: ['\0'] }),
      400,
      '/photoIds/0',
    ],
    ['no description', p => ({ categoryCode: '0101', placeId: p }), 400, '/description'],
    [
      'blank words',
      p => ({ categoryCode: '0101', placeId: p, description: ' \u3000\n' }),
      400,
      '/description',
    ],
    [
      'words beyond the limit',
      p => ({ categoryCode: '0101', placeId: p, description: '长'.repeat(4_001) }),
      400,
      '/description',
    ],
    [
      'an id that is none',
      () => ({ categoryCode: '0101', placeId: '3幢', description: 'x' }),
      400,
      '/placeId',
    ],
    [
      'a day that does not exist',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', observedAt: '2025-02-30T00:00:00Z' }),
      400,
      '/observedAt',
    ],
    [
      'a latitude beyond the pole',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', lat: 91, lng: 0 }),
      400,
      '/lat',
    ],
    ['a list instead of an object', () => [1, 2], 400, ''],
    [
      'the same photo twice',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', photoIds: [p, p] }),
      400,
      '/photoIds',
    ],
    [
      'a category that does not exist',
      p => ({ categoryCode: '9999', placeId: p, description: 'x' }),
      422,
      '/categoryCode',
    ],
    [
      'a photo that does not exist',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', photoIds: [p] }),
      422,
      '/photoIds/0',
    ],
    [
      'a clock in the future',
      p => ({ categoryCode: '0101', placeId: p, description: 'x', observedAt: '2035-01-01T00:00:00Z' }),
      422,
    ],
  ]

  it.each(cases)('is refused for %s', async (_, body, status, pointer) => {
    const scene = await openScene()
    const response = await scene.call(
      scene.people.coordinator,
      'POST',
      '/findings',
      body(scene.community.places.floor.id),
    )
    expect(response.statusCode).toBe(status)
    const problem = response.json<{
      code: string
      title: string
      errors?: { pointer: string; detail: string }[]
    }>()
    expect(problem.title).not.toBe('')
    if (pointer !== undefined) expect(problem.errors?.map(e => e.pointer)).toContain(pointer)
    expect(await untouched(scene)).toBe(0)
  })

  it('speaks the reader’s language', async () => {
    const { call, people } = await openScene()
    const zh = await call(people.coordinator, 'POST', '/findings', {})
    const en = await call(
      people.coordinator,
      'POST',
      '/findings',
      {},
      { 'accept-language': 'en-GB,en;q=0.9' },
    )
    expect(zh.json<{ errors: { detail: string }[] }>().errors[0]?.detail).toBe('缺少此字段')
    expect(en.json<{ errors: { detail: string }[] }>().errors[0]?.detail).toBe('this field is missing')
  })
})

describe('a body that is none', () => {
  const json = { 'content-type': 'application/json' }
  const cases: [what: string, payload: string | Buffer, headers: Record<string, string>, status: number][] = [
    ['broken JSON', '{"categoryCode": ', json, 400],
    ['an empty body', '', json, 400],
    ['__proto__', '{"__proto__":{"admin":true},"categoryCode":"0101"}', json, 400],
    ['constructor.prototype', '{"constructor":{"prototype":{"x":1}}}', json, 400],
    ['a text', 'categoryCode=0101', { 'content-type': 'text/plain' }, 415],
    ['a form', 'categoryCode=0101', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a description of ten megabytes', `{"description":"${'长'.repeat(3_400_000)}"}`, json, 413],
    ['JSON nested a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, json, 400],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), json, 400],
  ]

  it.each(cases)('is refused: %s', async (_, payload, headers, status) => {
    const scene = await openScene()
    const response = await scene.app.inject({
      method: 'POST',
      url: '/api/v1/findings',
      headers: { ...scene.people.coordinator.headers, ...headers },
      payload,
    })
    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(await untouched(scene)).toBe(0)
  })
})

describe('an event of the wrong shape', () => {
  const cases: [what: string, event: object, pointer: string][] = [
    ['no type', {}, '/type'],
    ['a type that does not exist', { type: 'explode' }, '/type'],
    ['a timer’s event', { type: 'clock.overdue' }, '/type'],
    ['an event of the machine’s own', { type: 'xstate.init' }, '/type'],
    ['the automatic words of the machine', { type: 'clock.start' }, '/type'],
    ['a reason that is not on the list', { type: 'return', reason: 'lazy', note: '不想去' }, '/reason'],
    ['a field of another event', { type: 'receive', note: '收到' }, '/note'],
    ['deadlines of one’s own', { type: 'receive', plan: { stageDueAt: 0 } }, '/plan'],
    ['an actor of one’s own', { type: 'receive', actor: { roles: ['supervisor'] } }, '/actor'],
    ['a duration that is none', { type: 'apply_extension', duration: '三天', reason: '等' }, '/duration'],
    ['a duration of nothing', { type: 'apply_extension', duration: 'PT0S', reason: '等' }, '/duration'],
  ]

  it.each(cases)('is refused: %s', async (_, event, pointer) => {
    const scene = await openScene()
    const { id } = await scene.report(scene.people.patroller)
    const response = await scene.happen(scene.people.manager, id, event)
    expect(response.statusCode).toBe(400)
    expect(response.json<{ errors: { pointer: string }[] }>().errors.map(e => e.pointer)).toContain(pointer)
    expect((await scene.deps.db.read.findings.find(scene.community.id, id))?.version).toBe(3)
  })
})

describe('an address line of the wrong shape', () => {
  it.each([
    '/findings?limit=0',
    '/findings?limit=201',
    '/findings?limit=many',
    '/findings?cursor=garbage',
    '/findings?cursor=e30',
    '/findings?offset=10',
    '/findings?sort=secret',
    '/findings?overdue=perhaps',
    '/findings/not-an-id',
    '/findings?reportedFrom=yesterday',
    '/photos/not-an-id',
  ])('is refused: %s', async path => {
    const { call, people } = await openScene()
    const response = await call(people.supervisor, 'GET', path)
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([400, 'request.invalid'])
  })

  it('leads from the front door to the description of the interface', async () => {
    const { app } = await openScene()
    const response = await app.inject({ method: 'GET', url: '/' })
    expect([response.statusCode, response.headers.location]).toEqual([302, '/docs'])
  })

  it('says for an unknown address where the interface is described', async () => {
    const { call, people } = await openScene()
    const response = await call(people.supervisor, 'GET', '/nothing')
    expect(response.json()).toMatchObject({ status: 404, code: 'request.not_found' })
  })
})

describe('ids of another community', () => {
  it('name nothing, wherever they stand', async () => {
    const scene = await openScene()
    const other = await buildCommunity(scene.deps, 'light', 'xx')
    const { id } = await other.report(await other.member('别处的巡查员', ['patroller']))
    const { coordinator } = scene.people
    expect((await scene.call(coordinator, 'GET', `/findings/${id}`)).statusCode).toBe(404)
    const foreign = { categoryCode: '0101', description: '堆物' }
    const placed = await scene.call(coordinator, 'POST', '/findings', {
      ...foreign,
      placeId: other.places.floor.id,
    })
    expect(placed.json()).toMatchObject({ status: 422, code: 'request.reference_unknown' })
    const claimed = await scene.call(coordinator, 'POST', '/findings', {
      ...foreign,
      placeId: scene.community.places.floor.id,
      communityId: other.id,
    })
    expect(claimed.statusCode).toBe(404)
  })
})

describe('every route', () => {
  it('has a policy, and none but the open ones answers somebody who is not signed in', async () => {
    const { call } = await openScene()
    const contract = (await call(null, 'GET', '/openapi.json')).json<{
      paths: Record<string, Record<string, unknown>>
    }>()
    const paths = Object.entries(contract.paths)
    expect(paths.length).toBeGreaterThan(25)
    const open: string[] = []
    for (const [path, methods] of paths) {
      if (!path.startsWith('/api/v1')) continue
      for (const method of Object.keys(methods)) {
        const url = path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '0199f000-0000-7000-8000-000000000000')
        const response = await call(
          null,
          method.toUpperCase() as 'GET',
          url,
          method === 'get' || method === 'delete' ? undefined : {},
        )
        if (response.statusCode !== 401) open.push(`${method} ${path}`)
      }
    }
    expect(open.sort()).toEqual([
      // Calendar programs cannot sign in: the token in the address stands for it.
      'get /api/v1/calendar/{file}',
      'get /api/v1/machines',
      'get /api/v1/machines/{name}',
      'post /api/v1/session',
      'post /api/v1/setup',
    ])
  })

  it('does not start without one', async () => {
    const { call } = await openScene()
    const bare = fastify()
    refuseUnguardedRoutes(bare)
    expect(() => bare.get('/api/v1/open-door', async () => '')).toThrow('/api/v1/open-door has no policy')
    await bare.close()
    expect((await call(null, 'GET', '/findings')).statusCode).toBe(401)
  })
})
