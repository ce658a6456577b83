import ICAL from 'ical.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { makePatrols } from '../../src/app/plans/make-patrols.ts'
import { openScene, type Scene } from '../support/scene.ts'

/* 09:00 of Monday 2025-10-13 in Shanghai: the coordinator plans the squad's evening walks. */

type Body = Record<string, unknown> & { id: string; version: number; items: Record<string, unknown>[] }

let scene: Scene
let squadId: string
const ask = async (
  who: keyof Scene['people'],
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
) => {
  const answer = await scene.call(scene.people[who], method, path, body)
  return { status: answer.statusCode, body: (answer.payload ? answer.json() : {}) as Body }
}
const plan = (more: object = {}, who: keyof Scene['people'] = 'coordinator') =>
  ask(who, 'POST', '/patrol-plans', {
    name: '夜间楼道巡查',
    theme: 'corridor',
    placeId: scene.community.places.estate.id,
    squadId,
    rule: 'FREQ=WEEKLY;BYDAY=MO,WE',
    startTimes: ['19:30'],
    window: 'PT1H30M',
    ...more,
  })
/** A plan's patrols in the order of their windows. */
const walksOf = async (planId: string) => {
  const { items } = (await ask('coordinator', 'GET', `/patrols?planId=${planId}`)).body
  return items.sort((a, b) => String(a.windowStart).localeCompare(String(b.windowStart)))
}
const sweep = () =>
  makePatrols(scene.deps, (_, error) => {
    throw error
  })
const calendar = async (token: unknown): Promise<string> => {
  const answer = await scene.call(null, 'GET', `/calendar/${String(token)}.ics`)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  return answer.payload
}
const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(event => ({
    uid: event.getFirstPropertyValue('uid'),
    start: (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate().toISOString(),
    end: (event.getFirstPropertyValue('dtend') as ICAL.Time).toJSDate().toISOString(),
    sequence: event.getFirstPropertyValue('sequence'),
    status: event.getFirstPropertyValue('status'),
    summary: event.getFirstPropertyValue('summary'),
    location: event.getFirstPropertyValue('location'),
  }))

beforeEach(async () => {
  scene = await openScene()
  const squad = { name: '居民自治巡查分队', leadId: scene.people.patroller.id, memberIds: [] }
  squadId = (await ask('admin', 'POST', '/squads', squad)).body.id
})

describe('a plan', () => {
  it('becomes patrols that the squad is offered, and whoever joins walks them', async () => {
    const made = await plan({ joint: true, minMembers: 2 })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      startDay: '2025-10-13',
      window: 'PT1H30M',
      onHolidays: true,
      version: 1,
    })
    expect(
      (await ask('patroller', 'GET', `/patrol-plans/${made.body.id}/preview?limit=2`)).body.items,
    ).toEqual([
      {
        slot: '2025-10-13T19:30',
        windowStart: '2025-10-13T11:30:00.000Z',
        windowEnd: '2025-10-13T13:00:00.000Z',
        patrolId: null,
      },
      {
        slot: '2025-10-15T19:30',
        windowStart: '2025-10-15T11:30:00.000Z',
        windowEnd: '2025-10-15T13:00:00.000Z',
        patrolId: null,
      },
    ])
    expect(await sweep()).toBe(4)
    const { items } = (await ask('patroller', 'GET', `/patrols?planId=${made.body.id}&state=planned`)).body
    expect(items).toHaveLength(4)
    const patrol = items.at(-1)
    expect(patrol).toMatchObject({ state: 'planned', squadId, memberIds: [], joint: true, minMembers: 2 })
    const joined = await ask('patroller', 'POST', `/patrols/${String(patrol?.id)}/events`, { type: 'join' })
    expect(joined.body).toMatchObject({ state: 'ready', leadId: scene.people.patroller.id })
  })

  it('is written by the squad’s lead, not by the lead of another squad or a mere patroller', async () => {
    expect((await plan({}, 'patroller')).status).toBe(201)
    const other = { name: '二队', leadId: scene.people.coordinator.id, memberIds: [] }
    const otherId = (await ask('admin', 'POST', '/squads', other)).body.id
    expect((await plan({ squadId: otherId }, 'patroller')).status).toBe(403)
    for (const who of ['handler', 'resident', 'admin', 'auditor'] as const)
      expect((await plan({}, who)).status, who).toBe(403)
  })

  it('of a wrong shape, or one that cannot be, says where', async () => {
    const pointers = async (more: object) => {
      const { status, body } = await plan(more)
      return [status, (body.errors as { pointer: string }[] | undefined)?.[0]?.pointer ?? body.code]
    }
    expect(await pointers({ startTimes: ['7:30'] })).toEqual([400, '/startTimes/0'])
    expect(await pointers({ startTimes: ['24:00'] })).toEqual([400, '/startTimes/0'])
    expect(await pointers({ window: 'PT1M' })).toEqual([400, '/window'])
    expect(await pointers({ exceptDays: ['2025-02-30'] })).toEqual([400, '/exceptDays/0'])
    expect(await pointers({ routeId: squadId })).toEqual([422, '/routeId'])
    expect(await pointers({ rule: 'FREQ=SECONDLY' })).toEqual([422, 'plan.rule_invalid'])
  })

  it('lets one walk be moved, called off with a reason, and made up for', async () => {
    const { body } = await plan()
    await sweep()
    const [first, , third] = await walksOf(body.id)
    const window = { windowStart: '2025-10-14T11:30:00Z', windowEnd: '2025-10-14T13:00:00Z' }
    const moved = await ask('coordinator', 'POST', `/patrols/${String(first?.id)}/events`, {
      type: 'move',
      ...window,
      reason: '停电检修',
    })
    expect(moved.body).toMatchObject({ state: 'planned', windowStart: '2025-10-14T11:30:00.000Z' })
    const cancel = { type: 'cancel', reason: '暴雨' }
    const cancelled = await ask('coordinator', 'POST', `/patrols/${String(third?.id)}/events`, cancel)
    expect(cancelled.body.state).toBe('cancelled')
    const makeUp = {
      theme: 'corridor',
      placeId: scene.community.places.estate.id,
      makesUp: String(third?.id),
    }
    expect((await ask('patroller', 'POST', '/patrols', makeUp)).body).toMatchObject({
      state: 'ready',
      makesUp: third?.id,
    })
    const early = await ask('patroller', 'POST', '/patrols', { ...makeUp, makesUp: String(first?.id) })
    expect([early.status, early.body.code]).toEqual([422, 'patrol.not_missed'])
  })
})

describe('a calendar feed', () => {
  it('shows moved and cancelled walks under one UID, and an independent parser reads it', async () => {
    const { body } = await plan()
    await sweep()
    const [first] = await walksOf(body.id)
    const feed = await ask('patroller', 'POST', '/calendar-feeds', {})
    const before = eventsIn(await calendar(feed.body.token))
    expect(before).toHaveLength(4)
    expect(before[0]).toEqual({
      uid: `${String(first?.id)}@xuncha`,
      start: '2025-10-13T11:30:00.000Z',
      end: '2025-10-13T13:00:00.000Z',
      sequence: 0,
      status: 'CONFIRMED',
      summary: '楼道巡查 · corridor patrol',
      location: '长浜社区/巨塔花园',
    })
    const events = `/patrols/${String(first?.id)}/events`
    const window = { windowStart: '2025-10-13T12:30:00Z', windowEnd: '2025-10-13T14:00:00Z' }
    await ask('coordinator', 'POST', events, { type: 'move', ...window, reason: '改期' })
    await ask('coordinator', 'POST', events, { type: 'cancel', reason: '暴雨' })
    expect(eventsIn(await calendar(feed.body.token))[0]).toMatchObject({
      uid: before[0]?.uid,
      start: '2025-10-13T12:30:00.000Z',
      sequence: 2,
      status: 'CANCELLED',
    })
  })

  it('folds at 75 octets, never inside a character, and names nobody', async () => {
    const name = '巨塔花园东区一期高层住宅及地下车库、非机动车停放区;含,逗号与\\反斜线'
    const { places } = scene.community
    const long = await ask('admin', 'POST', '/places', { parentId: places.estate.id, kind: 'building', name })
    await plan({ placeId: long.body.id })
    await sweep()
    const feed = await ask('patroller', 'POST', '/calendar-feeds', { squadId })
    const text = await calendar(feed.body.token)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const lines = text.split('\r\n')
    expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(lines.some(line => line.startsWith(' '))).toBe(true)
    expect(text).not.toContain('\uFFFD')
    expect(eventsIn(text)[0]?.location).toBe(`长浜社区/巨塔花园/${name}`)
    expect(text).not.toContain(scene.people.patroller.id)
    expect(text).not.toContain('王阿姨')
  })

  it('is its owner’s, and leads nowhere once it is withdrawn', async () => {
    const { body } = await ask('patroller', 'POST', '/calendar-feeds', {})
    expect(body.path).toBe(`/api/v1/calendar/${String(body.token)}.ics`)
    expect((await ask('patroller', 'GET', '/calendar-feeds')).body.items).toEqual([
      { id: body.id, squadId: null, createdAt: '2025-10-13T01:00:00.000Z' },
    ])
    expect((await ask('coordinator', 'DELETE', `/calendar-feeds/${body.id}`)).status).toBe(404)
    expect((await ask('patroller', 'DELETE', `/calendar-feeds/${body.id}`)).status).toBe(204)
    expect((await scene.call(null, 'GET', `/calendar/${String(body.token)}.ics`)).statusCode).toBe(404)
  })
})
