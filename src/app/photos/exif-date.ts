// When and with what a photo was taken, as its camera wrote it down (EXIF 2.32, a TIFF structure inside the image).
// The bytes come from anybody. Every offset in them is a claim: it is checked before it is followed, and nothing is
// followed twice, so the worst a hostile block can do is to say nothing.

/** What the camera wrote. Nothing here is proof: anybody can write it. */
export interface CameraData {
  /**
   * `YYYY-MM-DDTHH:MM:SS` by the clock of the camera, with `+08:00` behind it when the camera knew its zone.
   * Null when it was not written or is not a real moment.
   */
  takenAt: string | null
  /** Whether a maker or a model is named. Messengers and editors strip both. */
  namesCamera: boolean
}

const tags = {
  make: 0x010f,
  model: 0x0110,
  exifDirectory: 0x8769,
  dateTimeOriginal: 0x9003,
  offsetTimeOriginal: 0x9011,
}
const types = { ascii: 2, long: 4 }

/** An honest directory has a few dozen entries. */
const mostEntries = 500
/** Bytes of a text that are read: enough for any date, and for seeing that a name is not blank. */
const longestText = 64

/** Reads the EXIF block of an image, with or without the `Exif` marker that JPEG puts before it. Never throws. */
export function readCameraData(exif: Buffer | undefined): CameraData {
  const block = exif === undefined ? null : openBlock(exif)
  if (block === null) return { takenAt: null, namesCamera: false }

  const image = readDirectory(block, readNumber(block, 4, 4))
  const shot = readDirectory(block, readLong(block, image.get(tags.exifDirectory)))
  const takenAt = readMoment(readText(block, shot.get(tags.dateTimeOriginal)))
  const offset = readOffset(readText(block, shot.get(tags.offsetTimeOriginal)))
  return {
    takenAt: takenAt === null ? null : takenAt + offset,
    namesCamera:
      readText(block, image.get(tags.make)) !== '' || readText(block, image.get(tags.model)) !== '',
  }
}

interface Block {
  bytes: Buffer
  littleEndian: boolean
}

interface Entry {
  type: number
  count: number
  /** Where the four bytes are that hold the value, or the offset of a longer one. */
  at: number
}

function openBlock(exif: Buffer): Block | null {
  const bytes = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif
  const order = bytes.toString('latin1', 0, 2)
  if (order !== 'II' && order !== 'MM') return null
  const block = { bytes, littleEndian: order === 'II' }
  return readNumber(block, 2, 2) === 42 ? block : null
}

function readNumber({ bytes, littleEndian }: Block, at: number, size: 2 | 4): number | undefined {
  if (at + size > bytes.length) return undefined
  return littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
}

function readDirectory(block: Block, start: number | undefined): Map<number, Entry> {
  const entries = new Map<number, Entry>()
  const count = start === undefined ? undefined : readNumber(block, start, 2)
  if (start === undefined || count === undefined) return entries
  for (let index = 0; index < Math.min(count, mostEntries); index++) {
    const at = start + 2 + index * 12
    const tag = readNumber(block, at, 2)
    const type = readNumber(block, at + 2, 2)
    const length = readNumber(block, at + 4, 4)
    if (tag === undefined || type === undefined || length === undefined) break
    if (!entries.has(tag)) entries.set(tag, { type, count: length, at: at + 8 })
  }
  return entries
}

function readLong(block: Block, entry: Entry | undefined): number | undefined {
  return entry?.type === types.long && entry.count === 1 ? readNumber(block, entry.at, 4) : undefined
}

/** The text up to its NUL, trimmed; empty when it is missing or would lie outside the block. */
function readText(block: Block, entry: Entry | undefined): string {
  if (entry === undefined || entry.type !== types.ascii) return ''
  const start = entry.count <= 4 ? entry.at : readNumber(block, entry.at, 4)
  if (start === undefined || start + entry.count > block.bytes.length) return ''
  const text = block.bytes.toString('latin1', start, start + Math.min(entry.count, longestText))
  return (text.split('\0')[0] ?? '').trim()
}

/** `2026:05:01 08:30:00` (EXIF 2.32, DateTimeOriginal) as `2026-05-01T08:30:00`; the 31st of February is null. */
function readMoment(text: string): string | null {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text)
  if (parts === null) return null
  const moment = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`
  const date = new Date(`${moment}Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(moment) ? moment : null
}

/** The offset from UTC when it is one that is in use somewhere, else nothing: a time without a zone is still a time. */
function readOffset(text: string): string {
  return /^[+-](0\d|1[0-4]):[0-5]\d$/.test(text) ? text : ''
}
