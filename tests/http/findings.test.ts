import { describe, expect, it } from 'vitest'
import { type FindingBody, openScene } from '../support/scene.ts'

describe('a finding in the light profile', () => {
  it('registers and dispatches itself when the report is complete, and says why it is due when it is', async () => {
    const { report, people, community } = await openScene()
    const finding = await report(people.patroller)
    expect(finding).toMatchObject({
      state: 'dispatched',
      version: 3,
      number: '2025-000001',
      unitId: community.units.property,
      placePath: '长浜社区/巨塔花园/3幢/2单元/5层',
      source: 'patrol',
      clock: { state: 'running', dueAt: '2025-10-16T01:00:00.000Z' },
    })
    expect(finding.clock.why).toEqual(['2025-10-13 09:00 派遣,开始计时', '处置时限 24小时(工作时间)'])
  })

  it('is closed by the rule when somebody else has seen that it is fixed', async () => {
    const { report, people, happen, upload } = await openScene()
    const { id } = await report(people.patroller)
    await happen(people.manager, id, { type: 'receive' })
    await happen(people.handler, id, {
      type: 'rectify',
      note: '已清走',
      photoIds: [await upload(people.handler)],
    })
    const checked = await happen(people.patroller, id, { type: 'check', result: 'pass' })
    expect(checked.json()).toMatchObject({ state: 'closed', closeKind: 'normal', version: 7 })
  })

  it('goes back to the unit by the rule when the check fails, on the old clock', async () => {
    const { report, people, happen, upload } = await openScene()
    const { id } = await report(people.patroller)
    await happen(people.manager, id, { type: 'receive' })
    await happen(people.manager, id, {
      type: 'rectify',
      note: '已清走',
      photoIds: [await upload(people.manager)],
    })
    const failed = await happen(people.coordinator, id, {
      type: 'check',
      result: 'fail',
      photoIds: [await upload(people.coordinator)],
    })
    expect(failed.json()).toMatchObject({ state: 'in_progress', reworkCount: 1, clock: { state: 'running' } })
  })

  it.each([
    ['without a photo, from the coordinator', 'coordinator', { photoIds: [] }],
    ['from a resident', 'resident', {}],
    ['at the estate as a whole', 'patroller', { placeId: 'estate', address: '东门' }],
    ['of a category that no unit is responsible for', 'patroller', { categoryCode: '0402' }],
  ] as const)('waits for a person when it comes %s', async (_, who, more) => {
    const { report, people, community } = await openScene()
    const placeId = 'placeId' in more ? community.places.estate.id : community.places.floor.id
    expect(await report(people[who], { ...more, placeId })).toMatchObject({ state: 'reported', version: 1 })
  })

  it('fixed on the spot waits for a coordinator, and counts as closed once approved', async () => {
    const { report, people, happen, upload } = await openScene()
    const fixed = { photoIds: [await upload(people.patroller)], note: '当场搬走' }
    const finding = await report(people.patroller, { fixed })
    expect(finding).toMatchObject({ state: 'self_handled', flags: ['presence_unproven'] })
    const approved = await happen(people.coordinator, finding.id, { type: 'approve_self_handled' })
    expect(approved.json()).toMatchObject({ state: 'closed', closeKind: 'self_handled' })
  })
})

describe('a finding in the full profile', () => {
  it('is registered, dispatched, closed by people', async () => {
    const { report, people, happen, upload, community } = await openScene('full')
    const { id, state } = await report(people.patroller)
    expect(state).toBe('reported')
    const unitId = community.units.property
    const states: string[] = []
    for (const [who, event] of [
      ['coordinator', { type: 'register' }],
      ['coordinator', { type: 'dispatch', unitId }],
      ['manager', { type: 'receive' }],
      ['manager', { type: 'rectify', note: '已清走', photoIds: [await upload(people.manager)] }],
      ['patroller', { type: 'check', result: 'pass' }],
      ['coordinator', { type: 'close' }],
    ] as const)
      states.push((await happen(people[who], id, event)).json<FindingBody>().state)
    expect(states).toEqual(['registered', 'dispatched', 'in_progress', 'rectified', 'rectified', 'closed'])
  })
})

describe('hints of what else is known of a spot', () => {
  it('come with the answer to a report and nowhere else, and can be asked for before it', async () => {
    const { report, people, call, community } = await openScene()
    const first = await report(people.patroller)
    expect(first.hints).toEqual([])
    const second = await report(people.patroller)
    expect(second.hints).toMatchObject([{ findingId: first.id, kind: 'open', likeness: { words: 1 } }])
    const shown = (await call(people.patroller, 'GET', `/findings/${second.id}`)).json<FindingBody>()
    expect(shown).not.toHaveProperty('hints')

    const spot = `categoryCode=0101&placeId=${community.places.floor.id}`
    const asked = await call(people.resident, 'GET', `/findings/hints?${spot}`)
    expect(asked.json().items).toHaveLength(2)
    expect(asked.json().items[0]).toMatchObject({ findingId: null, description: null, state: 'dispatched' })
    const ofFirst = await call(people.coordinator, 'GET', `/findings/${first.id}/hints`)
    expect(ofFirst.json().items).toMatchObject([{ findingId: second.id }])
    expect((await call(people.resident, 'GET', `/findings/${first.id}/hints`)).statusCode).toBe(404)
    expect((await call(people.resident, 'GET', '/findings/hints?categoryCode=0101')).statusCode).toBe(400)
    expect((await call(null, 'GET', `/findings/hints?${spot}`)).statusCode).toBe(401)
  })
})

describe('the order of refusals', () => {
  it('tells 401, 400, 404, 409, 422 for the state, 403 for the role, 422 for a condition, in this order', async () => {
    const { report, people, happen, call } = await openScene()
    const { id } = await report(people.patroller)
    const events = `/findings/${id}/events`
    const answers = await Promise.all([
      call(null, 'POST', events, { nonsense: true }),
      happen(people.otherManager, id, { type: 'receive', nonsense: true }),
      happen(people.otherManager, id, { type: 'receive', expectedVersion: 99 }),
      happen(people.patroller, id, { type: 'rectify', note: '清走', expectedVersion: 1 }),
      happen(people.patroller, id, { type: 'rectify', note: '清走' }),
      happen(people.patroller, id, { type: 'receive' }),
      happen(people.manager, id, { type: 'apply_extension', duration: 'P9D', reason: '等业主' }),
    ])
    expect(answers.map(a => [a.statusCode, a.json<{ code: string }>().code])).toEqual([
      [401, 'request.unauthenticated'],
      [400, 'request.invalid'],
      [404, 'finding.not_found'],
      [409, 'finding.version_conflict'],
      [422, 'finding.event_refused'],
      [403, 'finding.role_forbidden'],
      [422, 'finding.extension_too_long'],
    ])
    for (const answer of answers) expect(answer.headers['content-type']).toContain('application/problem+json')
  })

  it('shows the present record in a version conflict, and what would be possible in a refused event', async () => {
    const { report, people, happen } = await openScene()
    const { id } = await report(people.patroller)
    const conflict = await happen(people.manager, id, { type: 'receive', expectedVersion: 2 })
    expect(conflict.json()).toMatchObject({ current: { id, version: 3, state: 'dispatched' } })
    const refused = await happen(people.manager, id, { type: 'rectify', note: '清走' })
    const { allowed } = refused.json<{ allowed: { type: string }[] }>()
    expect(allowed.map(a => a.type)).toEqual(expect.arrayContaining(['receive', 'return', 'apply_extension']))
  })

  it('lets one of two managers through who act at once, and shows the other the result', async () => {
    const { report, people, happen } = await openScene()
    const { id } = await report(people.patroller)
    const both = await Promise.all(
      [1, 2].map(() => happen(people.manager, id, { type: 'receive', expectedVersion: 3 })),
    )
    expect(both.map(a => a.statusCode).sort()).toEqual([200, 409])
  })

  it('honours If-Match like expectedVersion, and answers with an ETag', async () => {
    const { report, people, call } = await openScene()
    const { id } = await report(people.patroller)
    const path = `/findings/${id}/events`
    expect(
      (await call(people.manager, 'POST', path, { type: 'receive' }, { 'if-match': '"2"' })).statusCode,
    ).toBe(409)
    const taken = await call(people.manager, 'POST', path, { type: 'receive' }, { 'if-match': '"3"' })
    expect(taken.headers.etag).toBe('"4"')
  })
})

describe('a finding of a machine version that this program does not have', () => {
  it('is not moved by another version', async () => {
    const { report, people, happen, deps, community } = await openScene()
    const { id, version } = await report(people.patroller)
    const key = { communityId: community.id, id, expected: version }
    await deps.db.transaction(tx => tx.findings.advance(key, { machineVersion: 99 }))
    expect((await happen(people.manager, id, { type: 'receive' })).statusCode).toBe(500)
    expect((await deps.db.read.findings.find(community.id, id))?.version).toBe(version)
  })
})

describe('what a caller sees', () => {
  it('keeps the reporter from the handling unit, names them to the coordinator, and gives the auditor a stand-in', async () => {
    const { report, people, call } = await openScene()
    const { id } = await report(people.patroller)
    const seen = async (who: keyof typeof people): Promise<unknown> =>
      (await call(people[who], 'GET', `/findings/${id}`)).json<FindingBody>().reporterId
    expect(await seen('manager')).toBeNull()
    expect(await seen('coordinator')).toBe(people.patroller.id)
    expect(await seen('patroller')).toBe(people.patroller.id)
    expect(await seen('auditor')).toMatch(/^anonymous:[0-9a-f]{16}$/)
    const history = async (who: keyof typeof people) =>
      (await call(people[who], 'GET', `/findings/${id}/history`)).json<{ items: { actor: unknown }[] }>()
        .items[0]?.actor
    expect(await history('manager')).toEqual({ id: null, name: null, role: 'patroller' })
    expect(await history('supervisor')).toMatchObject({ id: people.patroller.id, name: '王阿姨' })
  })

  it('does not exist for another unit, a resident who did not report it, and the administrator', async () => {
    const { report, people, call } = await openScene()
    const { id } = await report(people.patroller)
    for (const who of ['otherManager', 'resident', 'admin'] as const) {
      expect((await call(people[who], 'GET', `/findings/${id}`)).statusCode).toBe(404)
      expect((await call(people[who], 'GET', '/findings')).json()).toMatchObject({ items: [] })
    }
  })

  it('answers a manager who returns a finding with it once, and is gone for them after that', async () => {
    const { report, people, happen, call } = await openScene()
    const { id } = await report(people.patroller)
    const returned = await happen(people.manager, id, {
      type: 'return',
      reason: 'not_our_duty',
      note: '归保洁负责',
    })
    expect(returned.json()).toMatchObject({ state: 'registered', unitId: null, returnCount: 1 })
    expect((await call(people.manager, 'GET', `/findings/${id}`)).statusCode).toBe(404)
  })

  it('tells history as steps, the automatic ones with what caused them, and the words where they belong', async () => {
    const { report, people, happen, call } = await openScene()
    const { id } = await report(people.patroller)
    await happen(people.coordinator, id, { type: 'comment', text: '已电话通知住户' })
    const { items } = (await call(people.supervisor, 'GET', `/findings/${id}/history`)).json<{
      items: Record<string, never>[]
    }>()
    expect(items.map(e => e.event)).toEqual(['report', 'register', 'dispatch', 'comment'])
    expect(items.map(e => e.version)).toEqual([1, 2, 3, 4])
    expect(items[0]).toMatchObject({ from: null, to: { state: 'reported', clock: 'idle' } })
    expect(items[1]?.actor).toEqual({ system: 'rule', causedBy: items[0]?.seq })
    expect(items[3]).toMatchObject({ payload: { text: '已电话通知住户' }, prevHash: items[2]?.hash })
  })
})

describe('the list', () => {
  it('pages through everything once, newest first, and counts when asked', async () => {
    const { report, people, call, deps } = await openScene()
    const made: string[] = []
    for (let n = 0; n < 7; n += 1) {
      made.unshift((await report(people.patroller)).id)
      if (n % 3 !== 0) deps.clock.pass(60_000)
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const response = await call(
        people.supervisor,
        'GET',
        `/findings?limit=3&count=true${cursor && `&cursor=${cursor}`}`,
      )
      const page: {
        items: FindingBody[]
        nextCursor: string | null
        total: number
      } = response.json()
      expect(page.total).toBe(7)
      seen.push(...page.items.map(item => item.id))
      cursor = page.nextCursor
    }
    expect([...seen].sort()).toEqual([...made].sort())
    expect(new Set(seen).size).toBe(7)
  })

  it('filters by overdue, place, category, unit, words in Chinese, and sorts by due date with the undated last', async () => {
    const { report, people, call, deps, community } = await openScene()
    const early = await report(people.patroller, { categoryCode: '0102', description: '消防通道被堵' })
    const late = await report(people.patroller)
    const undated = await report(people.resident, { placeId: community.places.otherBuilding.id })
    const ids = async (query: string): Promise<string[]> =>
      (await call(people.supervisor, 'GET', `/findings?${query}`))
        .json<{ items: FindingBody[] }>()
        .items.map(i => i.id)
    expect(await ids('sort=dueAt')).toEqual([early.id, late.id, undated.id])
    expect(await ids(`placeId=${community.places.building.id}&sort=dueAt`)).toEqual([early.id, late.id])
    expect(await ids('categoryCode=0102')).toEqual([early.id])
    expect(await ids(`q=${encodeURIComponent('消防')}`)).toEqual([early.id])
    expect(await ids('state=reported')).toEqual([undated.id])
    expect(await ids(`unitId=${community.units.property}&sort=dueAt`)).toEqual([early.id, late.id])
    const due = async ({ id }: { id: string }): Promise<string> =>
      (await call(people.supervisor, 'GET', `/findings/${id}`)).json<{ clock: { dueAt: string } }>().clock
        .dueAt
    const [first, second] = [encodeURIComponent(await due(early)), encodeURIComponent(await due(late))]
    // Bands of due dates touch and do not overlap; what is not due at all is in none.
    expect(await ids(`dueFrom=${first}&dueBefore=${second}`)).toEqual([early.id])
    expect(await ids(`dueFrom=${second}`)).toEqual([late.id])
    expect(await ids(`dueFrom=${first}&sort=dueAt`)).toEqual([early.id, late.id])
    expect(await ids('overdue=true')).toEqual([])
    deps.clock.pass(2 * 3_600_000 + 1)
    expect(await ids('overdue=true')).toEqual([early.id])
  })
})

describe('sending again', () => {
  it('gives the first answer for the same key and payload, byte for byte, and refuses another payload', async () => {
    const { people, call, community, happen } = await openScene()
    const body = { categoryCode: '0101', placeId: community.places.floor.id, description: '堆物' }
    const send = (payload: object, key: string) =>
      call(people.coordinator, 'POST', '/findings', payload, { 'idempotency-key': key })
    const first = await send(body, '"k-1"')
    await happen(people.coordinator, first.json<FindingBody>().id, { type: 'register' })
    const again = await send(body, 'k-1')
    expect(again.body).toBe(first.body)
    expect(again.statusCode).toBe(201)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect((await send({ ...body, description: '另一处' }, 'k-1')).json()).toMatchObject({
      code: 'request.key_reused',
    })
    const other = await call(people.supervisor, 'POST', '/findings', body, { 'idempotency-key': 'k-1' })
    expect(other.json<FindingBody>().id).not.toBe(first.json<FindingBody>().id)
  })

  it('keeps no failed answer: what was refused may be sent again under its key', async () => {
    const { report, people, call, upload } = await openScene()
    const { id } = await report(people.patroller)
    const send = (event: object) =>
      call(people.manager, 'POST', `/findings/${id}/events`, event, { 'idempotency-key': 'retry' })
    const event = { type: 'rectify', note: '清走', photoIds: [await upload(people.manager)] }
    expect((await send(event)).statusCode).toBe(422)
    await call(people.manager, 'POST', `/findings/${id}/events`, { type: 'receive' })
    expect((await send(event)).statusCode).toBe(200)
  })

  it('takes the same client id with the same content for the same finding, and refuses it with other content', async () => {
    const { people, call, community } = await openScene()
    const id = '0199f000-0000-7000-8000-00000000abcd'
    const body = { id, categoryCode: '0101', placeId: community.places.floor.id, description: '堆物' }
    expect((await call(people.coordinator, 'POST', '/findings', body)).statusCode).toBe(201)
    expect((await call(people.coordinator, 'POST', '/findings', body)).statusCode).toBe(200)
    const other = await call(people.coordinator, 'POST', '/findings', { ...body, description: '别的' })
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([409, 'request.id_conflict'])
  })
})
