import type { Caller } from '../caller.ts'
import type { Deps, Reader, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { bandsOf } from './picture-look.ts'
import type { PreparedPhoto } from './prepare-photo.ts'
import { isShown } from './use-photos.ts'

/** A photo as the contract shows it. */
export interface PhotoView {
  readonly id: string
  readonly sha256: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly takenAt: string | null
  readonly flags: readonly string[]
}

/** Where a phone says that a photo is from: taken for this, or chosen from the album. */
export const PHOTO_SOURCES = ['camera', 'gallery'] as const
export type PhotoSource = (typeof PHOTO_SOURCES)[number]

/**
 * Makes a photo out of uploaded bytes and keeps its files. Comes before the transaction, because it takes a while;
 * files without a row are harmless and found again by their content.
 */
export async function developPhoto(
  deps: Pick<Deps, 'photoFiles'>,
  caller: Caller,
  bytes: Buffer,
  source?: PhotoSource,
): Promise<PreparedPhoto> {
  if (caller.communityId === null) throw new AppError('request.role_forbidden')
  // Loaded with the first photo: the decoder is large, and a start does not need it.
  const { preparePhoto } = await import('./prepare-photo.ts')
  const photo = await preparePhoto(bytes)
  if (!photo.ok) throw new AppError(photo.code)
  const { sha256, full, thumb } = photo
  await deps.photoFiles.put({ communityId: caller.communityId, sha256, original: bytes, full, thumb })
  return { ...photo, flags: flagsOf(photo.flags, source) }
}

/*
 * A phone's program that makes photos smaller before it sends them takes the camera's data off with the rest, so what it
 * says of the camera counts instead. Neither is proof.
 */
function flagsOf(flags: string[], source: PhotoSource | undefined): string[] {
  if (source === 'camera') return flags.filter(flag => flag !== 'no_camera_data')
  return source === 'gallery' ? [...flags, 'from_gallery'] : flags
}

/** Remembers a developed photo as the caller's. */
export async function keepPhoto(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  photo: PreparedPhoto,
): Promise<PhotoView> {
  const at = clock.now()
  const { sha256, width, height, bytes, takenAt, flags, look } = photo
  const row = {
    communityId: caller.communityId ?? '',
    id: chance.id(at),
    sha256,
    width,
    height,
    bytes,
    takenAt,
    flags: JSON.stringify(flags),
    outline: look?.outline ?? null,
    grain: look?.grain ?? null,
    uploaderId: caller.memberId,
    uploadedAt: at,
    originalGoneAt: null,
  }
  await tx.photos.insert(row, look ? bandsOf(look.outline) : [])
  return { id: row.id, sha256, width, height, bytes, takenAt, flags }
}

/** The bytes of a photo, for its uploader and for whoever may see a record that shows it. */
export async function readPhoto(
  { read, photoFiles }: { read: Reader; photoFiles: Deps['photoFiles'] },
  caller: Caller,
  id: string,
  size: 'thumb' | 'full',
): Promise<Buffer> {
  const photo = caller.communityId === null ? null : await read.photos.find(caller.communityId, id)
  if (!photo || (photo.uploaderId !== caller.memberId && !(await isShown(read, caller, id))))
    throw new AppError('photo.not_found')
  const bytes = await photoFiles.get(photo.communityId, photo.sha256, size)
  if (!bytes) throw new AppError('photo.not_found')
  return bytes
}
