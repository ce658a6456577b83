import { beforeEach, describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { openScene, type Scene } from '../support/scene.ts'
import { ringTimers } from '../support/serve.ts'

/* A walk along a route: what the phone proves, what looks odd, and who looks at it. 09:00 of Monday 2025-10-13. */

type Body = Record<string, unknown> & { id: string; version: number; items: Record<string, unknown>[] }
type Visit = { flags: string[]; answers: object; photoIds: string[] }

const GATE = { lat: 31.26, lng: 120.51 }
/* About 440 m north of the gate. */
const SHED = { lat: 31.264, lng: 120.51 }

let scene: Scene
let gate: string
let shed: string
let routeId: string

const ask = async (
  who: keyof Scene['people'],
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) => {
  const answer = await scene.call(scene.people[who], method, path, body, headers)
  return { status: answer.statusCode, body: (answer.payload ? answer.json() : {}) as Body }
}
const open = async (more: object = {}): Promise<string> => {
  const place = { theme: 'corridor', placeId: scene.community.places.estate.id, routeId }
  return (await ask('patroller', 'POST', '/patrols', { ...place, ...more })).body.id
}
const happen = (id: string, event: object, who: keyof Scene['people'] = 'patroller', headers = {}) =>
  ask(who, 'POST', `/patrols/${id}/events`, event, headers)
const visit = async (id: string, checkpointId: string, more: object = {}) => {
  const answer = await happen(id, { type: 'checkpoint', checkpointId, result: 'ok', ...more })
  return { ...answer, last: (answer.body.checkpoints as Visit[] | undefined)?.at(-1) }
}
const codeOf = async (id: string) =>
  (await ask('coordinator', 'GET', `/checkpoints/${id}/code`)).body as { code?: string; qr?: string }

beforeEach(async () => {
  scene = await openScene()
  const { floor, otherBuilding, estate } = scene.community.places
  const checkpoint = async (body: object) => (await ask('coordinator', 'POST', '/checkpoints', body)).body.id
  gate = await checkpoint({ placeId: floor.id, ...GATE })
  shed = await checkpoint({ placeId: otherBuilding.id, ...SHED })
  const stops = [
    { checkpointId: gate, questions: [{ zh: '楼道有无堆物' }] },
    { checkpointId: shed, to: 'PT1H' },
  ]
  const route = { placeId: estate.id, name: '一号线', stops }
  routeId = (await ask('coordinator', 'POST', '/routes', route)).body.id
})

describe('a walk along a route', () => {
  it('covers its stops with code, position, answers and photo, and nothing is odd', async () => {
    const id = await open()
    await happen(id, { type: 'start', ...GATE })
    const photoId = await scene.upload(scene.people.patroller)
    const { code } = await codeOf(gate)
    const first = await visit(id, gate, { ...GATE, code, answers: { q1: 'no' }, photoIds: [photoId] })
    expect(first.last).toMatchObject({ answers: { q1: 'no' }, photoIds: [photoId], flags: [] })
    expect(first.body.coverage).toEqual({ mandatory: 2, visited: 1 })
    expect((await scene.call(scene.people.coordinator, 'GET', `/photos/${photoId}`)).statusCode).toBe(200)
    expect((await scene.call(scene.people.resident, 'GET', `/photos/${photoId}`)).statusCode).toBe(404)
    scene.deps.clock.pass(10 * 60_000)
    await visit(id, shed, { ...SHED, code: (await codeOf(shed)).qr })
    const finished = await happen(id, { type: 'finish' })
    expect(finished.body).toMatchObject({
      coverage: { mandatory: 2, visited: 2 },
      flags: [],
      durationMinutes: 10,
    })
    expect((await happen(id, { type: 'confirm' }, 'coordinator')).body.state).toBe('completed')
    expect((await checkIntegrity(scene.deps.db.read, scene.community.id)).ok).toBe(true)
  })

  it('keeps the version it was opened with, whatever becomes of the route', async () => {
    const id = await open()
    await ask('coordinator', 'PATCH', `/routes/${routeId}`, { stops: [{ checkpointId: gate }] })
    expect((await ask('patroller', 'GET', `/patrols/${id}`)).body).toMatchObject({
      routeVersion: 1,
      coverage: { mandatory: 2, visited: 0 },
    })
  })

  it('that passes a mandatory stop over is flagged; one skipped with a reason is not', async () => {
    const passed = await open()
    await happen(passed, { type: 'start', ...GATE })
    await visit(passed, gate, { code: (await codeOf(gate)).code })
    expect((await happen(passed, { type: 'finish' })).body.flags).toEqual(['mandatory_missed'])
    const told = await open()
    await happen(told, { type: 'start', ...GATE })
    await visit(told, gate, { code: (await codeOf(gate)).code })
    await visit(told, shed, { result: 'skipped', note: '棚门上锁' })
    expect((await happen(told, { type: 'finish' })).body).toMatchObject({
      flags: [],
      coverage: { mandatory: 2, visited: 1 },
    })
  })
})

describe('what looks odd', () => {
  const flagsOf = async (checkpointId: string, more: object) => {
    const id = await open()
    await happen(id, { type: 'start', ...GATE })
    scene.deps.clock.pass(10 * 60_000)
    return (await visit(id, checkpointId, more)).last?.flags
  }

  it('is a wrong code, no code, another checkpoint’s code, and a position outside the radius', async () => {
    const own = await codeOf(shed)
    const other = await codeOf(gate)
    expect(await flagsOf(shed, { ...SHED, code: own.code })).toEqual([])
    expect(await flagsOf(shed, { ...SHED, code: own.code?.toLowerCase().replace(/^(....)/, '$1-') })).toEqual(
      [],
    )
    expect(await flagsOf(shed, { ...SHED, code: 'AAAA-AAAA-AA' })).toEqual(['code_wrong'])
    expect(await flagsOf(shed, { ...SHED, code: other.qr })).toEqual(['code_wrong'])
    expect(await flagsOf(shed, SHED)).toEqual(['code_missing'])
    expect(await flagsOf(shed, { code: 'AAAA-AAAA-AA' })).toEqual(['presence_unproven', 'code_wrong'])
    expect(await flagsOf(shed, { ...GATE, code: own.code })).toEqual(['outside_radius'])
  })

  it('is a rotating code that is no longer shown, but not the one before', async () => {
    await ask('coordinator', 'PATCH', `/checkpoints/${shed}`, { rotating: true })
    const { code } = await codeOf(shed)
    const id = await open()
    await happen(id, { type: 'start', ...GATE })
    scene.deps.clock.pass(9 * 60_000)
    expect((await visit(id, shed, { ...SHED, code })).last?.flags).toEqual([])
    scene.deps.clock.pass(2 * 60_000)
    expect((await visit(id, shed, { ...SHED, code })).last?.flags).toEqual(['code_wrong'])
  })

  it('is a way nobody walks that fast, and all stops within a minute', async () => {
    const id = await open()
    await happen(id, { type: 'start', ...GATE })
    await visit(id, gate, { ...GATE, code: (await codeOf(gate)).code })
    scene.deps.clock.pass(50_000)
    const fast = await visit(id, shed, { ...SHED, code: (await codeOf(shed)).code })
    expect(fast.last?.flags).toEqual(['impossible_speed'])
    await visit(id, gate, { code: (await codeOf(gate)).code })
    expect((await happen(id, { type: 'finish' })).body.flags).toContain('one_minute')
  })

  it('is a photo that another record shows, and a stop outside its time', async () => {
    const photoId = await scene.upload(scene.people.patroller)
    await scene.report(scene.people.patroller, { photoIds: [photoId] })
    const { code } = await codeOf(shed)
    expect(await flagsOf(shed, { ...SHED, code, photoIds: [photoId] })).toEqual(['photo_reused'])
    const id = await open()
    await happen(id, { type: 'start', ...GATE })
    scene.deps.clock.pass(61 * 60_000)
    expect((await visit(id, shed, { ...SHED, code })).last?.flags).toEqual(['outside_stop_window'])
  })

  it('is looked at by the desk, once, and by nobody else', async () => {
    const id = await open()
    await happen(id, { type: 'start' })
    const flags = async () => (await ask('supervisor', 'GET', '/flags?looked=false')).body.items
    expect(await flags()).toEqual([
      {
        recordType: 'patrol',
        recordId: id,
        flag: 'presence_unproven',
        flagName: '没有到场凭据',
        squadId: null,
        raisedAt: '2025-10-13T01:00:00.000Z',
        lookedAt: null,
        lookedBy: null,
        note: null,
      },
    ])
    expect((await ask('patroller', 'GET', '/flags')).status).toBe(403)
    const path = `/flags/${id}/presence_unproven/looked-at`
    expect((await ask('patroller', 'POST', path)).status).toBe(403)
    const looked = await ask('supervisor', 'POST', path)
    expect(looked.body.lookedBy).toBe(scene.people.supervisor.id)
    expect((await ask('coordinator', 'POST', path)).body).toEqual(looked.body)
    expect(await flags()).toEqual([])
    expect((await ask('supervisor', 'POST', `/flags/${id}/code_wrong/looked-at`)).status).toBe(404)
  })
})

describe('told late', () => {
  const late = { 'x-sent-at': '2025-10-13T05:00:00.000Z' }
  beforeEach(() => scene.deps.clock.set('2025-10-13T05:00:00.000Z'))

  it('a walk that was missed, but walked in time, counts again', async () => {
    scene.deps.clock.set('2025-10-13T01:00:00.000Z')
    const id = await open({ windowStart: '2025-10-13T01:00:00Z', windowEnd: '2025-10-13T02:00:00Z' })
    scene.deps.clock.set('2025-10-13T05:00:00.000Z')
    await ringTimers(scene.deps)
    const missed = async () => {
      const key = { communityId: scene.community.id, scopeId: scene.community.rootPlaceId }
      const day = { from: '2025-10-13', to: '2025-10-14' }
      return (await scene.deps.db.read.rollups.sum({ ...key, ...day }, 'event')).patrolsMissed
    }
    expect(await missed()).toBe(1)
    expect((await happen(id, { type: 'start', ...GATE })).status).toBe(422)
    const tooLate = { type: 'start', ...GATE, at: '2025-10-13T03:00:00Z' }
    expect((await happen(id, tooLate, 'patroller', late)).body.code).toBe('patrol.told_too_late')
    const started = await happen(id, { ...tooLate, at: '2025-10-13T01:30:00Z' }, 'patroller', late)
    expect(started.body).toMatchObject({
      state: 'active',
      startedAt: '2025-10-13T01:30:00.000Z',
      endedAt: null,
      flags: ['arrived_late'],
    })
    expect(await missed()).toBe(0)
    expect((await checkIntegrity(scene.deps.db.read, scene.community.id)).ok).toBe(true)
  })

  it('a stop of a walk that is finished is taken, and what it lacked is there', async () => {
    const id = await open()
    await happen(id, { type: 'start', ...GATE, at: '2025-10-13T03:00:00Z' }, 'patroller', late)
    const finished = await happen(id, { type: 'finish', at: '2025-10-13T04:00:00Z' }, 'patroller', late)
    expect(finished.body.flags).toEqual(['arrived_late', 'no_checkpoint', 'mandatory_missed'])
    for (const checkpointId of [gate, shed]) {
      const event = { type: 'checkpoint', checkpointId, result: 'ok', at: '2025-10-13T03:30:00Z' }
      const code = (await codeOf(checkpointId)).code
      expect((await happen(id, { ...event, code }, 'patroller', late)).status).toBe(200)
    }
    const { body } = await ask('patroller', 'GET', `/patrols/${id}`)
    expect(body).toMatchObject({ flags: ['arrived_late'], coverage: { mandatory: 2, visited: 2 } })
    const after = { type: 'checkpoint', checkpointId: gate, result: 'ok', at: '2025-10-13T04:30:00Z' }
    expect((await happen(id, after, 'patroller', late)).body.code).toBe('patrol.told_too_late')
    expect((await happen(id, { ...after, at: undefined })).body.code).toBe('patrol.event_refused')
  })

  it('a phone whose clock is wrong is believed about how long ago it was', async () => {
    const id = await open()
    const wrong = { 'x-sent-at': '2020-01-01T12:00:00Z' }
    const start = { type: 'start', ...GATE, at: '2020-01-01T11:40:00Z' }
    const { body } = await happen(id, start, 'patroller', wrong)
    expect([body.startedAt, body.flags]).toEqual(['2025-10-13T04:40:00.000Z', ['arrived_late', 'clock_skew']])
  })
})
