import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installOnDebian } from '../../services/install-on-debian.ts'
import { bundleProgram } from '../../support/bundle-program.ts'
import type { Acknowledged } from '../../support/check-invariants.ts'

const FILES = ['xuncha.sqlite', 'begin.json']

/** What one run of the commands told before it ended, and how it ended. */
interface Told {
  readonly acknowledged: readonly Acknowledged[]
  readonly refused: number
  /** `null` when a signal ended it. */
  readonly exitCode: number | null
}

/** The commands, ready to be run under `strace` on copies of one small community. */
export interface TracedCommands {
  /** A directory of its own with the community in it; the caller removes it. */
  begin(): Promise<string>
  run(directory: string, strace: readonly string[], commands?: readonly string[]): Promise<Told>
  remove(): Promise<void>
}

/** Builds the program once into one file, so that each of hundreds of runs starts in half a second. */
export async function prepareTracedCommands(): Promise<TracedCommands> {
  ensureStrace()
  const program = await bundleProgram('tests/faults/support/commands.ts')
  const origin = await mkdtemp(join(tmpdir(), 'xuncha-origin-'))
  const prepared = spawnSync(process.execPath, [program, origin, '--prepare'], { encoding: 'utf8' })
  if (prepared.status !== 0) throw new Error(prepared.stderr)
  return {
    begin: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'xuncha-traced-'))
      for (const file of FILES) await copyFile(join(origin, file), join(directory, file))
      return directory
    },
    run: (directory, strace, commands = []) => run([program, directory, ...commands], strace),
    remove: () => rm(origin, { recursive: true, force: true }),
  }
}

async function run(program: readonly string[], strace: readonly string[]): Promise<Told> {
  const child = spawn('strace', [...strace, process.execPath, ...program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', text => (output += text))
  const [exitCode] = (await once(child, 'close')) as [number | null]
  const lines = output
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Acknowledged | { refused: string })
  return {
    acknowledged: lines.filter((line): line is Acknowledged => 'id' in line),
    refused: lines.filter(line => 'refused' in line).length,
    exitCode,
  }
}

function ensureStrace(): void {
  const here = (): boolean => spawnSync('strace', ['-V']).status === 0
  if (here()) return
  installOnDebian('strace')
  if (!here())
    throw new Error('测试需要 strace:请运行 · the tests need strace, type:  sudo apt-get install -y strace')
}
