import { beforeEach, describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../support/scene.ts'

/* Checkpoints, routes and the sheet: what a squad's walk is made of before anybody walks. */

type Body = Record<string, unknown> & { id: string; version: number }

let scene: Scene
const ask = async (
  who: keyof Scene['people'],
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
) => {
  const answer = await scene.call(scene.people[who], method, path, body)
  return { status: answer.statusCode, body: (answer.payload ? answer.json() : {}) as Body }
}
const checkpoint = async (more: object = {}) =>
  (await ask('coordinator', 'POST', '/checkpoints', { placeId: scene.community.places.floor.id, ...more }))
    .body
const route = async (stops: object[], more: object = {}) =>
  ask('coordinator', 'POST', '/routes', {
    placeId: scene.community.places.estate.id,
    name: '夜巡一号线',
    stops,
    ...more,
  })

beforeEach(async () => {
  scene = await openScene()
})

describe('a checkpoint', () => {
  it('takes name and position from its place, and keeps its code from whoever only walks', async () => {
    const { status, body } = await ask('coordinator', 'POST', '/checkpoints', {
      placeId: scene.community.places.floor.id,
    })
    expect([status, body.name, body.radius, body.version]).toEqual([201, '5层', 100, 1])
    expect(body).not.toHaveProperty('code')
    expect((await ask('patroller', 'GET', `/checkpoints/${body.id}`)).body).toEqual(body)
    expect((await ask('patroller', 'GET', `/checkpoints/${body.id}/code`)).status).toBe(403)
    const shown = await ask('coordinator', 'GET', `/checkpoints/${body.id}/code`)
    expect(shown.body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
    expect(shown.body.validUntil).toBeNull()
  })

  it('is written by coordinators and by whoever leads a squad, and by nobody else', async () => {
    const body = { placeId: scene.community.places.floor.id }
    for (const who of ['patroller', 'handler', 'admin', 'resident', 'auditor'] as const)
      expect((await ask(who, 'POST', '/checkpoints', body)).status, who).toBe(403)
    const { patroller } = scene.people
    const squad = { name: '一队', leadId: patroller.id, memberIds: [] }
    expect((await ask('admin', 'POST', '/squads', squad)).status).toBe(201)
    expect((await ask('patroller', 'POST', '/checkpoints', body)).status).toBe(201)
  })

  it('is not there for members outside its scope', async () => {
    const { id } = await checkpoint()
    expect((await ask('resident', 'GET', `/checkpoints/${id}`)).status).toBe(404)
    expect((await ask('resident', 'GET', '/checkpoints')).body.items).toEqual([])
    expect((await ask('patroller', 'GET', '/checkpoints')).body.items).toHaveLength(1)
  })

  it('sent twice under one id is once, and changes with its version', async () => {
    const id = '0199aaaa-0000-7000-8000-000000000001'
    const first = await ask('coordinator', 'POST', '/checkpoints', {
      id,
      placeId: scene.community.places.floor.id,
    })
    const again = await ask('coordinator', 'POST', '/checkpoints', {
      id,
      placeId: scene.community.places.floor.id,
    })
    expect([first.status, again.status]).toEqual([201, 200])
    const moved = { lat: 31.26, lng: 120.51, expectedVersion: 1 }
    expect((await ask('coordinator', 'PATCH', `/checkpoints/${id}`, moved)).body).toMatchObject({
      lat: 31.26,
      version: 2,
    })
    expect(
      (await ask('coordinator', 'PATCH', `/checkpoints/${id}`, { ...moved, lat: 31.27 })).body.code,
    ).toBe('checkpoint.version_conflict')
    expect((await ask('coordinator', 'PATCH', `/checkpoints/${id}`, { lat: 31 })).status).toBe(400)
    expect((await ask('coordinator', 'DELETE', `/checkpoints/${id}`)).status).toBe(204)
    expect((await ask('coordinator', 'GET', `/checkpoints/${id}`)).body.active).toBe(false)
  })

  it('with a rotating code shows another one every five minutes', async () => {
    const { id } = await checkpoint({ rotating: true })
    const code = async () => (await ask('coordinator', 'GET', `/checkpoints/${id}/code`)).body
    const first = await code()
    expect(first.validUntil).toBe('2025-10-13T01:05:00.000Z')
    scene.deps.clock.pass(4 * 60_000)
    expect((await code()).code).toBe(first.code)
    scene.deps.clock.pass(60_000)
    expect((await code()).code).not.toBe(first.code)
  })
})

describe('a route', () => {
  it('keeps every version of what there was to look at', async () => {
    const gate = await checkpoint()
    const yard = await checkpoint({ placeId: scene.community.places.otherBuilding.id, name: '电动车棚' })
    const question = { zh: '楼道有无堆物', en: 'Anything stored in the corridor?' }
    const made = await route([{ checkpointId: gate.id, questions: [question], to: 'PT30M' }])
    expect(made.status).toBe(201)
    expect(made.body.stops).toEqual([
      {
        checkpointId: gate.id,
        placeId: gate.placeId,
        name: '5层',
        mandatory: true,
        from: null,
        to: 'PT30M',
        questions: [{ id: 'q1', ...question }],
      },
    ])
    const stops = [{ checkpointId: yard.id }, { checkpointId: gate.id, mandatory: false }]
    const changed = await ask('coordinator', 'PATCH', `/routes/${made.body.id}`, {
      stops,
      expectedVersion: 1,
    })
    expect([changed.body.version, (changed.body.stops as Body[]).map(stop => stop.name)]).toEqual([
      2,
      ['电动车棚', '5层'],
    ])
    const asOf = async (version: number) =>
      (await ask('patroller', 'GET', `/routes/${made.body.id}?version=${version}`)).body
    expect(await asOf(1)).toEqual(made.body)
    expect(await asOf(2)).toEqual(changed.body)
    expect((await ask('patroller', 'GET', `/routes/${made.body.id}?version=3`)).status).toBe(404)
  })

  it('stops at checkpoints below its place, once each, in a time that can be', async () => {
    const { id } = await checkpoint()
    const elsewhere = { placeId: scene.community.places.otherBuilding.id }
    const refused = async (stops: object[], more: object = {}) => {
      const { status, body } = await route(stops, more)
      return [status, (body.errors as { pointer: string }[])[0]?.pointer]
    }
    expect(await refused([{ checkpointId: id }], elsewhere)).toEqual([422, '/stops/0/checkpointId'])
    expect(await refused([{ checkpointId: id }, { checkpointId: id }])).toEqual([
      400,
      '/stops/1/checkpointId',
    ])
    expect(await refused([{ checkpointId: id, from: 'PT1H', to: 'PT10M' }])).toEqual([400, '/stops/0/to'])
    expect(await refused([{ checkpointId: id, from: '1h' }])).toEqual([400, '/stops/0/from'])
  })

  it('is printed as a sheet with the names in Chinese and a code to scan for each stop', async () => {
    const gate = await checkpoint({ name: '东门岗亭' })
    const { code } = (await ask('coordinator', 'GET', `/checkpoints/${gate.id}/code`)).body as {
      code?: string
    }
    const { body } = await route([{ checkpointId: gate.id }])
    const sheet = await scene.call(scene.people.coordinator, 'GET', `/routes/${body.id}/sheet`)
    expect([sheet.statusCode, sheet.headers['content-type']]).toEqual([200, 'application/pdf'])
    expect(sheet.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect(sheet.rawPayload.length).toBeLessThan(300_000)
    expect(sheet.rawPayload.toString('latin1')).toContain('NotoSansHans')
    expect(String(code)).toHaveLength(10)
    expect((await ask('patroller', 'GET', `/routes/${body.id}/sheet`)).status).toBe(403)
  })
})
