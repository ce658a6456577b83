import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { readCameraData } from './exif-date.ts'
import { GRAIN, type Look, lookOf, OUTLINE } from './picture-look.ts'

// An upload is bytes from anybody. It is believed step by step, the cheap steps first: it is not empty, its marks
// are those of a photo, its header claims a bearable size; only then is it decoded. What is served is encoded from bare
// pixels, so nothing of the file but its picture can reach a reader: no place, no device, no script behind the end.

/** Why a photo is not accepted: for programs. */
type PhotoRefusalCode =
  | 'photo.empty'
  | 'photo.not_an_image'
  | 'photo.unsupported_type'
  | 'photo.heic'
  | 'photo.too_many_pixels'
  | 'photo.unreadable'

/** Why a photo is not accepted, and what its sender can do. */
export interface PhotoRefusal {
  ok: false
  code: PhotoRefusalCode
  detail: { zh: string; en: string }
}

/** A photo ready to be kept. */
export interface PreparedPhoto {
  ok: true
  /** Of the bytes as they arrived, in lowercase hex: the name of the photo. */
  sha256: string
  /** Of the `full` variant, upright, in pixels. */
  width: number
  height: number
  /** Length of the original, the bytes that `sha256` stands for. */
  bytes: number
  /** `YYYY-MM-DDTHH:MM:SS` by the camera's own clock, with its offset from UTC if it wrote one; a claim, no proof. */
  takenAt: string | null
  /** Oddities for a person to weigh, never a reason to refuse. `no_camera_data`: neither maker nor model is named. */
  flags: string[]
  /** What it looks like, for finding the same picture again; null when there is too little on it. */
  look: Look | null
  /** JPEG in sRGB without metadata, at most 1920 pixels a side. */
  full: Buffer
  /** JPEG in sRGB without metadata, at most 320 pixels a side. */
  thumb: Buffer
}

const fullSide = 1920
const thumbSide = 320
const jpeg = { quality: 80, mozjpeg: false }

const mostPixels = 50_000_000
/** A progressive JPEG or an interlaced PNG is held whole in memory: 50 million pixels of it would be 400 MB. */
const mostPixelsHeldWhole = 16_000_000
const longestSide = 12_000

/** Seconds after which a decode is given up: a small file can be made to decode for minutes. */
const longestDecode = 30

const accepted: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
}

/** Decoding runs on the few threads that files and sign-ins need too: two photos leave half of them free. */
const inTurn = createTurns(2)
/** Of pictures held whole one at a time, or two of them would double the memory of the process. */
const inTurnHeldWhole = createTurns(1)

// These hold for the whole process. No cache: no photo is read twice. One thread a photo: two photos at once keep
// two cores busy. Only three decoders, so that a file that fools the first check meets no SVG or TIFF.
sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

/**
 * Judges an upload and makes of it what is kept and served. Never throws for what is in the bytes: whatever cannot be
 * shown comes back as a refusal, a picture that claims too many pixels before any of them is decoded. At most two
 * photos are decoded at once in a process, of those that are held whole in memory one; the others wait for a turn.
 *
 * Pictures that move are refused instead of shown by their first frame: a reader must see what the sender saw.
 */
export async function preparePhoto(bytes: Buffer): Promise<PreparedPhoto | PhotoRefusal> {
  if (bytes.length === 0) return refuse.empty()
  try {
    const type = await fileTypeFromBuffer(bytes)
    if (type === undefined || !type.mime.startsWith('image/')) return refuse.notAnImage()
    if (/^image\/hei[cf]/.test(type.mime)) return refuse.heic()
    const format = accepted[type.mime]
    if (format === undefined) return refuse.unsupportedType(type.ext.toUpperCase())

    // Only the header is read here, so the limit of pixels can be ours to judge and to put in words.
    const header = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (header.format !== format) return refuse.unreadable()
    if ((header.pages ?? 1) > 1) return refuse.moving()
    const most = header.isProgressive ? mostPixelsHeldWhole : mostPixels
    if (header.width * header.height > most || Math.max(header.width, header.height) > longestSide) {
      return refuse.tooManyPixels(header.width, header.height, most)
    }

    const drawInTurn = () => inTurn(() => draw(bytes))
    const picture = await (header.isProgressive ? inTurnHeldWhole(drawInTurn) : drawInTurn())
    const { takenAt, namesCamera } = readCameraData(header.exif)
    return {
      ok: true,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      takenAt,
      flags: namesCamera ? [] : ['no_camera_data'],
      ...picture,
    }
  } catch {
    // The decoders' own words ("VipsJpeg: premature end") help nobody who holds a phone.
    return refuse.unreadable()
  }
}

async function draw(bytes: Buffer) {
  // A cut-off photo is refused ('error'): half a grey picture is no evidence, and the sender can send it again.
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
    .timeout({ seconds: longestDecode })
    .autoOrient()
    .resize({ width: fullSide, height: fullSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const pixels = () => sharp(data, { raw: { width, height, channels } })
  const full = await pixels().jpeg(jpeg).toBuffer()
  const thumb = await pixels()
    .resize({ width: thumbSide, height: thumbSide, fit: 'inside', withoutEnlargement: true })
    .jpeg(jpeg)
    .toBuffer()
  const grey = (size: { readonly width: number; readonly height: number }) =>
    pixels()
      .greyscale()
      .resize({ ...size, fit: 'fill' })
      .raw()
      .toBuffer()
  const look = lookOf(await grey(OUTLINE), await grey(GRAIN))
  return { width, height, full, thumb, look }
}

function createTurns(atOnce: number) {
  let taken = 0
  const waiting: (() => void)[] = []
  return async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (taken < atOnce) taken += 1
    else await new Promise<void>(start => waiting.push(start))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The turn is handed over, not given back: a newcomer cannot slip in between.
      if (next === undefined) taken -= 1
      else next()
    }
  }
}

function refusal(code: PhotoRefusalCode, zh: string, en: string): PhotoRefusal {
  return { ok: false, code, detail: { zh, en } }
}

const refuse = {
  empty: () =>
    refusal(
      'photo.empty',
      '照片是空的，没有内容。请重新拍摄或重新选择后再上传。',
      'The photo is empty. Take it or choose it again, then send it once more.',
    ),
  notAnImage: () =>
    refusal(
      'photo.not_an_image',
      '这个文件不是照片。请上传 JPEG、PNG 或 WebP 格式的照片。',
      'This file is not a photo. Send a JPEG, PNG or WebP photo.',
    ),
  unsupportedType: (type: string) =>
    refusal(
      'photo.unsupported_type',
      `不支持 ${type} 格式。请转换为 JPEG、PNG 或 WebP 后再上传。`,
      `${type} pictures are not accepted. Convert it to JPEG, PNG or WebP and send it again.`,
    ),
  moving: () =>
    refusal(
      'photo.unsupported_type',
      '不支持动图。请上传一张静态照片。',
      'Moving pictures are not accepted. Send a still photo.',
    ),
  heic: () =>
    refusal(
      'photo.heic',
      '这是 HEIC/HEIF 照片，请改用 JPEG 格式上传。苹果手机：设置 → 相机 → 格式 → 兼容性最佳，然后重新拍摄。',
      'This is a HEIC/HEIF photo. Send it as JPEG: on an iPhone choose Settings > Camera > Formats > Most Compatible' +
        ' and take it again.',
    ),
  tooManyPixels: (width: number, height: number, most: number) =>
    refusal(
      'photo.too_many_pixels',
      `照片太大：${width}×${height} 像素。这种照片最多 ${most / 10_000} 万像素，每边最长 ${longestSide} 像素。` +
        '请把相机分辨率调低，或缩小后再上传。',
      `The photo is too large: ${width} x ${height} pixels. At most ${most / 1_000_000} megapixels and ${longestSide}` +
        ' pixels a side are accepted for this kind of file. Lower the resolution of the camera, or shrink the photo.',
    ),
  unreadable: () =>
    refusal(
      'photo.unreadable',
      '照片已损坏或没有传完整，无法打开。请重新上传；还是不行就重新拍一张。',
      'The photo is damaged or did not arrive whole. Send it again; if that does not help, take it anew.',
    ),
}
