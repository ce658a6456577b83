import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { form, openScene, type Scene } from '../support/scene.ts'

/** A photo as a phone makes it: with the place and the device in its metadata. */
const phonePhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#775533' } })
    .withExif({
      IFD0: { Make: 'HUAWEI', Model: 'P60' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 15/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '120/1 30/1 0/1',
      },
    })
    .jpeg()
    .toBuffer()

async function upload(scene: Scene, bytes: Buffer, headers: Record<string, string> = {}) {
  const [body, own] = form(bytes)
  return scene.call(scene.people.patroller, 'POST', '/photos', body, { ...own, ...headers })
}

describe('a photo', () => {
  it('is kept by its content and served without place and device', async () => {
    const scene = await openScene()
    const bytes = await phonePhoto()
    expect((await sharp(bytes).metadata()).exif).toBeDefined()
    const made = await upload(scene, bytes)
    expect(made.statusCode).toBe(201)
    const photo = made.json<{ id: string; width: number; bytes: number; flags: string[] }>()
    expect(photo).toMatchObject({ width: 40, height: 30, bytes: bytes.length, flags: [] })
    for (const size of ['full', 'thumb']) {
      const served = await scene.call(scene.people.patroller, 'GET', `/photos/${photo.id}?size=${size}`)
      expect(served.headers['content-type']).toBe('image/jpeg')
      expect(served.headers['x-content-type-options']).toBe('nosniff')
      expect((await sharp(served.rawPayload).metadata()).exif).toBeUndefined()
    }
  })

  it('is seen by its uploader and by whoever may see a finding that shows it, by nobody else', async () => {
    const scene = await openScene()
    const { id } = (await upload(scene, await phonePhoto())).json<{ id: string }>()
    const status = async (who: keyof typeof scene.people): Promise<number> =>
      (await scene.call(scene.people[who], 'GET', `/photos/${id}`)).statusCode
    expect([await status('patroller'), await status('manager'), await status('resident')]).toEqual([
      200, 404, 404,
    ])
    const placeId = scene.community.places.floor.id
    const report = { categoryCode: '0101', placeId, description: '楼道堆物', photoIds: [id] }
    expect((await scene.call(scene.people.patroller, 'POST', '/findings', report)).statusCode).toBe(201)
    expect([await status('manager'), await status('otherManager'), await status('resident')]).toEqual([
      200, 404, 404,
    ])
  })

  it('cannot be put on a record by somebody who could not see it', async () => {
    const scene = await openScene()
    const { id } = (await upload(scene, await phonePhoto())).json<{ id: string }>()
    const placeId = scene.community.places.floor.id
    const stolen = { categoryCode: '0101', placeId, description: '楼道堆物', photoIds: [id] }
    const refused = await scene.call(scene.people.resident, 'POST', '/findings', stolen)
    expect(refused.json()).toMatchObject({
      code: 'request.reference_unknown',
      errors: [{ pointer: '/photoIds/0' }],
    })
  })

  it('of somebody else cannot slip in as the after-photo beside a photo that was used before', async () => {
    const scene = await openScene()
    const { coordinator, patroller } = scene.people
    const foreign = await scene.upload(coordinator)
    const used = await scene.upload(patroller)
    await scene.report(patroller, { photoIds: [used] })
    const refused = await scene.call(patroller, 'POST', '/findings', {
      categoryCode: '0101',
      placeId: scene.community.places.floor.id,
      description: '楼道堆物',
      photoIds: [used],
      fixed: { photoIds: [foreign], note: '当场搬走' },
    })
    expect(refused.json()).toMatchObject({
      code: 'request.reference_unknown',
      errors: [{ pointer: '/fixed/photoIds/0' }],
    })
    expect((await scene.call(patroller, 'GET', `/photos/${foreign}`)).statusCode).toBe(404)
  })

  it('that serves a second record is flagged there, never refused', async () => {
    const scene = await openScene()
    const { id } = (await upload(scene, await phonePhoto())).json<{ id: string }>()
    expect((await scene.report(scene.people.patroller, { photoIds: [id] })).flags).toEqual([])
    expect((await scene.report(scene.people.patroller, { photoIds: [id] })).flags).toEqual(['photo_reused'])
    const same = (await upload(scene, await phonePhoto())).json<{ id: string }>()
    expect((await scene.report(scene.people.patroller, { photoIds: [same.id] })).flags).toEqual([
      'photo_reused',
    ])
  })

  it('sent again under its key is the same photo; another photo under the key is refused', async () => {
    const scene = await openScene()
    const bytes = await phonePhoto()
    const key = { 'idempotency-key': 'photo-1' }
    const first = await upload(scene, bytes, key)
    expect((await upload(scene, bytes, key)).body).toBe(first.body)
    const other = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#00f' } })
      .png()
      .toBuffer()
    expect((await upload(scene, other, key)).json()).toMatchObject({ code: 'request.key_reused' })
  })
})

describe('an upload that is no photo', () => {
  const bomb = (): Promise<Buffer> =>
    sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
  const cases: [what: string, bytes: () => Promise<Buffer>, code: string][] = [
    ['nothing at all', async () => Buffer.alloc(0), 'photo.empty'],
    ['a page', async () => Buffer.from('<script>alert(1)</script>'), 'photo.not_an_image'],
    [
      'a drawing',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'photo.unsupported_type',
    ],
    ['a photo cut in the middle', async () => (await phonePhoto()).subarray(0, 200), 'photo.unreadable'],
    ['a decompression bomb', bomb, 'photo.too_many_pixels'],
  ]

  it.each(cases)('is refused in words: %s', async (_, bytes, code) => {
    const scene = await openScene()
    const refused = await upload(scene, await bytes())
    expect(refused.statusCode).toBe(422)
    expect([code, 'photo.not_an_image']).toContain(refused.json<{ code: string }>().code)
  })

  it.each([
    ['no multipart', Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
    ['a form without its boundary', Buffer.from('x'), { 'content-type': 'multipart/form-data' }, 400],
    ['a form that breaks off', form(Buffer.from('x'))[0].subarray(0, 60), form(Buffer.from('x'))[1], 400],
    ['a form with another field', ...form(Buffer.from('x'), 'x.jpg', 'avatar'), 400],
    ['sixteen megabytes', ...form(Buffer.alloc(16 * 1_048_576, 7)), 413],
  ] as const)('is refused: %s', async (_, body, headers, status) => {
    const scene = await openScene()
    const refused = await scene.call(scene.people.patroller, 'POST', '/photos', body, { ...headers })
    expect(refused.statusCode).toBe(status)
    expect(refused.headers['content-type']).toContain('application/problem+json')
  })
})
