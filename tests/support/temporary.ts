import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterThis } from './house.ts'

/** A directory of the test's own, gone after it. */
export async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-'))
  afterThis(() => rm(directory, { recursive: true, force: true }))
  return directory
}
