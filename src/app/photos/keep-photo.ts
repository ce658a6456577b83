import type { Caller } from '../caller.ts'
import type { Deps, Reader, Writer } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type PreparedPhoto, preparePhoto } from './prepare-photo.ts'
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

/**
 * Makes a photo out of uploaded bytes and keeps its files. Comes before the transaction, because it takes a while;
 * files without a row are harmless and found again by their content.
 */
export async function developPhoto(
  deps: Pick<Deps, 'photoFiles'>,
  caller: Caller,
  bytes: Buffer,
): Promise<PreparedPhoto> {
  if (caller.communityId === null) throw new AppError('request.role_forbidden')
  const photo = await preparePhoto(bytes)
  if (!photo.ok) throw new AppError(photo.code)
  const { sha256, full, thumb } = photo
  await deps.photoFiles.put({ communityId: caller.communityId, sha256, original: bytes, full, thumb })
  return photo
}

/** Remembers a developed photo as the caller's. */
export async function keepPhoto(
  { clock, chance }: Pick<Deps, 'clock' | 'chance'>,
  tx: Writer,
  caller: Caller,
  photo: PreparedPhoto,
): Promise<PhotoView> {
  const at = clock.now()
  const { sha256, width, height, bytes, takenAt, flags } = photo
  const row = {
    communityId: caller.communityId ?? '',
    id: chance.id(at),
    sha256,
    width,
    height,
    bytes,
    takenAt,
    flags: JSON.stringify(flags),
    uploaderId: caller.memberId,
    uploadedAt: at,
  }
  await tx.photos.insert(row)
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
