import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { constants, copyFile, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Files below a directory, relative to it with `/`, in order; none when it is missing. */
export async function listFiles(directory: string, skip: readonly string[] = []): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(nothingThere)
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll('\\', '/'),
    )
  return files.filter(file => !skip.some(folder => file.startsWith(`${folder}/`))).sort()
}

/** True when a directory is missing or has nothing in it. */
export async function isEmptyOrMissing(directory: string): Promise<boolean> {
  return (await readdir(directory).catch(nothingThere)).length === 0
}

/** Copies one file into a new place and brings it to disk; shares blocks where the file system can. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  await settle(to)
}

/** Brings a file, or the names in a directory, to disk. */
export async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The bytes of a file as 64 hex digits, read piece by piece. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

function nothingThere(error: unknown): never[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
