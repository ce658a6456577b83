import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readCameraData } from '../../src/app/photos/exif-date.ts'
import { type PreparedPhoto, preparePhoto } from '../../src/app/photos/prepare-photo.ts'

const red = { r: 220, g: 20, b: 20 }
const blue = { r: 20, g: 20, b: 220 }

/** Left half red, right half blue: what is turned can be seen. */
function twoColours(width = 200, height = 100) {
  const half = { width: Math.ceil(width / 2), height, channels: 3 as const }
  return sharp({ create: { ...half, width, background: red } }).composite([
    { input: { create: { ...half, background: blue } }, left: Math.floor(width / 2), top: 0 },
  ])
}

/** Grain, so that the compressed bytes are many enough to be cut. */
function grain(width = 300, height = 200) {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
  return sharp({ create: { width, height, channels: 3, background: red, noise } })
}

const cameraData = {
  IFD0: { Make: 'SecretMaker', Model: 'SecretModel' },
  IFD2: { DateTimeOriginal: '2026:05:01 08:30:00', OffsetTimeOriginal: '+08:00' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '34/1 15/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '108/1 56/1 0/1',
  },
}

async function accepted(bytes: Buffer): Promise<PreparedPhoto> {
  const result = await preparePhoto(bytes)
  if (!result.ok) throw new Error(`refused: ${result.code}`)
  return result
}

async function colourAt(jpeg: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(jpeg).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())]
}

async function expectBarePicture(jpeg: Buffer): Promise<void> {
  const { format, space, channels, exif, icc, iptc, xmp, comments, orientation } =
    await sharp(jpeg).metadata()
  expect({ format, space, channels }).toEqual({ format: 'jpeg', space: 'srgb', channels: 3 })
  expect({ exif, icc, iptc, xmp, comments, orientation }).toEqual({})
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

interface HandMadePng {
  width: number
  height: number
  bits?: number
  colour?: number
  interlaced?: boolean
  data?: Buffer
  before?: Buffer[]
}

/** A PNG with any header; without `data` its pixels are all black. */
function png({
  width,
  height,
  bits = 8,
  colour = 2,
  interlaced = false,
  data,
  before = [],
}: HandMadePng): Buffer {
  const channels = { 0: 1, 2: 3, 6: 4 }[colour] ?? 1
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([bits, colour, 0, 0, interlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', data ?? deflateSync(Buffer.alloc(height * (1 + Math.ceil((width * bits * channels) / 8))))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** Puts segments right behind the start-of-image marker. */
function withSegments(jpeg: Buffer, ...segments: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** An EXIF directory of thousands of texts that each claim to be as long as the block. */
function swollenExif(entries: number): Buffer {
  const block = Buffer.alloc(10 + entries * 12)
  block.write('II*\0\x08\0\0\0', 'latin1')
  block.writeUInt16LE(Math.min(entries, 0xffff), 8)
  for (let index = 0; index < entries; index++) {
    const at = 10 + index * 12
    block.writeUInt16LE(0x9000 + (index % 2000), at)
    block.writeUInt16LE(2, at + 2)
    block.writeUInt32LE(block.length, at + 4)
    block.writeUInt32LE(8, at + 8)
  }
  return block
}

async function animatedWebp(): Promise<Buffer> {
  const frames = Buffer.concat([0, 100, 200].map(grey => Buffer.alloc(20 * 20 * 3, grey)))
  return await sharp(frames, { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
    .webp()
    .toBuffer()
}

function fileTypeBox(brand: string): Buffer {
  return Buffer.concat([
    Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1heic`, 'latin1'),
    Buffer.alloc(200, 7),
  ])
}

const script = '<html><script>alert(document.cookie)</script></html>'

let jpegPhoto: Buffer
let pngPhoto: Buffer
let webpPhoto: Buffer

beforeAll(async () => {
  jpegPhoto = await grain().jpeg().withExif(cameraData).toBuffer()
  pngPhoto = await grain().png().withExif(cameraData).toBuffer()
  webpPhoto = await grain().webp().withExif(cameraData).toBuffer()
})

afterEach(() => {
  sharp.queue.removeAllListeners('change')
})

describe('a photo that is accepted', () => {
  it.each([
    ['JPEG', () => jpegPhoto],
    ['PNG', () => pngPhoto],
    ['WebP', () => webpPhoto],
  ])('%s: its place and its device leave with nobody', async (_name, bytes) => {
    const before = (await sharp(bytes()).metadata()).exif?.toString('latin1') ?? ''
    expect(before).toContain('SecretMaker')
    expect(before).toContain('%\x88') // the tag of the GPS directory, 0x8825
    const photo = await accepted(bytes())
    for (const served of [photo.full, photo.thumb]) {
      await expectBarePicture(served)
      expect(served.includes('Secret')).toBe(false)
      expect(served.includes('Exif')).toBe(false)
    }
  })

  it('says when it was taken, with the zone of the camera, and raises no flag', async () => {
    for (const bytes of [jpegPhoto, pngPhoto, webpPhoto]) {
      expect(await accepted(bytes)).toMatchObject({ takenAt: '2026-05-01T08:30:00+08:00', flags: [] })
    }
  })

  it('is named by the hash of the bytes that arrived', async () => {
    const photo = await accepted(jpegPhoto)
    expect(photo.sha256).toBe(createHash('sha256').update(jpegPhoto).digest('hex'))
    expect(photo.bytes).toBe(jpegPhoto.length)
  })

  it('is served at no more than 1920 pixels a side, and a thumb of no more than 320', async () => {
    const photo = await accepted(await grain(2400, 1200).jpeg().toBuffer())
    expect(photo).toMatchObject({ width: 1920, height: 960 })
    expect(await sharp(photo.full).metadata()).toMatchObject({ width: 1920, height: 960 })
    expect(await sharp(photo.thumb).metadata()).toMatchObject({ width: 320, height: 160 })
  })

  it('is never enlarged', async () => {
    const photo = await accepted(await grain(50, 30).jpeg().toBuffer())
    expect(photo).toMatchObject({ width: 50, height: 30 })
    expect(await sharp(photo.thumb).metadata()).toMatchObject({ width: 50, height: 30 })
  })

  it('stands upright, however the camera was held', async () => {
    // Orientation 6: the left side of what is stored is the top of what was seen.
    const photo = await accepted(await twoColours().jpeg().withMetadata({ orientation: 6 }).toBuffer())
    expect(photo).toMatchObject({ width: 100, height: 200 })
    for (const served of [photo.full, photo.thumb]) {
      const [topRed = 0, , topBlue = 0] = await colourAt(served, 50, 10)
      const [bottomRed = 0, , bottomBlue = 0] = await colourAt(served, 50, 190)
      expect(topRed).toBeGreaterThan(topBlue + 100)
      expect(bottomBlue).toBeGreaterThan(bottomRed + 100)
    }
  })

  it('made for print (CMYK) is shown in the colours of a screen', async () => {
    const print = await twoColours().toColourspace('cmyk').jpeg().toBuffer()
    expect((await sharp(print).metadata()).space).toBe('cmyk')
    const photo = await accepted(print)
    await expectBarePicture(photo.full)
    const [redness = 0, , blueness = 0] = await colourAt(photo.full, 10, 50)
    expect(redness).toBeGreaterThan(blueness + 80)
  })

  it('shows white where it was transparent', async () => {
    const clear = { create: { width: 40, height: 40, channels: 4 as const, background: '#ff000000' } }
    for (const bytes of [await sharp(clear).png().toBuffer(), await sharp(clear).webp().toBuffer()]) {
      const photo = await accepted(bytes)
      await expectBarePicture(photo.full)
      for (const value of await colourAt(photo.full, 20, 20)) expect(value).toBeGreaterThan(250)
    }
  })

  it('may be grey, 16 bits deep, interlaced or one pixel small', async () => {
    for (const bytes of [
      await grain().greyscale().png().toBuffer(),
      png({ width: 60, height: 40, bits: 16, colour: 6 }),
      await grain().png({ progressive: true }).toBuffer(),
      await grain().jpeg({ progressive: true }).toBuffer(),
      png({ width: 1, height: 1 }),
      png({ width: 12_000, height: 1 }),
    ]) {
      await expectBarePicture((await accepted(bytes)).full)
    }
  })

  it('without a maker or a model is flagged, not refused', async () => {
    const photo = await accepted(await grain().jpeg().toBuffer())
    expect(photo).toMatchObject({ takenAt: null, flags: ['no_camera_data'] })
  })

  it('that is also a web page is served as a picture only', async () => {
    const page = Buffer.from(script)
    const everywhere = withSegments(
      Buffer.concat([jpegPhoto, page]),
      segment(0xfe, page), // a comment
      segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), page])), // XMP
      segment(0xec, page),
    )
    const photo = await accepted(everywhere)
    for (const served of [photo.full, photo.thumb]) {
      expect(served.toString('latin1')).not.toMatch(/script|html|alert/)
      await expectBarePicture(served)
    }
  })

  it('with a swollen EXIF block is read without it', async () => {
    const exif = swollenExif(5000)
    const jpegs = Array.from({ length: 40 }, () =>
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])),
    )
    const plain = await grain().jpeg().toBuffer()
    for (const bytes of [
      withSegments(plain, ...jpegs),
      png({ width: 9, height: 9, before: [chunk('eXIf', swollenExif(500_000))] }),
      png({ width: 9, height: 9, before: [chunk('eXIf', Buffer.alloc(6_000_000))] }),
    ]) {
      expect(await accepted(bytes)).toMatchObject({ takenAt: null, flags: ['no_camera_data'] })
    }
  })

  it('with a text chunk or a colour profile that unfolds to 100 MB does not unfold it', async () => {
    const zeros = deflateSync(Buffer.alloc(100_000_000))
    for (const [type, head] of [['zTXt', 'Comment\0\0'] as const, ['iCCP', 'icc\0\0'] as const]) {
      const bomb = chunk(type, Buffer.concat([Buffer.from(head), zeros]))
      await expectBarePicture((await accepted(png({ width: 9, height: 9, before: [bomb] }))).full)
    }
  })
})

describe('a file that is refused, with words and without a throw', () => {
  const refused: [name: string, code: string, bytes: () => Buffer | Promise<Buffer>][] = [
    ['nothing at all', 'photo.empty', () => Buffer.alloc(0)],
    ['a single byte', 'photo.not_an_image', () => Buffer.from([0xff])],
    ['a text with NULs', 'photo.not_an_image', () => Buffer.from('hello\0\0world\0')],
    ['only NULs', 'photo.not_an_image', () => Buffer.alloc(5000)],
    ['a page posing as a photo', 'photo.not_an_image', () => Buffer.from(`<!doctype html>${script}`)],
    ['a page with U+202E', 'photo.not_an_image', () => Buffer.from('\u202egpj.exe<html>')],
    [
      'an SVG',
      'photo.not_an_image',
      () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
    ],
    [
      'an SVG with a prolog',
      'photo.not_an_image',
      () =>
        Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    [
      'an archive',
      'photo.not_an_image',
      () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300, 1)]),
    ],
    ['a PDF', 'photo.not_an_image', () => Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a program', 'photo.not_an_image', () => Buffer.from(`MZ${'\0'.repeat(300)}`)],
    ['a page before a photo', 'photo.not_an_image', () => Buffer.concat([Buffer.from(script), jpegPhoto])],
    ['a GIF', 'photo.unsupported_type', () => grain().gif().toBuffer()],
    ['a TIFF', 'photo.unsupported_type', () => grain().tiff().toBuffer()],
    ['an AVIF', 'photo.unsupported_type', () => fileTypeBox('avif')],
    ['a BMP', 'photo.unsupported_type', () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(200, 1)])],
    ['a moving WebP', 'photo.unsupported_type', animatedWebp],
    [
      'a moving PNG',
      'photo.unsupported_type',
      () => png({ width: 9, height: 9, before: [chunk('acTL', Buffer.from('0000000200000000', 'hex'))] }),
    ],
    [
      'a PNG that moves behind a long text',
      'photo.unsupported_type',
      () =>
        png({
          width: 9,
          height: 9,
          before: [chunk('tEXt', Buffer.alloc(9000, 65)), chunk('acTL', Buffer.alloc(8))],
        }),
    ],
    ['a HEIC', 'photo.heic', () => fileTypeBox('heic')],
    ['a HEIF', 'photo.heic', () => fileTypeBox('mif1')],
    ['a HEIC burst', 'photo.heic', () => fileTypeBox('hevc')],
    [
      '16 000 x 16 000 in 31 KB',
      'photo.too_many_pixels',
      () => png({ width: 16e3, height: 16e3, bits: 1, colour: 0 }),
    ],
    ['56 megapixels', 'photo.too_many_pixels', () => png({ width: 8000, height: 7000, bits: 1, colour: 0 })],
    ['a side of 12 001', 'photo.too_many_pixels', () => png({ width: 12_001, height: 1 })],
    [
      'the widest header there is',
      'photo.too_many_pixels',
      () => png({ width: 0x7fffff, height: 1, bits: 1, colour: 0 }),
    ],
    [
      'an interlaced picture of 25 megapixels',
      'photo.too_many_pixels',
      () => png({ width: 5000, height: 5000, bits: 1, colour: 0, interlaced: true }),
    ],
    [
      'a header without a size',
      'photo.unreadable',
      () => png({ width: 0, height: 0, data: Buffer.alloc(9) }),
    ],
    [
      'a header of absurd size',
      'photo.unreadable',
      () => png({ width: 0xffffffff, height: 1, data: Buffer.alloc(9) }),
    ],
    ['a JPEG of three bytes', 'photo.unreadable', () => jpegPhoto.subarray(0, 3)],
    ['a JPEG cut in its header', 'photo.unreadable', () => jpegPhoto.subarray(0, 300)],
    ['a JPEG cut in the middle', 'photo.unreadable', () => jpegPhoto.subarray(0, jpegPhoto.length / 2)],
    ['a JPEG without its end', 'photo.unreadable', () => jpegPhoto.subarray(0, -40)],
    ['a PNG cut after its beginning', 'photo.unreadable', () => pngPhoto.subarray(0, 60)],
    ['a PNG cut in the middle', 'photo.unreadable', () => pngPhoto.subarray(0, pngPhoto.length / 2)],
    ['a WebP cut after its beginning', 'photo.unreadable', () => webpPhoto.subarray(0, 24)],
    ['a WebP cut in the middle', 'photo.unreadable', () => webpPhoto.subarray(0, webpPhoto.length / 2)],
    [
      'a PNG with a wrong checksum',
      'photo.unreadable',
      () => {
        const bytes = Buffer.from(pngPhoto)
        const pixels = bytes.indexOf('IDAT')
        const check = pixels + 4 + bytes.readUInt32BE(pixels - 4)
        bytes.writeUInt8(bytes.readUInt8(check) ^ 0xff, check)
        return bytes
      },
    ],
    [
      'a PNG with too few pixels',
      'photo.unreadable',
      () => png({ width: 90, height: 90, data: deflateSync('few') }),
    ],
    [
      'a PNG whose pixels are no stream',
      'photo.unreadable',
      () => png({ width: 90, height: 90, data: Buffer.from('x') }),
    ],
    [
      'noise behind the mark of a JPEG',
      'photo.unreadable',
      () =>
        Buffer.concat([
          Buffer.from('ffd8ffe0', 'hex'),
          Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 89) % 251)),
        ]),
    ],
    [
      'a WebP envelope around a page',
      'photo.unreadable',
      () => Buffer.concat([Buffer.from('RIFF\x60\0\0\0WEBPVP8 ', 'latin1'), Buffer.from(script)]),
    ],
  ]

  it('there are at least forty kinds of it', () => {
    expect(refused.length).toBeGreaterThanOrEqual(40)
    process.stdout.write(`bar 12: ${refused.length} kinds of malformed uploads refused\n`)
  })

  it.each(refused)('%s: %s', async (_name, code, bytes) => {
    const result = await preparePhoto(await bytes())
    expect(result).toMatchObject({ ok: false, code })
    if (result.ok) return
    expect(result.detail.zh).toMatch(/\p{Script=Han}.*。$/u)
    expect(result.detail.en).toMatch(/\w.*\.$/)
  })

  it('tells what to do about HEIC, a strange type and a picture that moves', async () => {
    const words = async (bytes: Buffer) => JSON.stringify(await preparePhoto(bytes))
    expect(await words(fileTypeBox('heic'))).toMatch(/JPEG.*Most Compatible/)
    expect(await words(await grain().gif().toBuffer())).toContain('GIF')
    expect(await words(await animatedWebp())).toContain('still photo')
  })

  it('a photo of random faults is either shown or refused', async () => {
    const faults = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 30 })
    const source = fc.constantFrom('jpeg', 'png', 'webp')
    await fc.assert(
      fc.asyncProperty(source, faults, fc.nat(), async (format, places, cut) => {
        const whole = { jpeg: jpegPhoto, png: pngPhoto, webp: webpPhoto }[format] ?? jpegPhoto
        const bytes = Buffer.from(cut % 3 === 0 ? whole.subarray(0, cut % whole.length) : whole)
        for (const [at, value] of places) if (bytes.length > 0) bytes.writeUInt8(value, at % bytes.length)
        const result = await preparePhoto(bytes)
        if (result.ok) await expectBarePicture(result.full)
      }),
      { numRuns: 120 },
    )
  })
})

describe('the work that a photo costs', () => {
  /** How often pixels were decoded or encoded, or were about to be, while `work` went on. */
  async function timesPixelsMoved(work: () => Promise<unknown>): Promise<number> {
    let times = 0
    sharp.queue.on('change', () => {
      times += 1
    })
    await work()
    return times
  }

  /**
   * How many decodes and encodes ran at once at most. It is looked between the tasks of the event loop: inside of one,
   * sharp still counts what has just ended.
   */
  async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
    let most = 0
    let going = true
    const watch = async () => {
      while (going) {
        most = Math.max(most, sharp.counters().process)
        await setImmediate()
      }
    }
    const watching = watch()
    try {
      await work()
    } finally {
      going = false
      await watching
    }
    return most
  }

  it('a picture that claims too many pixels is refused before any is decoded', async () => {
    // The pixels of the second are no pixels: decoding would find it unreadable.
    const bombs = [
      png({ width: 16e3, height: 16e3, bits: 1, colour: 0 }),
      png({ width: 16e3, height: 16e3, data: Buffer.from('garbage') }),
    ]
    const times = await timesPixelsMoved(async () => {
      for (const bomb of bombs) {
        expect(await preparePhoto(bomb)).toMatchObject({ ok: false, code: 'photo.too_many_pixels' })
      }
    })
    expect(times).toBe(0)
    expect(await timesPixelsMoved(() => accepted(jpegPhoto))).toBeGreaterThan(0)
  })

  it('no more than two photos are decoded at once, and all of them come out', async () => {
    const bytes = await grain(1200, 900).jpeg().toBuffer()
    const broken = bytes.subarray(0, bytes.length / 2)
    let results: boolean[] = []
    const decodes = await mostAtOnce(async () => {
      const all = [bytes, broken, bytes, broken, bytes, bytes, bytes, bytes]
      results = (await Promise.all(all.map(preparePhoto))).map(result => result.ok)
    })
    expect([1, 2]).toContain(decodes)
    expect(results).toEqual([true, false, true, false, true, true, true, true])
  })

  it('of pictures that are held whole in memory only one is decoded at a time', async () => {
    const bytes = await grain(600, 400).jpeg({ progressive: true }).toBuffer()
    const decodes = await mostAtOnce(async () => {
      for (const result of await Promise.all([bytes, bytes, bytes, bytes].map(preparePhoto))) {
        expect(result.ok).toBe(true)
      }
    })
    expect(decodes).toBe(1)
  })
})

describe('what the camera wrote', () => {
  /** A big-endian block with one entry in the image directory and two in that of the shot. */
  function exifBlock(make: string, moment: string, offset: string, dateType = 2): Buffer {
    const texts = [make, moment, offset].map(text => Buffer.from(`${text}\0`, 'latin1'))
    const block = Buffer.alloc(8 + 30 + 30)
    block.write('MM\0*\0\0\0\x08', 'latin1')
    let end = block.length
    const entry = (at: number, tag: number, type: number, count: number, value: number) => {
      block.writeUInt16BE(tag, at)
      block.writeUInt16BE(type, at + 2)
      block.writeUInt32BE(count, at + 4)
      block.writeUInt32BE(value, at + 8)
    }
    const text = (at: number, tag: number, index: number, type = 2) => {
      const length = texts[index]?.length ?? 0
      entry(at, tag, type, length, end)
      end += length
    }
    block.writeUInt16BE(2, 8)
    text(10, 0x010f, 0)
    entry(22, 0x8769, 4, 1, 38)
    block.writeUInt16BE(2, 38)
    text(40, 0x9003, 1, dateType)
    text(52, 0x9011, 2)
    return Buffer.concat([block, ...texts])
  }

  it.each([
    ['2026:05:01 08:30:00', '+08:00', '2026-05-01T08:30:00+08:00'],
    ['2026:05:01 08:30:00', '', '2026-05-01T08:30:00'],
    ['2026:05:01 08:30:00', 'Beijing', '2026-05-01T08:30:00'],
    ['2026:05:01 08:30:00', '+25:00', '2026-05-01T08:30:00'],
    ['2024:02:29 23:59:59', '-03:30', '2024-02-29T23:59:59-03:30'],
    ['2026:02:29 10:00:00', '+08:00', null],
    ['2026:13:01 10:00:00', '+08:00', null],
    ['2026:05:01 24:00:00', '+08:00', null],
    ['0000:00:00 00:00:00', '+08:00', null],
    ['    :  :     :  :  ', '+08:00', null],
    ["2026:05:01'; DROP", '+08:00', null],
  ])('%s %s is %s', (moment, offset, takenAt) => {
    expect(readCameraData(exifBlock('Maker', moment, offset))).toEqual({ takenAt, namesCamera: true })
  })

  it('a blank maker names no camera, and a date that is no text is no date', () => {
    expect(readCameraData(exifBlock('      ', '2026:05:01 08:30:00', '', 7))).toEqual({
      takenAt: null,
      namesCamera: false,
    })
  })

  it('a block that points at itself, beyond its end or nowhere says nothing', () => {
    const nothing = { takenAt: null, namesCamera: false }
    const looping = exifBlock('', '', '')
    looping.writeUInt32BE(8, 30)
    const beyond = exifBlock('Maker', '2026:05:01 08:30:00', '')
    beyond.writeUInt32BE(0xffffffff, 18)
    beyond.writeUInt32BE(0xfffffff0, 30)
    const tooLong = exifBlock('Maker', '', '')
    tooLong.writeUInt32BE(0x7fffffff, 14)
    for (const block of [
      undefined,
      Buffer.alloc(0),
      Buffer.from('II'),
      Buffer.from('II*\0\xff\xff\xff\xff', 'latin1'),
    ]) {
      expect(readCameraData(block)).toEqual(nothing)
    }
    expect(readCameraData(looping)).toEqual(nothing)
    expect(readCameraData(beyond)).toEqual(nothing)
    expect(readCameraData(tooLong)).toEqual(nothing)
  })

  it('any bytes at all are read without a throw', () => {
    const whole = exifBlock('Maker', '2026:05:01 08:30:00', '+08:00')
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (cut, at, value) => {
        const bytes = Buffer.from(whole)
        bytes.writeUInt8(value, at)
        readCameraData(bytes.subarray(0, cut))
      }),
      { numRuns: 2000 },
    )
    fc.assert(fc.property(fc.uint8Array(), bytes => void readCameraData(Buffer.from(bytes))))
  })
})
