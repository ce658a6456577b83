import { beforeEach, describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../src/app/journal/check-integrity.ts'
import { forgetOld } from '../../src/app/retention/forget-old.ts'
import { reportRetention } from '../../src/app/retention/report-retention.ts'
import { openScene, type Scene } from '../support/scene.ts'

/* Where a walker went: with consent, on a patrol, for thirty days. 09:00 of Monday 2025-10-13. */

const MINUTE = 60_000
const DAY = 86_400_000

let scene: Scene
type Who = keyof Scene['people']
const ask = async (
  who: Who,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  headers = {},
) => {
  const answer = await scene.call(scene.people[who], method, path, body, headers)
  return { status: answer.statusCode, body: answer.payload ? answer.json() : null }
}
const open = async (): Promise<string> => {
  const body = { theme: 'corridor', placeId: scene.community.places.estate.id }
  return (await ask('patroller', 'POST', '/patrols', body)).body.id
}
const happen = (id: string, type: string) => ask('patroller', 'POST', `/patrols/${id}/events`, { type })
const agree = (who: Who = 'patroller') => ask(who, 'PUT', '/track-consent', { wording: 1 })
const point = (minute: number) => ({
  at: new Date(Date.parse('2025-10-13T01:00:00Z') + minute * MINUTE).toISOString(),
  lat: 31.26 + minute / 10_000,
  lng: 120.51,
  accuracyM: 8,
})
const send = (id: string, minutes: number[], headers = {}, who: Who = 'patroller') =>
  ask(who, 'POST', `/patrols/${id}/track`, { points: minutes.map(point) }, headers)
const track = async (who: Who, id: string, reason = '') =>
  ask(who, 'GET', `/patrols/${id}/track${reason && `?reason=${reason}`}`)
const logged = async (action: string) => {
  const log = await scene.deps.db.read.journal.auditAfter(scene.community.id, 0, 1_000)
  return log
    .filter(entry => entry.action === action)
    .map(({ actorId, details }) => ({ actorId, details: JSON.parse(details) }))
}

beforeEach(async () => {
  scene = await openScene()
})

describe('a track', () => {
  it('is kept from the start to the end of a walk, and nothing before or after', async () => {
    await agree()
    const id = await open()
    expect((await send(id, [0])).body.code).toBe('track.not_under_way')
    scene.deps.clock.pass(10 * MINUTE)
    await happen(id, 'start')
    scene.deps.clock.pass(20 * MINUTE)
    expect((await send(id, [5, 10, 20, 31])).body).toEqual({ kept: 2, dropped: 2 })
    await happen(id, 'finish')
    scene.deps.clock.pass(60 * MINUTE)
    expect((await send(id, [20, 25, 40])).body).toEqual({ kept: 2, dropped: 1 })
    const { points } = (await track('patroller', id)).body
    expect(points.map(({ at }: { at: string }) => at)).toEqual(
      [10, 20, 25].map(m => new Date(point(m).at).toISOString()),
    )
    expect(points[0]).toEqual({ ...point(10), memberId: scene.people.patroller.id })
  })

  it('needs the walker’s own consent, given before the first point', async () => {
    const id = await open()
    await happen(id, 'start')
    expect((await send(id, [0])).body.code).toBe('track.no_consent')
    scene.deps.clock.pass(5 * MINUTE)
    const asked = (await ask('patroller', 'GET', '/track-consent')).body
    expect(asked).toMatchObject({ given: false, givenAt: null, wording: 1 })
    expect(asked.words).toContain('30 天后自动删除')
    expect((await ask('patroller', 'PUT', '/track-consent', { wording: 2 })).status).toBe(400)
    expect((await agree()).body).toMatchObject({ given: true, givenAt: '2025-10-13T01:05:00.000Z' })
    scene.deps.clock.pass(5 * MINUTE)
    expect((await send(id, [1, 4, 6])).body).toEqual({ kept: 1, dropped: 2 })
    expect((await send(id, [6], {}, 'coordinator')).body.code).toBe('track.not_on_the_walk')
    expect(await logged('track_consent.given')).toEqual([
      { actorId: scene.people.patroller.id, details: { wording: 1 } },
    ])
  })

  it('rests while the walk rests', async () => {
    await agree()
    const id = await open()
    await happen(id, 'start')
    scene.deps.clock.pass(5 * MINUTE)
    await happen(id, 'pause')
    scene.deps.clock.pass(5 * MINUTE)
    expect((await send(id, [4, 8])).body).toEqual({ kept: 1, dropped: 1 })
  })

  it('is dated back from what a wrong clock showed on sending', async () => {
    await agree()
    const id = await open()
    await happen(id, 'start')
    scene.deps.clock.pass(10 * MINUTE)
    const slow = { 'x-sent-at': point(-50).at }
    expect((await send(id, [-55], slow)).body).toEqual({ kept: 1, dropped: 0 })
    expect((await track('patroller', id)).body.points[0].at).toBe('2025-10-13T01:05:00.000Z')
  })

  it('is seen by its walker, and by a supervisor who says why; that is written down', async () => {
    await agree()
    const id = await open()
    await happen(id, 'start')
    scene.deps.clock.pass(5 * MINUTE)
    await send(id, [1, 2])
    expect((await track('patroller', id)).body.points).toHaveLength(2)
    for (const who of ['coordinator', 'auditor'] as const)
      expect((await track(who, id, 'flag')).status).toBe(403)
    for (const who of ['resident', 'manager', 'admin'] as const)
      expect((await track(who, id, 'flag')).status).toBe(404)
    expect((await track('supervisor', id)).body.code).toBe('track.reason_missing')
    expect(await logged('track.read')).toEqual([])
    expect((await track('supervisor', id, 'flag')).body.points).toHaveLength(2)
    expect(await logged('track.read')).toEqual([
      { actorId: scene.people.supervisor.id, details: { reason: 'flag', points: 2 } },
    ])
  })

  it('is deleted at once when its walker withdraws, and no other’s is', async () => {
    await agree()
    await agree('coordinator')
    const id = await open()
    await ask('coordinator', 'POST', `/patrols/${id}/events`, { type: 'join' })
    await happen(id, 'start')
    scene.deps.clock.pass(5 * MINUTE)
    await send(id, [1, 2, 3])
    await send(id, [1], {}, 'coordinator')
    expect((await ask('patroller', 'DELETE', '/track-consent')).status).toBe(204)
    expect((await track('patroller', id)).body.points).toEqual([])
    expect((await track('supervisor', id, 'complaint')).body.points).toHaveLength(1)
    expect((await send(id, [4])).body.code).toBe('track.no_consent')
    expect(await logged('track_consent.withdrawn')).toEqual([
      { actorId: scene.people.patroller.id, details: { points: 3, left: 0 } },
    ])
  })

  it('is gone after thirty days, and the audit log proves it', async () => {
    await agree()
    const id = await open()
    await happen(id, 'start')
    scene.deps.clock.pass(60 * MINUTE)
    await send(id, [1, 2, 50])
    scene.deps.clock.set(Date.parse('2025-10-13T01:10:00Z') + 30 * DAY)
    await forgetOld(scene.deps)
    const left = (await track('patroller', id)).body.points
    expect(left.map(({ at }: { at: string }) => at)).toEqual(['2025-10-13T01:50:00.000Z'])
    scene.deps.clock.pass(DAY)
    await forgetOld(scene.deps)
    await forgetOld(scene.deps)
    expect((await track('patroller', id)).body.points).toEqual([])
    expect(await logged('tracks.forgotten')).toEqual([
      { actorId: null, details: { before: '2025-10-13T01:10:00.000Z', points: 2, left: 0 } },
      { actorId: null, details: { before: '2025-10-14T01:10:00.000Z', points: 1, left: 0 } },
    ])
    expect((await send(id, [10])).body).toEqual({ kept: 0, dropped: 1 })
    expect((await checkIntegrity(scene.deps.db.read, scene.community.id)).audit.ok).toBe(true)
  })
})

describe('where a walker checked in', () => {
  it('is kept without the consent that a track needs, goes after thirty days, and the chain stays whole', async () => {
    const { patroller } = scene.people
    const id = await open()
    const begun = { type: 'start', lat: 31.26123, lng: 120.51456 }
    expect((await ask('patroller', 'POST', `/patrols/${id}/events`, begun)).status).toBe(200)
    const spots = () => scene.deps.db.read.tracks.spotsOf(scene.community.id, id, patroller.id)
    const due = async () => (await reportRetention(scene.deps)).find(({ kind }) => kind === 'spots')?.due
    scene.deps.clock.pass(30 * DAY)
    expect(await due()).toBe(0)
    await forgetOld(scene.deps)
    expect(await spots()).toHaveLength(1)
    scene.deps.clock.pass(1)
    expect(await due()).toBe(1)
    await forgetOld(scene.deps)
    expect(await spots()).toEqual([])
    expect(await logged('spots.forgotten')).toEqual([
      { actorId: null, details: { before: '2025-10-13T01:00:00.001Z', points: 1, left: 0 } },
    ])
    expect(await checkIntegrity(scene.deps.db.read, scene.community.id)).toMatchObject({ ok: true })
  })
})
