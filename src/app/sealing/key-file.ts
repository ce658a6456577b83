import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KEY_BYTES = 32

/**
 * Reads the keys that personal data is sealed with: a line each, 32 bytes in base64url, the one in use first. Makes the
 * file with one key, for this account alone, where there is none. Throws with words for the operator when a line is no key.
 */
export function readKeyFile(file: string): readonly Buffer[] {
  const lines = readOrMake(file)
    .split('\n')
    .map(line => line.trim())
  const keys = lines.filter(line => line !== '' && !line.startsWith('#'))
  const bytes = keys.map(key => Buffer.from(key, 'base64url'))
  if (bytes.length === 0 || bytes.some(key => key.length !== KEY_BYTES))
    throw new Error(
      `密钥文件有误:每行须为一个 32 字节的 base64url 密钥。Not a key file: each line has to be a key of 32 bytes in base64url. ${file}`,
    )
  return bytes
}

function readOrMake(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Whole under a passing name first: of several processes that start at once, one makes the file and all read it.
  const passing = passingNameOf(file)
  try {
    writeFileSync(passing, `${newKey()}\n`, { mode: 0o600, flush: true })
    linkSync(passing, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(passing, { force: true })
  }
  return readFileSync(file, 'utf8')
}

/** Puts a new key before the others: from then on it is the one in use, and they only open. */
export function addKey(file: string): void {
  const before = readOrMake(file)
  const passing = passingNameOf(file)
  writeFileSync(passing, `${newKey()}\n${before}`, { mode: 0o600, flush: true })
  renameSync(passing, file)
}

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url')
const passingNameOf = (file: string): string => `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
