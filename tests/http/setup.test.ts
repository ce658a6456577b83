import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { openHouse, type TestDeps } from '../support/house.ts'
import { createMember, createRoot, type Person } from '../support/people.ts'
import { serve } from '../support/serve.ts'

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
}

/** A server on an empty database, with a root administrator who can ask. */
async function openSite(given?: TestDeps) {
  const deps = given ?? (await openHouse())
  const app = await serve(deps)
  const root = await createRoot(deps)
  const ask = async (
    who: Person | null,
    call: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const [method, url] = call.split(' ') as [NonNullable<InjectOptions['method']>, string]
    const raw = typeof body === 'string'
    const answer = await app.inject({
      method,
      url: url.startsWith('/health') ? url : `/api/v1${url}`,
      ...(body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(who?.headers ?? {}),
        ...headers,
      },
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.body === '' ? {} : answer.json<Reply['body']>(),
    }
  }
  return { deps, app, root, ask }
}

/** A site with 长浜社区, its administrator, and a coordinator and a patroller of it. */
async function openCommunity() {
  const site = await openSite()
  const { body } = await site.ask(site.root, 'POST /communities', {
    name: '长浜社区',
    code: 'changbang',
    town: '城厢镇',
  })
  const id = String(body.id)
  const placeId = String(body.placeId)
  const person = (role: 'admin' | 'coordinator' | 'patroller', name: string) =>
    createMember(site.deps, id, { name, roles: [{ role, placeId }] })
  return {
    ...site,
    id,
    placeId,
    admin: await person('admin', '王主任'),
    coordinator: await person('coordinator', '李调度'),
    patroller: await person('patroller', '赵巡查'),
  }
}

const UNKNOWN = '00000000-0000-7000-8000-00000000dead'
const pointersOf = (reply: Reply): unknown[] =>
  ((reply.body.errors ?? []) as { pointer: string }[]).map(error => error.pointer)

describe('a community', () => {
  it('is created by root with its root place, 37 categories, a calendar and a policy', async () => {
    const { ask, root } = await openSite()
    const created = await ask(root, 'POST /communities', {
      name: '长浜社区',
      code: 'ｃｂ－０１',
      town: '城厢镇',
    })
    expect(created.status).toBe(201)
    expect(created.headers.etag).toBe('"1"')
    expect(created.body).toMatchObject({
      name: '长浜社区',
      code: 'cb-01',
      town: '城厢镇',
      timeZone: 'Asia/Shanghai',
      active: true,
      version: 1,
    })
    const { id, placeId } = created.body
    expect((await ask(root, `GET /places/${placeId}`)).body).toMatchObject({
      communityId: id,
      parentId: null,
      kind: 'community',
      name: '长浜社区',
      path: '/cb-01/',
      namePath: '长浜社区',
    })
    const categories = await ask(root, `GET /communities/${id}/categories?limit=200`)
    expect(categories.body.items).toHaveLength(37)
    expect((await ask(root, `GET /communities/${id}/calendar`)).body).toMatchObject({
      timeZone: 'Asia/Shanghai',
      weekdays: [1, 2, 3, 4, 5],
      slots: [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ],
      hoursPerDay: 8,
      coveredYears: [2023, 2024, 2025, 2026],
      calendarVersion: 'cn-2026.1',
      version: 1,
    })
    expect((await ask(root, `GET /communities/${id}/policy`)).body).toEqual({
      profile: 'light',
      autoRegister: true,
      autoDispatch: true,
      closeOnPass: true,
      reworkOnFail: true,
      beforePhoto: true,
      independentCheck: true,
      minReworkShare: 0.25,
      recheckShare: 0.05,
      minRework: 'PT1H',
      version: 1,
    })
  })

  it('keeps its code to itself', async () => {
    const { ask, root } = await openCommunity()
    const again = await ask(root, 'POST /communities', { name: '另一社区', code: 'changbang' })
    expect([again.status, again.body.code]).toEqual([409, 'community.code_taken'])
  })

  it('outside mainland China begins without holidays and says so in readiness', async () => {
    const { ask, root } = await openSite()
    const { body } = await ask(root, 'POST /communities', {
      name: '示范社区',
      code: 'demo',
      timeZone: 'Asia/Macau',
    })
    const calendar = await ask(root, `GET /communities/${body.id}/calendar`)
    expect(calendar.body).toMatchObject({ timeZone: 'Asia/Macau', days: {}, coveredYears: [] })
    const ready = await ask(null, 'GET /health/ready')
    expect(ready.body).toMatchObject({ ok: true, database: 'ok', calendars: { thin: 1 } })
  })

  it('sent twice under the same id of a client is one community', async () => {
    const { ask, root } = await openSite()
    const body = { id: '01890000-0000-7000-8000-00000000c0de', name: '长浜社区', code: 'cb' }
    expect((await ask(root, 'POST /communities', body)).status).toBe(201)
    const again = await ask(root, 'POST /communities', body)
    expect([again.status, again.body.id]).toEqual([200, body.id])
    const other = await ask(root, 'POST /communities', { ...body, name: '别的社区' })
    expect([other.status, other.body.code]).toEqual([409, 'request.id_conflict'])
  })

  it('is created by nobody but root', async () => {
    const { ask, admin } = await openCommunity()
    const refused = await ask(admin, 'POST /communities', { name: '新社区', code: 'new' })
    expect([refused.status, refused.body.code]).toEqual([403, 'request.role_forbidden'])
  })

  it('shows in the list of root beside others, and to its members alone', async () => {
    const { ask, root, admin, id } = await openCommunity()
    const other = await ask(root, 'POST /communities', { name: '邻社区', code: 'next' })
    expect((await ask(admin, 'GET /communities')).body.items).toMatchObject([{ id }])
    expect((await ask(admin, `GET /communities/${other.body.id}`)).status).toBe(404)
    const first = await ask(root, 'GET /communities?limit=1')
    const second = await ask(root, `GET /communities?limit=1&cursor=${first.body.nextCursor}`)
    const both = [...(first.body.items as unknown[]), ...(second.body.items as unknown[])]
    expect(both).toMatchObject(
      [{ id }, { id: other.body.id }].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
    )
    expect(second.body.nextCursor).toBeNull()
    expect((await ask(root, 'GET /communities?limit=1&count=true')).body.total).toBe(2)
    expect((await ask(admin, 'GET /communities?count=true')).body.total).toBe(1)
  })

  it('renames its root place and every address with it', async () => {
    const { ask, admin, id, placeId } = await openCommunity()
    const estate = await ask(admin, 'POST /places', { parentId: null, kind: 'estate', name: '巨塔花园' })
    const renamed = await ask(admin, `PATCH /communities/${id}`, { name: '长浜新社区' })
    expect([renamed.status, renamed.body.name, renamed.body.version]).toEqual([200, '长浜新社区', 2])
    expect((await ask(admin, `GET /places/${placeId}`)).body.namePath).toBe('长浜新社区')
    expect((await ask(admin, `GET /places/${estate.body.id}`)).body.namePath).toBe('长浜新社区/巨塔花园')
  })

  it('is taken out of use by root and not by its own administrator', async () => {
    const { ask, root, admin, id } = await openCommunity()
    expect((await ask(admin, `DELETE /communities/${id}`)).status).toBe(403)
    expect((await ask(admin, `PATCH /communities/${id}`, { active: false })).status).toBe(403)
    expect((await ask(root, `DELETE /communities/${id}`)).status).toBe(204)
    expect((await ask(root, `GET /communities/${id}`)).body).toMatchObject({ active: false, version: 2 })
  })

  it('changed by somebody else meanwhile is answered with its current record', async () => {
    const { ask, admin, id } = await openCommunity()
    await ask(admin, `PATCH /communities/${id}`, { town: '娄东街道' }, { 'if-match': '"1"' })
    for (const stale of [
      await ask(admin, `PATCH /communities/${id}`, { town: null }, { 'if-match': '"1"' }),
      await ask(admin, `PATCH /communities/${id}`, { town: null, expectedVersion: 1 }),
    ]) {
      expect([stale.status, stale.body.code]).toEqual([409, 'community.version_conflict'])
      expect(stale.body.current).toMatchObject({ id, town: '娄东街道', version: 2 })
    }
  })

  it('keeps its version when a change changes nothing', async () => {
    const { ask, admin, id } = await openCommunity()
    const same = await ask(admin, `PATCH /communities/${id}`, { name: ' 长浜社区 ', town: '城厢镇' })
    expect([same.status, same.body.version]).toEqual([200, 1])
  })
})

describe('the policy', () => {
  it('of the full profile leaves the four choices to people', async () => {
    const { ask, admin, id } = await openCommunity()
    const full = await ask(admin, `PATCH /communities/${id}/policy`, { profile: 'full' })
    expect([full.status, full.headers.etag]).toEqual([200, '"2"'])
    expect(full.body).toMatchObject({
      profile: 'full',
      autoRegister: false,
      autoDispatch: false,
      closeOnPass: false,
      reworkOnFail: false,
      beforePhoto: true,
    })
  })

  it('keeps a choice named beside the profile', async () => {
    const { ask, admin, id } = await openCommunity()
    const mixed = await ask(admin, `PATCH /communities/${id}/policy`, { profile: 'full', closeOnPass: true })
    expect(mixed.body).toMatchObject({ profile: 'full', autoDispatch: false, closeOnPass: true })
  })

  it('counts a day of the least rework as a working day', async () => {
    const { ask, admin, id } = await openCommunity()
    const changed = await ask(admin, `PATCH /communities/${id}/policy`, {
      minRework: 'P1D',
      minReworkShare: 0.5,
    })
    expect(changed.body).toMatchObject({ minRework: 'PT8H', minReworkShare: 0.5 })
    const malformed = await ask(admin, `PATCH /communities/${id}/policy`, { minRework: '１小时' })
    expect([malformed.status, pointersOf(malformed)]).toEqual([400, ['/minRework']])
  })

  it('is changed by administrators, and read by those who answer for it', async () => {
    const { ask, coordinator, patroller, id } = await openCommunity()
    expect((await ask(coordinator, `GET /communities/${id}/policy`)).status).toBe(200)
    expect((await ask(patroller, `GET /communities/${id}/policy`)).status).toBe(403)
    expect((await ask(coordinator, `PATCH /communities/${id}/policy`, { profile: 'full' })).status).toBe(403)
  })

  it('shares its version with the community', async () => {
    const { ask, admin, id } = await openCommunity()
    await ask(admin, `PATCH /communities/${id}`, { town: '娄东街道' })
    const stale = await ask(admin, `PATCH /communities/${id}/policy`, {
      beforePhoto: false,
      expectedVersion: 1,
    })
    expect([stale.status, stale.body.code]).toEqual([409, 'community.version_conflict'])
    expect(stale.body.current).toMatchObject({ beforePhoto: true, version: 2 })
  })
})

describe('the working calendar', () => {
  it('takes single days and gives them back', async () => {
    const { ask, admin, id } = await openCommunity()
    const url = `/communities/${id}/calendar`
    const closed = await ask(admin, `PATCH ${url}`, {
      days: { '2027-10-01': 'holiday', '2027-10-09': 'workday' },
      coveredYears: [2027, 2026, 2025, 2024, 2023],
    })
    expect(closed.status).toBe(200)
    expect(closed.body.days).toMatchObject({ '2026-10-01': 'holiday', '2027-10-01': 'holiday' })
    expect(closed.body).toMatchObject({ coveredYears: [2023, 2024, 2025, 2026, 2027], version: 2 })
    const opened = await ask(admin, `PATCH ${url}`, { days: { '2027-10-01': null } })
    expect(opened.body.days).not.toHaveProperty('2027-10-01')
    expect(opened.body.days).toMatchObject({ '2027-10-09': 'workday' })
    const versions = [closed.body.calendarVersion, opened.body.calendarVersion]
    expect(versions).toEqual(['cn-2026.1+2', 'cn-2026.1+3'])
  })

  it('can be replaced as a whole', async () => {
    const { ask, admin, id } = await openCommunity()
    const whole = {
      weekdays: [6, 1, 2, 3, 4, 5],
      slots: [['07:30', '24:00']],
      hoursPerDay: 7.5,
      days: {},
      coveredYears: [],
    }
    const replaced = await ask(admin, `PUT /communities/${id}/calendar`, whole)
    expect(replaced.status).toBe(200)
    expect(replaced.body).toMatchObject({ ...whole, weekdays: [1, 2, 3, 4, 5, 6] })
    expect((await ask(admin, `GET /communities/${id}/calendar`)).body).toEqual(replaced.body)
  })

  it('that cannot be counted with does not hold', async () => {
    const { ask, admin, id } = await openCommunity()
    const edits: [fact: string, change: unknown, code: string][] = [
      ['a day that does not exist', { days: { '2027-02-30': 'holiday' } }, 'days_invalid'],
      ['a slot that ends before it begins', { slots: [['12:00', '08:00']] }, 'slot_empty'],
      [
        'slots that overlap',
        {
          slots: [
            ['08:00', '12:00'],
            ['11:00', '18:00'],
          ],
        },
        'slots_overlap',
      ],
      ['an eighth weekday', { weekdays: [8] }, 'weekdays_invalid'],
      ['no working time at all', { weekdays: [] }, 'no_working_time'],
      ['a day of no hours', { hoursPerDay: 0 }, 'day_ms_invalid'],
      ['a year before our era', { coveredYears: [0] }, 'covered_years_invalid'],
      [
        'one minute a week, in which no limit would ever end',
        { weekdays: [1], slots: [['08:00', '08:01']] },
        'too_little_working_time',
      ],
    ]
    for (const [fact, change, code] of edits) {
      const refused = await ask(admin, `PATCH /communities/${id}/calendar`, change)
      expect([fact, refused.status, refused.body.code]).toEqual([fact, 422, 'calendar.invalid'])
      expect(refused.body.errors).toMatchObject([{ code }])
    }
    expect((await ask(admin, `GET /communities/${id}/calendar`)).body.version).toBe(1)
  })

  it('lacking the next year is a warning from December on', async () => {
    const { ask, deps } = await openCommunity()
    const thin = async () => ((await ask(null, 'GET /health/ready')).body.calendars ?? {}) as object
    deps.clock.set('2026-11-30T15:59:59.000Z')
    expect(await thin()).toMatchObject({ thin: 0 })
    deps.clock.set('2026-12-01T00:00:00.000Z')
    expect(await thin()).toMatchObject({ thin: 1 })
    deps.clock.set('2027-01-01T00:00:00.000Z')
    expect(await thin()).toMatchObject({ thin: 1 })
  })
})

describe('a category', () => {
  it('says how serious it is, how long it may take, and when it is closed', async () => {
    const { ask, patroller, id } = await openCommunity()
    const clutter = await ask(patroller, `GET /communities/${id}/categories/0101`)
    expect(clutter.body).toMatchObject({
      code: '0101',
      domainCode: '01',
      domainZh: '楼道',
      nameZh: '楼道堆物',
      severity: 'S3',
      limit: { duration: 'PT24H', basis: 'working' },
      defaultRole: 'property',
      onTheSpot: true,
      closingStandard: '物品清走,地面干净',
      version: 1,
    })
  })

  it('counts days of working time by the hours of the calendar', async () => {
    const { ask, admin, id } = await openCommunity()
    const url = `/communities/${id}/categories/0101`
    const working = await ask(admin, `PATCH ${url}`, { limit: { duration: 'P2D', basis: 'working' } })
    expect(working.body).toMatchObject({ limit: { duration: 'PT16H', basis: 'working' }, version: 2 })
    const natural = await ask(admin, `PATCH ${url}`, { limit: { duration: 'P2D', basis: 'continuous' } })
    expect(natural.body).toMatchObject({ limit: { duration: 'PT48H', basis: 'continuous' }, version: 3 })
  })

  it('can be made more serious, and taken out of use', async () => {
    const { ask, admin, id } = await openCommunity()
    const changed = await ask(admin, `PATCH /communities/${id}/categories/0101`, {
      severity: 'S1',
      onTheSpot: false,
      public: false,
      active: false,
    })
    expect(changed.body).toMatchObject({ severity: 'S1', onTheSpot: false, public: false, active: false })
  })

  it('may take one second to 3650 days, on either basis', async () => {
    const { ask, admin, id } = await openCommunity()
    const durations = ['PT1S', 'P3650D', 'PT0.999S', 'P3651D', 'P1M', '2小时', '']
    const answers: unknown[] = []
    for (const basis of ['working', 'continuous'])
      for (const duration of durations) {
        const body = { limit: { duration, basis } }
        answers.push((await ask(admin, `PATCH /communities/${id}/categories/0101`, body)).status)
      }
    expect(answers.slice(0, durations.length)).toEqual([200, 200, 400, 400, 400, 400, 400])
    expect(answers.slice(durations.length)).toEqual([200, 200, 400, 400, 400, 400, 400])
  })

  it('of public security is never made public', async () => {
    const { ask, admin, id } = await openCommunity()
    const refused = await ask(admin, `PATCH /communities/${id}/categories/0504`, { public: true })
    expect([refused.status, refused.body.code]).toEqual([422, 'category.restricted'])
  })

  it('is listed page by page in the order of the codes', async () => {
    const { ask, patroller, id } = await openCommunity()
    const codes: unknown[] = []
    let cursor = ''
    do {
      const page = await ask(patroller, `GET /communities/${id}/categories?limit=10${cursor}`)
      codes.push(...(page.body.items as { code: string }[]).map(({ code }) => code))
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`
    } while (cursor !== '')
    expect(codes).toHaveLength(37)
    expect(codes).toEqual([...codes].sort())
  })

  it('that does not exist is missing, whoever asks', async () => {
    const { ask, patroller, id } = await openCommunity()
    const missing = await ask(patroller, `PATCH /communities/${id}/categories/7777`, { active: false })
    expect([missing.status, missing.body.code]).toEqual([404, 'category.not_found'])
  })
})

describe('a place', () => {
  it('has an address from the community down to the household', async () => {
    const { ask, admin } = await openCommunity()
    let parentId: unknown = null
    let place: Reply | undefined
    for (const [kind, name] of [
      ['estate', '巨塔花园'],
      ['building', '３幢'],
      ['entrance', '2单元'],
      ['floor', '5层'],
      ['household', '501室'],
    ]) {
      place = await ask(admin, 'POST /places', { parentId, kind, name })
      expect([place.status, place.headers.etag]).toEqual([201, '"1"'])
      parentId = place.body.id
    }
    expect(place?.body).toMatchObject({
      kind: 'household',
      code: '01',
      path: '/changbang/01/01/01/01/01/',
      namePath: '长浜社区/巨塔花园/３幢/2单元/5层/501室',
      active: true,
    })
    expect(Object.keys(place?.body ?? {})).not.toContain('countedPlaces')
  })

  it('is counted for the community, its estate and its building', async () => {
    const { ask, admin, deps, id, placeId } = await openCommunity()
    const create = async (parentId: unknown, kind: string) =>
      (await ask(admin, 'POST /places', { parentId, kind, name: kind })).body.id
    const grid = await create(null, 'grid')
    const estate = await create(grid, 'estate')
    const building = await create(estate, 'building')
    const floor = await create(building, 'floor')
    const row = await deps.db.read.setup.findPlace(id, String(floor))
    expect(JSON.parse(row?.countedPlaces ?? '')).toEqual([placeId, estate, building])
  })

  it('without a code takes the next free number among its siblings', async () => {
    const { ask, admin } = await openCommunity()
    const create = async (code?: string) =>
      (await ask(admin, 'POST /places', { parentId: null, kind: 'spot', name: '凉亭', code })).body.code
    expect([
      await create(),
      await create(),
      await create('０３'),
      await create('东门'),
      await create(),
    ]).toEqual(['01', '02', '03', '东门', '04'])
  })

  it('keeps numbering beyond a hundred siblings', async () => {
    const { ask, admin } = await openCommunity()
    const codes: unknown[] = []
    for (let n = 1; n <= 101; n++)
      codes.push(
        (await ask(admin, 'POST /places', { parentId: null, kind: 'spot', name: `${n}号` })).body.code,
      )
    expect(codes.slice(-3)).toEqual(['99', '100', '101'])
    expect(new Set(codes).size).toBe(101)
  })

  it('shares its code with no sibling, however wide it is typed', async () => {
    const { ask, admin } = await openCommunity()
    const create = (code: string) =>
      ask(admin, 'POST /places', { parentId: null, kind: 'building', name: '楼', code })
    expect((await create('A-3幢')).status).toBe(201)
    const wide = await create('Ａ－３幢')
    expect([wide.status, wide.body.code]).toEqual([409, 'place.code_taken'])
  })

  it('with a code that could not stand in a path is refused', async () => {
    const { ask, admin } = await openCommunity()
    for (const code of ['3/4', '..', '', ' ', 'a b', '楼'.repeat(33), 'é', '١']) {
      const refused = await ask(admin, 'POST /places', { parentId: null, kind: 'building', name: '楼', code })
      expect([code, refused.status, pointersOf(refused)[0]]).toEqual([code, 400, '/code'])
    }
  })

  it('lies at most twelve levels deep', async () => {
    const { ask, admin } = await openCommunity()
    let parentId: unknown = null
    for (let level = 2; level <= 12; level++) {
      const place = await ask(admin, 'POST /places', { parentId, kind: 'spot', name: `第${level}级` })
      expect(place.status).toBe(201)
      parentId = place.body.id
    }
    const deeper = await ask(admin, 'POST /places', { parentId, kind: 'spot', name: '第13级' })
    expect([deeper.status, deeper.body.code]).toEqual([422, 'place.too_deep'])
  })

  it('takes its new name into the addresses below it, and leaves those beside it', async () => {
    const { ask, admin } = await openCommunity()
    const create = async (parentId: unknown, kind: string, name: string, code?: string) =>
      (await ask(admin, 'POST /places', { parentId, kind, name, code })).body
    const estate = await create(null, 'estate', '巨塔花园')
    const building = await create(estate.id, 'building', '3幢', '3')
    const beside = await create(estate.id, 'building', '30幢', '30')
    const floor = await create(building.id, 'floor', '5层')
    const renamed = await ask(admin, `PATCH /places/${building.id}`, { name: '三号楼' })
    expect(renamed.body).toMatchObject({ namePath: '长浜社区/巨塔花园/三号楼', version: 2 })
    const address = async (id: unknown) => (await ask(admin, `GET /places/${id}`)).body.namePath
    expect(await address(floor.id)).toBe('长浜社区/巨塔花园/三号楼/5层')
    expect(await address(beside.id)).toBe('长浜社区/巨塔花园/30幢')
  })

  it('lists its children, its subtree, and the whole tree page by page', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const create = async (parentId: unknown, code: string) =>
      (await ask(admin, 'POST /places', { parentId, kind: 'building', name: `${code}幢`, code })).body.id
    const three = await create(null, '3')
    const thirty = await create(null, '30')
    const below = await create(three, '1')
    const names = async (query: string) =>
      ((await ask(admin, `GET /places${query}`)).body.items as { id: string }[]).map(place => place.id)
    expect(await names(`?parentId=${placeId}`)).toEqual([three, thirty])
    expect(await names(`?within=${three}`)).toEqual([three, below])
    const walked: unknown[] = []
    let cursor = ''
    do {
      const page = await ask(admin, `GET /places?limit=1${cursor}`)
      walked.push(...(page.body.items as { id: string }[]).map(place => place.id))
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`
    } while (cursor !== '')
    expect(walked).toEqual([placeId, three, below, thirty])
    expect((await ask(admin, 'GET /places?limit=1&count=true')).body.total).toBe(4)
    expect((await ask(admin, `GET /places?within=${three}&count=true`)).body.total).toBe(2)
    expect((await ask(admin, 'GET /places')).body).not.toHaveProperty('total')
  })

  it('belongs to a grid that exists, and has both coordinates or none', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const grid = (await ask(admin, 'POST /places', { parentId: null, kind: 'grid', name: '第一网格' })).body
      .id
    const estate = { parentId: null, kind: 'estate', name: '巨塔花园' }
    const placed = await ask(admin, 'POST /places', { ...estate, gridId: grid, lat: 31.45, lng: 121.1 })
    expect(placed.body).toMatchObject({ gridId: grid, lat: 31.45, lng: 121.1 })
    for (const gridId of [UNKNOWN, placeId]) {
      const refused = await ask(admin, 'POST /places', { ...estate, gridId })
      expect([refused.status, pointersOf(refused)]).toEqual([422, ['/gridId']])
    }
    const half = await ask(admin, 'POST /places', { ...estate, lat: 31.45 })
    expect([half.status, pointersOf(half)]).toEqual([400, ['/lng']])
    const halved = await ask(admin, `PATCH /places/${placed.body.id}`, { lat: null })
    expect([halved.status, pointersOf(halved)]).toEqual([400, ['/lat']])
    const cleared = await ask(admin, `PATCH /places/${placed.body.id}`, {
      lat: null,
      lng: null,
      gridId: null,
    })
    expect(cleared.body).toMatchObject({ lat: null, lng: null, gridId: null, version: 2 })
  })

  it('is taken out of use and back, but never the root place', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const spot = (await ask(admin, 'POST /places', { parentId: null, kind: 'spot', name: '车棚' })).body.id
    expect((await ask(admin, `DELETE /places/${spot}`, undefined, { 'if-match': '"1"' })).status).toBe(204)
    expect((await ask(admin, `GET /places/${spot}`)).body).toMatchObject({ active: false, version: 2 })
    const stale = await ask(admin, `DELETE /places/${spot}`, { expectedVersion: 1 })
    expect([stale.status, stale.body.code]).toEqual([409, 'place.version_conflict'])
    expect((await ask(admin, `PATCH /places/${spot}`, { active: true })).body.active).toBe(true)
    for (const reply of [
      await ask(admin, `DELETE /places/${placeId}`),
      await ask(admin, `PATCH /places/${placeId}`, { active: false }),
    ])
      expect([reply.status, reply.body.code]).toEqual([422, 'place.is_root'])
  })

  it('sent twice by a phone is one place', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const body = { id: '01890000-0000-7000-8000-0000000000aa', parentId: null, kind: 'spot', name: '车棚' }
    expect((await ask(admin, 'POST /places', body)).status).toBe(201)
    const again = await ask(admin, 'POST /places', body)
    expect([again.status, again.body.id]).toEqual([200, body.id])
    const other = await ask(admin, 'POST /places', { ...body, name: '凉亭' })
    expect([other.status, other.body.code]).toEqual([409, 'request.id_conflict'])
    const taken = await ask(admin, 'POST /places', { ...body, id: placeId })
    expect([taken.status, taken.body.code]).toEqual([409, 'request.id_conflict'])
  })

  it('asked for twice under one idempotency key is created once', async () => {
    const { ask, admin } = await openCommunity()
    const body = { parentId: null, kind: 'spot', name: '车棚' }
    const key = { 'idempotency-key': '"k-1"' }
    const first = await ask(admin, 'POST /places', body, key)
    const second = await ask(admin, 'POST /places', body, key)
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(second.headers['idempotency-replayed']).toBe('true')
    const reused = await ask(admin, 'POST /places', { ...body, name: '凉亭' }, key)
    expect([reused.status, reused.body.code]).toEqual([422, 'request.key_reused'])
  })
})

describe('a unit', () => {
  it('is responsible for the whole community and the categories of its kind by itself', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const unit = await ask(admin, 'POST /units', { name: '巨塔物业', kind: 'property' })
    expect(unit.status).toBe(201)
    expect(unit.body).toMatchObject({
      name: '巨塔物业',
      kind: 'property',
      external: false,
      placeIds: [placeId],
      categoryCodes: null,
      active: true,
      version: 1,
    })
  })

  it('can be given places, leaves and domains, and lose them again', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const estate = (await ask(admin, 'POST /places', { parentId: null, kind: 'estate', name: '巨塔花园' }))
      .body.id
    const { body } = await ask(admin, 'POST /units', {
      name: '环卫所',
      kind: 'sanitation',
      external: true,
      placeIds: [estate],
      categoryCodes: ['03', '0104'],
    })
    expect(body).toMatchObject({ external: true, placeIds: [estate], categoryCodes: ['03', '0104'] })
    const changed = await ask(admin, `PATCH /units/${body.id}`, {
      name: '环卫二所',
      placeIds: [],
      categoryCodes: null,
    })
    expect(changed.body).toMatchObject({
      name: '环卫二所',
      placeIds: [placeId],
      categoryCodes: null,
      version: 2,
    })
    expect((await ask(admin, `DELETE /units/${body.id}`)).status).toBe(204)
    expect((await ask(admin, 'GET /units')).body.items).toMatchObject([{ id: body.id, active: false }])
  })

  it('names only places and categories that exist', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const unit = { name: '巨塔物业', kind: 'property' }
    const place = await ask(admin, 'POST /units', { ...unit, placeIds: [placeId, UNKNOWN] })
    expect([place.status, place.body.code]).toEqual([422, 'request.reference_unknown'])
    expect(pointersOf(place)).toEqual(['/placeIds/1'])
    const { body } = await ask(admin, 'POST /units', unit)
    const category = await ask(admin, `PATCH /units/${body.id}`, { categoryCodes: ['0101', '7777'] })
    expect([category.status, pointersOf(category)]).toEqual([422, ['/categoryCodes/1']])
  })

  it('changed by somebody else meanwhile is answered with its current record', async () => {
    const { ask, admin } = await openCommunity()
    const { body } = await ask(admin, 'POST /units', { name: '物业', kind: 'property' })
    await ask(admin, `PATCH /units/${body.id}`, { name: '新物业', expectedVersion: 1 })
    const stale = await ask(admin, `PATCH /units/${body.id}`, { name: '旧物业' }, { 'if-match': 'W/"1"' })
    expect([stale.status, stale.body.code]).toEqual([409, 'unit.version_conflict'])
    expect(stale.body.current).toMatchObject({ name: '新物业', version: 2 })
  })
})

describe('who may', () => {
  it('every member reads the set-up of the community, and only administrators change it', async () => {
    const { ask, admin, patroller, id, placeId } = await openCommunity()
    const unit = (await ask(admin, 'POST /units', { name: '物业', kind: 'property' })).body.id
    for (const url of [
      '/communities',
      `/communities/${id}`,
      `/communities/${id}/categories`,
      `/communities/${id}/calendar`,
      '/places',
      `/places/${placeId}`,
      '/units',
      `/units/${unit}`,
    ])
      expect([url, (await ask(patroller, `GET ${url}`)).status]).toEqual([url, 200])
    for (const [call, body] of [
      [`PATCH /communities/${id}`, { name: '别名' }],
      [`PATCH /communities/${id}/categories/0101`, { active: false }],
      [`PATCH /communities/${id}/calendar`, { days: {} }],
      ['POST /places', { parentId: null, kind: 'spot', name: '车棚' }],
      [`PATCH /places/${placeId}`, { name: '别名' }],
      [`DELETE /places/${placeId}`, undefined],
      ['POST /units', { name: '物业', kind: 'property' }],
      [`PATCH /units/${unit}`, { name: '别名' }],
      [`DELETE /units/${unit}`, undefined],
    ] as const)
      expect([call, (await ask(patroller, call, body)).body.code]).toEqual([call, 'request.role_forbidden'])
  })

  it('another community is as if it were not there, in addresses and in references', async () => {
    const { ask, root, admin, placeId } = await openCommunity()
    const next = (await ask(root, 'POST /communities', { name: '邻社区', code: 'next' })).body
    const unit = await ask(root, 'POST /units', { communityId: next.id, name: '邻物业', kind: 'property' })
    expect(unit.status).toBe(201)
    for (const [call, body] of [
      [`GET /communities/${next.id}`, undefined],
      [`PATCH /communities/${next.id}`, { name: '别名' }],
      [`GET /communities/${next.id}/categories`, undefined],
      [`PATCH /communities/${next.id}/categories/0101`, { active: false }],
      [`GET /communities/${next.id}/calendar`, undefined],
      [`GET /communities/${next.id}/policy`, undefined],
      [`PATCH /communities/${next.id}/policy`, { profile: 'full' }],
      [`GET /places/${next.placeId}`, undefined],
      [`PATCH /places/${next.placeId}`, { name: '别名' }],
      [`GET /places?communityId=${next.id}`, undefined],
      ['POST /places', { communityId: next.id, parentId: null, kind: 'spot', name: '车棚' }],
      [`GET /units/${unit.body.id}`, undefined],
      [`DELETE /units/${unit.body.id}`, undefined],
      [`GET /units?communityId=${next.id}`, undefined],
      ['POST /units', { communityId: next.id, name: '物业', kind: 'property' }],
    ] as const)
      expect([call, (await ask(admin, call, body)).status]).toEqual([call, 404])
    for (const [call, body] of [
      ['POST /places', { parentId: next.placeId, kind: 'spot', name: '车棚' }],
      ['POST /units', { name: '物业', kind: 'property', placeIds: [placeId, next.placeId] }],
      [`GET /places?within=${next.placeId}`, undefined],
    ] as const)
      expect([call, (await ask(admin, call, body)).body.code]).toEqual([call, 'request.reference_unknown'])
  })

  it('root changes places and units of every community by their id alone', async () => {
    const { ask, root, admin } = await openCommunity()
    await ask(root, 'POST /communities', { name: '邻社区', code: 'next' })
    const place = (await ask(admin, 'POST /places', { parentId: null, kind: 'spot', name: '车棚' })).body.id
    const unit = (await ask(admin, 'POST /units', { name: '物业', kind: 'property' })).body.id
    expect((await ask(root, `PATCH /places/${place}`, { name: '新车棚' })).body.name).toBe('新车棚')
    expect((await ask(root, `PATCH /units/${unit}`, { name: '新物业' })).body.name).toBe('新物业')
    expect((await ask(root, `PATCH /places/${UNKNOWN}`, { name: '无' })).status).toBe(404)
  })

  it('a stale version is told before a missing right, and a missing record before both', async () => {
    const { ask, patroller, placeId } = await openCommunity()
    const patch = (id: string, expectedVersion: number) =>
      ask(patroller, `PATCH /places/${id}`, { name: '别名', expectedVersion })
    expect((await patch(UNKNOWN, 7)).status).toBe(404)
    expect((await patch(placeId, 7)).status).toBe(409)
    expect((await patch(placeId, 1)).status).toBe(403)
  })

  it('nobody without signing in', async () => {
    const { ask, id } = await openCommunity()
    for (const call of ['GET /communities', `GET /communities/${id}/policy`, 'GET /places', 'GET /units'])
      expect([call, (await ask(null, call)).status]).toEqual([call, 401])
    expect((await ask(null, 'POST /places', '{ not json')).status).toBe(401)
  })
})

describe('a request that cannot be meant is refused and changes nothing', () => {
  const requests: [fact: string, call: string, body: unknown, status: number, pointer?: string][] = [
    ['an unknown field', 'POST /units', { name: '物业', kind: 'property', phone: '1' }, 400, '/phone'],
    ['a field of the server', 'POST /units', { name: '物业', kind: 'property', version: 9 }, 400, '/version'],
    ['a number for a name', 'POST /units', { name: 5, kind: 'property' }, 400, '/name'],
    ['a name of white space', 'POST /units', { name: ' \u3000', kind: 'property' }, 400, '/name'],
    ['a name over two lines', 'POST /units', { name: '物\n业', kind: 'property' }, 400, '/name'],
    ['a name with a null character', 'POST /units', { name: '物\0业', kind: 'property' }, 400, '/name'],
    ['a name that is too long', 'POST /units', { name: '长'.repeat(101), kind: 'property' }, 400, '/name'],
    ['an unknown kind', 'POST /units', { name: '物业', kind: 'wizard' }, 400, '/kind'],
    [
      'text for a truth',
      'POST /units',
      { name: '物业', kind: 'property', external: 'true' },
      400,
      '/external',
    ],
    ['no name', 'POST /units', { kind: 'property' }, 400, '/name'],
    ['a list for a body', 'POST /units', [], 400],
    ['nothing', 'POST /units', 'null', 400],
    ['broken JSON', 'POST /units', '{"name": "物业"', 400],
    ['a poisoned prototype', 'POST /units', '{"name":"物业","kind":"property","__proto__":{"a":1}}', 400],
    ['a second root place', 'POST /places', { parentId: null, kind: 'community', name: '根' }, 400, '/kind'],
    ['no parent at all', 'POST /places', { kind: 'spot', name: '车棚' }, 400, '/parentId'],
    [
      'a parent that is no id',
      'POST /places',
      { parentId: '1', kind: 'spot', name: '车棚' },
      400,
      '/parentId',
    ],
    [
      'a latitude beyond the pole',
      'POST /places',
      { parentId: null, kind: 'spot', name: '车棚', lat: 91, lng: 0 },
      400,
      '/lat',
    ],
    [
      'an unknown zone',
      'POST /communities',
      { name: '社', code: 'x', timeZone: 'Mars/Base' },
      400,
      '/timeZone',
    ],
    ['a code with a slash', 'POST /communities', { name: '社', code: 'a/b' }, 400, '/code'],
    ['a limit of nought', 'GET /places?limit=0', undefined, 400, '/limit'],
    ['a limit beyond 200', 'GET /places?limit=201', undefined, 400, '/limit'],
    ['an unknown filter', 'GET /units?sort=name', undefined, 400, '/sort'],
    ['a made-up cursor', 'GET /units?cursor=abc', undefined, 400, '/cursor'],
    ['an address that is no id', 'GET /places/1', undefined, 400, '/id'],
    ['10 MB of name', 'POST /units', { name: '长'.repeat(3_500_000), kind: 'property' }, 413],
  ]

  it('as a problem that names the place', async () => {
    const { ask, admin, root, deps, id } = await openCommunity()
    for (const [fact, call, body, status, pointer] of requests) {
      const refused = await ask(call === 'POST /communities' ? root : admin, call, body)
      const type = 'application/problem+json; charset=utf-8'
      expect([fact, refused.status, refused.headers['content-type']]).toEqual([fact, status, type])
      if (pointer !== undefined) expect([fact, ...pointersOf(refused)]).toContain(pointer)
    }
    expect(await deps.db.read.setup.unitsOf(id)).toEqual([])
    expect(await deps.db.read.setup.listPlaces(id, {}, '', 10)).toHaveLength(1)
    expect(await deps.db.read.setup.listCommunities('', 10)).toHaveLength(1)
  })

  it('when the body is not JSON at all', async () => {
    const { ask, root } = await openCommunity()
    const refused = await ask(root, 'POST /units', '<unit/>', { 'content-type': 'application/xml' })
    expect([refused.status, refused.body.code]).toEqual([415, 'request.unsupported_type'])
  })

  it('when If-Match is no version', async () => {
    const { ask, admin, placeId } = await openCommunity()
    const refused = await ask(admin, `PATCH /places/${placeId}`, { name: '新' }, { 'if-match': 'latest' })
    expect(refused.status).toBe(400)
  })
})

describe('the health of the server', () => {
  it('is live and ready while the database answers, for everybody', async () => {
    const { ask } = await openSite()
    expect((await ask(null, 'GET /health/live')).body).toEqual({ ok: true })
    expect((await ask(null, 'GET /health/ready')).body).toMatchObject({ ok: true, database: 'ok' })
  })

  it('is live but not ready when the database cannot be reached', async () => {
    const { ask, deps } = await openSite({ ...(await openHouse()) })
    await deps.db.close()
    expect((await ask(null, 'GET /health/live')).status).toBe(200)
    const ready = await ask(null, 'GET /health/ready')
    expect([ready.status, ready.body]).toEqual([503, { ok: false, database: 'unreachable' }])
  })
})

it('the interface describes itself to everybody', async () => {
  const { ask } = await openSite()
  const { status, body } = await ask(null, 'GET /openapi.json')
  expect([status, body.openapi]).toEqual([200, '3.1.0'])
  expect(Object.keys(body.paths ?? {})).toContain('/api/v1/communities/{id}/policy')
})
