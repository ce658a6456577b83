import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listFiles, settle, sha256Of } from './files.ts'
import { MANIFEST, SUMS } from './manifest.ts'

/** Hashes every file of a backup into its SHA256SUMS, so that `sha256sum -c` can check it without this program. */
export async function writeSums(
  directory: string,
): Promise<{ count: number; bytes: number; sumsSha256: string }> {
  const files = await listFiles(directory)
  const lines: string[] = []
  let bytes = 0
  for (const file of files) {
    lines.push(`${await sha256Of(join(directory, file))}  ${file}\n`)
    bytes += (await stat(join(directory, file))).size
  }
  const text = lines.join('')
  await writeFile(join(directory, SUMS), text, { mode: 0o600 })
  await settle(join(directory, SUMS))
  return { count: files.length, bytes, sumsSha256: hashOf(text) }
}

/**
 * Reads the names and hashes of a backup's files. Rejects when the list is not the one the manifest speaks of, when it
 * names anything but plain files below the backup, or when files lie there that it does not name.
 */
export async function readSums(directory: string, sumsSha256: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(directory, SUMS), 'utf8').catch(() => '')
  if (hashOf(text) !== sumsSha256) throw damaged(SUMS)
  const sums = new Map(text.split('\n').flatMap(entryOf))
  for (const file of await listFiles(directory))
    if (file !== SUMS && file !== MANIFEST && !sums.has(file)) throw damaged(file)
  return sums
}

function entryOf(line: string): [string, string][] {
  if (line === '') return []
  const [, hash = '', file = ''] = /^([0-9a-f]{64}) {2}([\w./-]+)$/.exec(line) ?? []
  const plain = file !== '' && file.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  if (!plain) throw damaged(SUMS)
  return [[file, hash]]
}

/** Says which file of a backup is not the one that was written. */
export function damaged(file: string): Error {
  return new Error(
    `备份已损坏或被改动:${file}。什么都没有恢复,请换一份备份。The backup is damaged or was changed: ${file}. Nothing was restored; use another backup.`,
  )
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
