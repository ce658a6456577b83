import sharp from 'sharp'

/** What is done to a photo before it is sent again. */
export interface Again {
  /** Longest side, pixels. */
  readonly width?: number
  /** JPEG quality. */
  readonly quality?: number
  /** Every value times this. */
  readonly brightness?: number
  /** A phone's maker in the metadata, as a camera writes it. (Default: one) */
  readonly camera?: boolean
  /** `YYYY:MM:DD HH:MM:SS` by the camera's clock. (Default: it wrote none) */
  readonly takenAt?: string
}

/** A picture with something to be seen on it: patches of grey, the same for the same seed. Of each seed its own. */
export async function picture(seed: number, again: Again = {}): Promise<Buffer> {
  const { width = 480, quality = 85, brightness = 1, camera = true, takenAt } = again
  let state = seed * 2_654_435_761
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) >>> 0
    return (state >>> 8) & 0xff
  }
  const side = 16
  const grey = Buffer.from(Array.from({ length: side * side }, next))
  const exif = {
    ...(camera ? { IFD0: { Make: 'HUAWEI', Model: 'P60' } } : {}),
    ...(takenAt === undefined ? {} : { IFD2: { DateTimeOriginal: takenAt } }),
  }
  const drawn = sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .resize({ width, height: Math.round(width * 0.75), fit: 'fill', kernel: 'cubic' })
    .linear(brightness, 0)
    .toColourspace('srgb')
    .jpeg({ quality })
  return (Object.keys(exif).length > 0 ? drawn.withExif(exif) : drawn).toBuffer()
}
