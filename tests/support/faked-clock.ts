import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installOnDebian } from '../services/install-on-debian.ts'

/** The clock of a process that the test moves while it runs: the wall jumps, what measures spans does not. */
export interface FakedClock {
  /** To start the process with. */
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds since 1970, as the process sees it. */
  now(): number
  /** Moves the wall clock on, or back with a negative number. */
  jump(ms: number): void
}

/** A faked clock that reads its offset from a file in a directory; begins with the true time. */
export function fakeClock(directory: string): FakedClock {
  const library = findLibrary()
  const file = join(directory, 'offset')
  let offset = 0
  const write = (): void => writeFileSync(file, `${offset >= 0 ? '+' : ''}${offset / 1_000}\n`)
  write()
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    now: () => Date.now() + offset,
    jump: ms => {
      offset += ms
      write()
    },
  }
}

/** Makes sure of the library: as root on Debian it is installed, otherwise the tests stop with the line to type. */
function findLibrary(): string {
  const found = look()
  if (found) return found
  installOnDebian('faketime')
  const installed = look()
  if (installed) return installed
  throw new Error(
    '测试需要 faketime:请运行 · the tests need faketime, type:  sudo apt-get install -y faketime',
  )
}

function look(): string | null {
  for (const root of ['/usr/lib', '/usr/local/lib']) {
    const folders = existsSync(root) ? readdirSync(root).map(name => join(root, name)) : []
    for (const folder of [root, ...folders]) {
      const file = join(folder, 'faketime/libfaketime.so.1')
      if (existsSync(file)) return file
    }
  }
  return null
}
