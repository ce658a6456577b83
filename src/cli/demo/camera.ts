import sharp from 'sharp'
import type { Caller } from '../../app/caller.ts'
import type { Deps } from '../../app/deps.ts'
import { developPhoto } from '../../app/photos/keep-photo.ts'
import type { PreparedPhoto } from '../../app/photos/prepare-photo.ts'
import { createDice } from './dice.ts'
import { drawPicture, type Subject } from './pictures/draw-picture.ts'
import { HOUR } from './the-year.ts'

/** `tiny` takes pictures of a few coloured pixels: the same way through the program in less time. */
export type PhotoStyle = 'drawn' | 'tiny'

export interface Camera {
  /** Takes a picture and develops it as an upload would be; it can be kept at the moment it shows. */
  shoot(caller: Caller, subject: Subject): Promise<PreparedPhoto>
}

export function createCamera(deps: Pick<Deps, 'photoFiles'>, style: PhotoStyle): Camera {
  const picture = style === 'drawn' ? drawPicture : drawTiny
  return {
    async shoot(caller, subject) {
      const { width, height, pixels } = picture(subject)
      const bytes = await sharp(pixels, { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .jpeg({ quality: 84 })
        .withExif(cameraData(subject.at))
        .toBuffer()
      return developPhoto(deps, caller, bytes)
    },
  }
}

/* What a phone writes into a photo: when, by its own clock, and with what. */
function cameraData(at: number) {
  const local = new Date(at + 8 * HOUR).toISOString()
  const moment = `${local.slice(0, 10).replaceAll('-', ':')} ${local.slice(11, 19)}`
  return {
    IFD0: { Make: 'Xuncha', Model: 'Demo camera' },
    IFD2: { DateTimeOriginal: moment, OffsetTimeOriginal: '+08:00' },
  }
}

function drawTiny({ finding, at }: Subject) {
  const dice = createDice(finding * 7919 + (at % 1_000_003))
  const width = 8
  const height = 6
  const pixels = Buffer.from(Array.from({ length: width * height * 4 }, () => dice.whole(0, 255)))
  return { width, height, pixels }
}
