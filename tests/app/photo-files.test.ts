import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDiskPhotoFiles } from '../../src/app/photos/disk-photo-files.ts'
import type { PhotoFiles, PhotoToKeep } from '../../src/app/photos/photo-files.ts'
import { testSeal } from '../support/test-seal.ts'

const community = '01999999-0000-7000-8000-00000000000a'
const neighbour = '01999999-0000-7000-8000-00000000000b'

let root: string
let directory: string
let photoFiles: PhotoFiles

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xuncha-photos-'))
  directory = join(root, 'photos')
  photoFiles = createDiskPhotoFiles({ directory, seal: testSeal })
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

function photoOf(words: string, communityId = community): PhotoToKeep {
  const original = Buffer.from(`original of ${words}`)
  return {
    communityId,
    sha256: createHash('sha256').update(original).digest('hex'),
    original,
    full: Buffer.from(`full of ${words}`),
    thumb: Buffer.from(`thumb of ${words}`),
  }
}

/** Every file below the directory, by its path from there. */
async function everyFile(): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  return files.map(file => relative(directory, join(file.parentPath, file.name))).sort()
}

async function leaveUnfinished(name: string, at: Date): Promise<string> {
  const path = join(directory, 'unfinished', name)
  await mkdir(join(directory, 'unfinished'), { recursive: true })
  await writeFile(path, 'half a pho')
  await utimes(path, at, at)
  return path
}

describe('photo files on disk', () => {
  it('give back what was put, each variant for itself', async () => {
    const photo = photoOf('a blocked stairway')
    await photoFiles.put(photo)
    for (const variant of ['original', 'full', 'thumb'] as const) {
      expect(await photoFiles.get(community, photo.sha256, variant)).toEqual(photo[variant])
    }
    expect(await photoFiles.has(community, photo.sha256)).toBe(true)
  })

  it('know nothing of a photo that was not put, not even before the directory is there', async () => {
    const { sha256 } = photoOf('nothing')
    expect(await photoFiles.get(community, sha256, 'full')).toBeNull()
    expect(await photoFiles.has(community, sha256)).toBe(false)
    expect(await photoFiles.sweepUnfinished()).toBe(0)
  })

  it('keep originals apart from what is served, and leave nothing else', async () => {
    const photo = photoOf('a bin')
    await photoFiles.put(photo)
    const shelf = photo.sha256.slice(0, 2)
    expect(await everyFile()).toEqual(
      [
        join(community, shelf, `${photo.sha256}.full.jpg`),
        join(community, shelf, `${photo.sha256}.thumb.jpg`),
        join('originals', community, shelf, photo.sha256),
      ].sort(),
    )
  })

  it.skipIf(process.platform === 'win32')('are for the account of the program alone', async () => {
    await photoFiles.put(photoOf('a face'))
    for (const file of await everyFile()) expect((await stat(join(directory, file))).mode & 0o077).toBe(0)
    expect((await stat(join(directory, 'originals'))).mode & 0o077).toBe(0)
  })

  it('put twice is put once', async () => {
    const photo = photoOf('a bicycle')
    await photoFiles.put(photo)
    const once = await everyFile()
    await photoFiles.put(photo)
    expect(await everyFile()).toEqual(once)
    expect(await photoFiles.get(community, photo.sha256, 'full')).toEqual(photo.full)
  })

  it('put ten times at once, by two writers, is put once', async () => {
    const photo = photoOf('a cable')
    const second = createDiskPhotoFiles({ directory, seal: testSeal })
    await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? second : photoFiles).put(photo)))
    expect(await everyFile()).toHaveLength(3)
    expect(await second.get(community, photo.sha256, 'original')).toEqual(photo.original)
  })

  it('of one community are not found from another', async () => {
    const photo = photoOf('a balcony')
    await photoFiles.put(photo)
    expect(await photoFiles.get(neighbour, photo.sha256, 'full')).toBeNull()
    expect(await photoFiles.has(neighbour, photo.sha256)).toBe(false)
  })

  it('are not complete while one of the three is missing', async () => {
    const photo = photoOf('a pothole')
    await photoFiles.put(photo)
    await rm(join(directory, community, photo.sha256.slice(0, 2), `${photo.sha256}.thumb.jpg`))
    expect(await photoFiles.has(community, photo.sha256)).toBe(false)
    await photoFiles.put(photo)
    expect(await photoFiles.has(community, photo.sha256)).toBe(true)
  })

  it('refuse an original that is not the one it is named after', async () => {
    const photo = { ...photoOf('a roof'), original: Buffer.from('another roof') }
    await expect(photoFiles.put(photo)).rejects.toThrow(RangeError)
    expect(await photoFiles.has(community, photo.sha256)).toBe(false)
  })

  it.each([
    '../x',
    '..',
    '',
    '.',
    'a/b',
    '/etc',
    'originals',
    `${community}/..`,
    `${community}\0`,
    `${community}\n`,
  ])('refuse the community id %j', async communityId => {
    const photo = photoOf('a door', communityId)
    await expect(photoFiles.put(photo)).rejects.toThrow(RangeError)
    await expect(photoFiles.get(communityId, photo.sha256, 'full')).rejects.toThrow(RangeError)
    await expect(photoFiles.has(communityId, photo.sha256)).rejects.toThrow(RangeError)
    expect(await readdir(root)).toEqual([])
  })

  it.each(['../x', '', 'a'.repeat(63), 'A'.repeat(64), `../${'a'.repeat(61)}`, `${'a'.repeat(64)}\n`])(
    'refuse the hash %j',
    async sha256 => {
      await expect(photoFiles.put({ ...photoOf('a door'), sha256 })).rejects.toThrow(RangeError)
      await expect(photoFiles.get(community, sha256, 'thumb')).rejects.toThrow(RangeError)
      await expect(photoFiles.has(community, sha256)).rejects.toThrow(RangeError)
      expect(await readdir(root)).toEqual([])
    },
  )

  it('leave no half file and no leftover when the disk refuses a write', async () => {
    const photo = photoOf('a flood')
    // A directory lies where the last file would go: its rename must fail.
    const shelf = join(directory, community, photo.sha256.slice(0, 2))
    await mkdir(join(shelf, `${photo.sha256}.thumb.jpg`, 'in the way'), { recursive: true })
    await expect(photoFiles.put(photo)).rejects.toMatchObject({ code: expect.stringMatching(/^E[A-Z]+$/) })
    expect(await readdir(join(directory, 'unfinished'))).toEqual([])
    expect(await readFile(join(shelf, `${photo.sha256}.full.jpg`))).toEqual(photo.full)
  })
})

describe('the sweep', () => {
  it('removes what a stopped writer left, and says how much', async () => {
    await photoFiles.put(photoOf('a lamp'))
    const kept = await everyFile()
    await leaveUnfinished('one', new Date('2026-05-01T00:00:00Z'))
    await leaveUnfinished('two', new Date('2026-05-01T00:00:00Z'))
    expect(await photoFiles.sweepUnfinished()).toBe(2)
    expect(await everyFile()).toEqual(kept)
  })

  it('spares a write under way: it may be that of another process', async () => {
    let now = new Date('2026-05-01T08:30:00Z')
    const clocked = createDiskPhotoFiles({ directory, seal: testSeal, now: () => now })
    await leaveUnfinished('under way', new Date('2026-05-01T08:00:00Z'))
    expect(await clocked.sweepUnfinished()).toBe(0)
    now = new Date('2026-05-01T09:00:00Z')
    expect(await clocked.sweepUnfinished()).toBe(1)
  })
})
