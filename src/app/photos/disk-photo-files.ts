import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Seal } from '../sealing/seal.ts'
import type { PhotoFiles, PhotoToKeep, PhotoVariant } from './photo-files.ts'

/** What the photo files on disk depend on. */
export interface DiskPhotoFilesOptions {
  /** Everything is kept below this directory; it is made when the first photo comes. */
  directory: string
  /** Originals are sealed with it: they show faces, and where they were taken. */
  seal: Pick<Seal, 'closeBytes' | 'openBytes'>
  /** The time of day that file times are compared with. (Default: the system's clock) */
  now?: () => Date
}

/** A write takes a second; nobody is still busy with a file this old. */
const unfinishedAfterMilliseconds = 60 * 60 * 1000

/** A crash between two of these leaves no served file without its original. */
const writingOrder: readonly PhotoVariant[] = ['original', 'full', 'thumb']

/**
 * Photo files in a directory of the local file system (see photo-files.ts for what they promise):
 *
 *     <communityId>/<first two hex>/<sha256>.full.jpg
 *     <communityId>/<first two hex>/<sha256>.thumb.jpg
 *     originals/<communityId>/<first two hex>/<sha256>
 *     unfinished/<anything>
 *
 * Only the account that runs the program can read them. Several processes may share the directory.
 */
export function createDiskPhotoFiles({
  directory,
  seal,
  now = () => new Date(),
}: DiskPhotoFilesOptions): PhotoFiles {
  const unfinished = join(directory, 'unfinished')

  function placeOf(communityId: string, sha256: string, variant: PhotoVariant) {
    const shelf = [communityId, sha256.slice(0, 2)]
    return variant === 'original'
      ? { folders: ['originals', ...shelf], name: sha256 }
      : { folders: shelf, name: `${sha256}.${variant}.jpg` }
  }

  function pathOf(communityId: string, sha256: string, variant: PhotoVariant): string {
    const { folders, name } = placeOf(communityId, sha256, variant)
    return join(directory, ...folders, name)
  }

  async function put(photo: PhotoToKeep): Promise<void> {
    const { communityId, sha256 } = photo
    refuseStrangeNames(communityId, sha256)
    if (createHash('sha256').update(photo.original).digest('hex') !== sha256) {
      throw new RangeError('the original bytes do not hash to the name of the photo')
    }
    await makeDirectory(unfinished)
    for (const variant of writingOrder) {
      const { folders, name } = placeOf(communityId, sha256, variant)
      const folder = join(directory, ...folders)
      await makeDirectory(folder)
      const bytes = photo[variant]
      await writeWhole(variant === 'original' ? seal.closeBytes(bytes, sha256) : bytes, join(folder, name))
      await settleDirectories(directory, folders)
    }
  }

  /** Under a passing name first: a rename happens or does not, a write can stop in the middle. */
  async function writeWhole(bytes: Buffer, path: string): Promise<void> {
    const passing = join(unfinished, randomUUID())
    try {
      await writeFile(passing, bytes, { flag: 'wx', mode: 0o600, flush: true })
      await rename(passing, path)
    } catch (error) {
      // The first error is the one that says why; on a full disk this removal gives the room back.
      await rm(passing, { force: true }).catch(() => undefined)
      throw error
    }
  }

  async function get(communityId: string, sha256: string, variant: PhotoVariant): Promise<Buffer | null> {
    refuseStrangeNames(communityId, sha256)
    const bytes = await nullWhenMissing(readFile(pathOf(communityId, sha256, variant)))
    return bytes === null || variant !== 'original' ? bytes : seal.openBytes(bytes, sha256)
  }

  async function forgetOriginal(communityId: string, sha256: string): Promise<void> {
    refuseStrangeNames(communityId, sha256)
    await rm(pathOf(communityId, sha256, 'original'), { force: true })
  }

  async function has(communityId: string, sha256: string): Promise<boolean> {
    refuseStrangeNames(communityId, sha256)
    for (const variant of writingOrder) {
      const found = await nullWhenMissing(access(pathOf(communityId, sha256, variant)).then(() => true))
      if (!found) return false
    }
    return true
  }

  async function sweepUnfinished(): Promise<number> {
    const names = (await nullWhenMissing(readdir(unfinished))) ?? []
    let swept = 0
    for (const name of names) {
      const path = join(unfinished, name)
      // A writer may rename its file between the listing and here: then there is nothing to sweep.
      const file = await nullWhenMissing(stat(path))
      if (file === null || now().getTime() - file.mtimeMs < unfinishedAfterMilliseconds) continue
      await rm(path, { force: true })
      swept += 1
    }
    return swept
  }

  return { put, get, has, forgetOriginal, sweepUnfinished }
}

/** The only two words from outside that become part of a path: neither can hold a dot or a slash. */
function refuseStrangeNames(communityId: string, sha256: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(communityId)) {
    throw new RangeError('the community id of a photo is a UUID')
  }
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a photo is named by 64 lowercase hex digits')
}

async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

/**
 * Brings the entries of every directory on the way to disk, the outermost last. Always the whole way: a directory
 * that was already there may have been made a moment ago by another writer who has not settled it yet. A clean
 * directory costs a tenth of a millisecond.
 */
async function settleDirectories(directory: string, folders: readonly string[]): Promise<void> {
  for (let depth = folders.length; depth >= 0; depth--) {
    await settleDirectory(join(directory, ...folders.slice(0, depth)))
  }
  await settleDirectory(dirname(directory))
}

async function settleDirectory(path: string): Promise<void> {
  // Windows cannot open a directory as a file and writes its entries through by itself.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function nullWhenMissing<Result>(reading: Promise<Result>): Promise<Result | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
