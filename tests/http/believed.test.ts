import { beforeEach, describe, expect, it } from 'vitest'
import { type Again, picture } from '../support/pictures.ts'
import { form, openScene, type Scene } from '../support/scene.ts'

/* Photos that prove less than they seem to, and who looks at what is odd. 09:00 of Monday 2025-10-13. */

type Flag = {
  recordType: string
  recordId: string
  flag: string
  lookedBy: string | null
  note: string | null
}

let scene: Scene
const upload = async (
  seed: number,
  again: Again & { source?: string } = {},
  who: keyof Scene['people'] = 'patroller',
): Promise<string> => {
  const [body, headers] = form(await picture(seed, again), '现场.jpg', 'file', again.source)
  const answer = await scene.call(scene.people[who], 'POST', '/photos', body, headers)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json<{ id: string }>().id
}
const report = async (photoIds: string[], more: object = {}) =>
  scene.report(scene.people.patroller, { photoIds, ...more })
const handIn = async (id: string, photoId: string) => {
  await scene.happen(scene.people.manager, id, { type: 'receive' })
  const rectify = { type: 'rectify', photoIds: [photoId], note: '已清走' }
  return (await scene.happen(scene.people.manager, id, rectify)).json<{ flags: string[] }>()
}
const flags = async (query = '', who: keyof Scene['people'] = 'supervisor') => {
  const answer = await scene.call(scene.people[who], 'GET', `/flags${query}`)
  return { status: answer.statusCode, items: answer.json<{ items: Flag[] }>().items }
}
const look = (id: string, flag: string, who: keyof Scene['people'], note?: string) =>
  scene.call(scene.people[who], 'POST', `/flags/${id}/${flag}/looked-at`, note ? { note } : undefined)

beforeEach(async () => {
  scene = await openScene()
})

describe('the same photo again', () => {
  it('for another finding is flagged, also made smaller and compressed anew', async () => {
    expect((await report([await upload(1)])).flags).toEqual([])
    expect((await report([await upload(1, { width: 240, quality: 40 })])).flags).toEqual(['photo_reused'])
    expect((await report([await upload(2)])).flags).toEqual([])
  })

  it('puts the finding that shows the same first among the hints, before those in the same words', async () => {
    const other = await report([await upload(2)])
    const same = await report([await upload(1)])
    await report([await upload(3)])
    const { hints } = (await scene.report(scene.people.patroller, {
      photoIds: [await upload(1, { width: 240, quality: 40 })],
    })) as unknown as { hints: { findingId: string; likeness: { words: number; photo: number } }[] }
    expect(hints[0]).toMatchObject({ findingId: same.id, likeness: { words: 1 } })
    expect(hints[0]?.likeness.photo).toBeGreaterThan(0.95)
    expect(hints.find(({ findingId }) => findingId === other.id)?.likeness.photo).toBeLessThan(0.6)
    const asked = await scene.call(scene.people.coordinator, 'GET', `/findings/${same.id}/hints`)
    expect(asked.json<{ items: typeof hints }>().items[0]?.likeness.photo).toBeGreaterThan(0.95)
  })

  it('as proof that it was put right is flagged, and the unit is not refused', async () => {
    const { id } = await report([await upload(1)])
    const handed = await handIn(id, await upload(1, { brightness: 0.8 }, 'manager'))
    expect(handed).toMatchObject({ state: 'rectified', flags: ['photo_repeated'] })
    const other = await report([await upload(3)])
    expect((await handIn(other.id, await upload(4, {}, 'manager'))).flags).toEqual([])
  })

  it('before and after what was put right on the spot is flagged', async () => {
    const fixed = async (seed: number) => ({
      lat: 31.26,
      lng: 120.51,
      fixed: { photoIds: [await upload(seed, { quality: 50 })], note: '当场搬走' },
    })
    expect((await report([await upload(5)], await fixed(5))).flags).toEqual(['photo_repeated'])
    expect((await report([await upload(6)], await fixed(7))).flags).toEqual([])
  })
})

describe('a photo that was not taken on the spot', () => {
  it('is flagged when no camera is named or the phone says that it is from the album', async () => {
    expect((await report([await upload(1, { camera: false })])).flags).toEqual(['photo_from_gallery'])
    expect((await report([await upload(2, { source: 'gallery' })])).flags).toEqual(['photo_from_gallery'])
    expect((await report([await upload(3, { camera: false, source: 'camera' })])).flags).toEqual([])
  })

  it('is flagged when it is older than what it is to show, by the clock of the community', async () => {
    expect((await report([await upload(1, { takenAt: '2025:10:13 08:55:00' })])).flags).toEqual([])
    expect((await report([await upload(2, { takenAt: '2025:10:12 08:55:00' })])).flags).toEqual([
      'photo_too_old',
    ])
    const finding = await report([await upload(3)])
    const after = await upload(4, { takenAt: '2025:10:13 08:30:00' }, 'manager')
    expect((await handIn(finding.id, after)).flags).toEqual(['photo_too_old'])
  })
})

describe('the page of flags', () => {
  it('shows what is odd about findings and patrols, the latest first, narrowed as asked', async () => {
    const { id } = await report([await upload(1, { camera: false })])
    scene.deps.clock.pass(60_000)
    const place = { theme: 'corridor', placeId: scene.community.places.estate.id }
    const patrol = (await scene.call(scene.people.patroller, 'POST', '/patrols', place)).json<{
      id: string
    }>()
    await scene.call(scene.people.patroller, 'POST', `/patrols/${patrol.id}/events`, { type: 'start' })
    const all = (await flags()).items.map(({ recordType, recordId, flag }) => [recordType, recordId, flag])
    const walked = ['patrol', patrol.id, 'presence_unproven']
    const found = ['finding', id, 'photo_from_gallery']
    expect(all).toEqual([walked, found])
    const ids = async (query: string) => (await flags(query)).items.map(({ recordId }) => recordId)
    expect(await ids('?recordType=finding')).toEqual([id])
    expect(await ids('?flag=presence_unproven')).toEqual([patrol.id])
    expect(await ids(`?recordId=${id}&looked=false`)).toEqual([id])
    expect(await ids(`?squadId=${id}`)).toEqual([])
    expect((await flags('', 'auditor')).items).toHaveLength(2)
    for (const who of ['patroller', 'manager', 'resident', 'admin'] as const)
      expect((await flags('', who)).status).toBe(403)
  })

  it('says who looked first, when, and what they make of it; the audit log that they did', async () => {
    const { id } = await report([await upload(1, { camera: false })])
    expect((await look(id, 'photo_from_gallery', 'auditor')).statusCode).toBe(403)
    const looked = (await look(id, 'photo_from_gallery', 'supervisor', '已电话核实,系微信转发')).json<Flag>()
    expect(looked).toMatchObject({
      lookedAt: '2025-10-13T01:00:00.000Z',
      lookedBy: scene.people.supervisor.id,
      note: '已电话核实,系微信转发',
      flagName: '照片疑似选自相册,并非现场拍摄',
    })
    expect((await look(id, 'photo_from_gallery', 'coordinator', '重复查看')).json()).toEqual(looked)
    expect((await flags('?looked=false')).items).toEqual([])
    expect((await flags('?looked=true')).items).toEqual([looked])
    const log = await scene.deps.db.read.journal.auditAfter(scene.community.id, 0, 100)
    expect(log.filter(({ action }) => action === 'flag.looked_at')).toMatchObject([
      {
        actorId: scene.people.supervisor.id,
        object: `finding:${id}`,
        details: '{"flag":"photo_from_gallery"}',
      },
    ])
    expect((await look(id, 'photo_reused', 'supervisor')).json()).toMatchObject({ code: 'flag.not_found' })
  })

  it('lets nobody look at what is odd about their own report', async () => {
    const photoIds = [await upload(1, { camera: false }, 'coordinator')]
    const { id } = await scene.report(scene.people.coordinator, { photoIds })
    expect((await look(id, 'photo_from_gallery', 'coordinator')).json()).toMatchObject({
      code: 'flag.own_work',
    })
    expect((await look(id, 'photo_from_gallery', 'supervisor')).statusCode).toBe(200)
  })
})

describe('a report that a phone kept without signal', () => {
  const told = async (observedAt: string, sentAt: string) => {
    const body = { categoryCode: '0101', placeId: scene.community.places.floor.id, description: '楼道堆物' }
    const kept = { ...body, photoIds: [await upload(drawn++)], observedAt }
    const headers = { 'x-sent-at': sentAt }
    const answer = await scene.call(scene.people.patroller, 'POST', '/findings', kept, headers)
    return answer.json<{ observedAt: string; flags: string[] }>()
  }
  let drawn = 1

  it('is taken, dated when it was seen, and flagged', async () => {
    expect(await told('2025-10-13T00:55:00Z', '2025-10-13T01:00:00Z')).toMatchObject({ flags: [] })
    expect(await told('2025-10-11T01:00:00Z', '2025-10-13T01:00:00Z')).toMatchObject({
      observedAt: '2025-10-11T01:00:00.000Z',
      flags: ['arrived_late'],
    })
  })

  it('by a wrong clock is dated by how long it was kept', async () => {
    expect(await told('2030-01-01T08:00:00Z', '2030-01-01T08:20:00Z')).toMatchObject({
      observedAt: '2025-10-13T00:40:00.000Z',
      flags: ['clock_skew'],
    })
    expect(await told('2020-01-01T08:00:00Z', '2020-01-01T10:00:00Z')).toMatchObject({
      observedAt: '2025-10-12T23:00:00.000Z',
      flags: ['clock_skew', 'arrived_late'],
    })
  })
})
