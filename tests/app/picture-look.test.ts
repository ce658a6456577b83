import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { bandsOf, type Look, looksAlike } from '../../src/app/photos/picture-look.ts'
import { preparePhoto } from '../../src/app/photos/prepare-photo.ts'
import { drawPicture } from '../../src/cli/demo/pictures/draw-picture.ts'
import { type Again, picture } from '../support/pictures.ts'

async function lookOf(bytes: Buffer): Promise<Look | null> {
  const photo = await preparePhoto(bytes)
  if (!photo.ok) throw new Error(photo.code)
  return photo.look
}
async function seen(seed: number, again: Again = {}): Promise<Look> {
  const look = await lookOf(await picture(seed, again))
  if (look === null) throw new Error(`nothing to be seen on picture ${seed}`)
  return look
}

/* As photos are compared: an index gives those that share a band. */
const isFound = (a: Look, b: Look): boolean =>
  bandsOf(a.outline).some(band => bandsOf(b.outline).includes(band)) && looksAlike(a, b)

describe('the look of a picture', () => {
  it.each([
    ['made smaller', { width: 200 }],
    ['compressed hard', { quality: 25 }],
    ['darkened', { brightness: 0.7 }],
    ['all of it', { width: 260, quality: 35, brightness: 0.85 }],
  ] as const)('stays when the photo is %s', async (_, again) => {
    for (let seed = 1; seed <= 20; seed += 1)
      expect([seed, isFound(await seen(seed), await seen(seed, again))]).toEqual([seed, true])
  })

  it('is another for every one of two hundred other pictures', async () => {
    const looks: Look[] = []
    for (let seed = 1; seed <= 200; seed += 1) looks.push(await seen(seed, { width: 120 }))
    const alike = looks.flatMap((a, n) => looks.slice(n + 1).filter(b => isFound(a, b)))
    expect(alike).toEqual([])
  })

  it('is none for a bare wall: it would look like every other', async () => {
    const wall = await picture(7, { brightness: 0 })
    expect(await lookOf(wall)).toBeNull()
  })

  it('shares a band with every look that differs in three bits or fewer, wherever they lie', () => {
    const look = 0x0123_4567_89ab_cdefn
    const hex = (bits: bigint): string => bits.toString(16).padStart(16, '0')
    for (let a = 0n; a < 64n; a += 1n)
      for (let b = a; b < 64n; b += 3n)
        for (let c = b; c < 64n; c += 7n) {
          const other = hex(look ^ ((1n << a) | (1n << b) | (1n << c)))
          expect(bandsOf(other).some(band => bandsOf(hex(look)).includes(band))).toBe(true)
        }
  })

  it('of a corridor is another once the clutter is gone, from the same spot', async () => {
    const shot = async (finding: number, moment: 'before' | 'after') => {
      const subject = { finding, code: '0101', moment, take: moment === 'before' ? 0 : 1, at: 0 }
      const { width, height, pixels } = drawPicture(subject)
      const drawn = sharp(pixels, { raw: { width, height, channels: 4 } })
      return drawn.removeAlpha().jpeg().toBuffer()
    }
    for (let finding = 1; finding <= 24; finding += 1) {
      const before = await lookOf(await shot(finding, 'before'))
      const after = await lookOf(await shot(finding, 'after'))
      expect([finding, before && after && looksAlike(before, after)]).toEqual([finding, false])
    }
  })
})
