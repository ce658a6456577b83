import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkInvariants } from '../support/check-invariants.ts'
import { prepareTracedCommands, type TracedCommands } from './support/traced.ts'

/*
 * Ten commands, killed at a system call that writes or makes durable; or that call fails, as on a dying or a full disk.
 * `XUNCHA_EVERY_CALL=1` tries every call there is; otherwise a handful spread over them.
 */

const SPREAD = 6
const LANES = 2

let commands: TracedCommands
const counts: Record<string, number> = {}
beforeAll(async () => {
  commands = await prepareTracedCommands()
  await countCalls()
})
afterAll(() => commands.remove())

const quiet = (call: string, inject: string): string[] => [
  '-o',
  '/dev/null',
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:${inject}`,
]

/** How often the main thread makes each call until all is acknowledged and closed. */
async function countCalls(): Promise<void> {
  const directory = await commands.begin()
  const trace = join(directory, 'trace')
  await commands.run(directory, ['-o', trace, '-e', 'trace=pwrite64,fsync'])
  for (const [call] of (await readFile(trace, 'utf8')).matchAll(/^(pwrite64|fsync)(?=\()/gm))
    counts[call] = (counts[call] ?? 0) + 1
  await rm(directory, { recursive: true })
}

const pointsOf = (call: string): number[] => {
  const last = counts[call] ?? 0
  const all = Array.from({ length: last }, (_, n) => n + 1)
  if (process.env.XUNCHA_EVERY_CALL) return all
  return all.filter(n => n === last || n % Math.ceil(last / SPREAD) === 0)
}

/** Runs the commands once for each point, two at a time, and says what was wrong where. */
async function atEach(call: string, fault: string): Promise<{ wrong: string[]; cut: number }> {
  const points = pointsOf(call)
  const wrong: string[] = []
  let cut = 0
  const lane = async (): Promise<void> => {
    for (let n = points.shift(); n !== undefined; n = points.shift()) {
      const directory = await commands.begin()
      const told = await commands.run(directory, quiet(call, `${fault}:when=${n}`))
      if (told.acknowledged.length < 10) cut += 1
      if (told.acknowledged.length + told.refused > 10) wrong.push(`${call} ${n}: more answers than commands`)
      for (const what of await checkInvariants(directory, told.acknowledged))
        wrong.push(`${call} ${n}: ${what}`)
      await rm(directory, { recursive: true })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return { wrong, cut }
}

it('makes enough calls for the points to be many', () => {
  expect(counts.pwrite64).toBeGreaterThanOrEqual(190)
  expect(counts.fsync).toBeGreaterThanOrEqual(10)
})

it.each([
  ['killed at', 'pwrite64', 'signal=SIGKILL'],
  ['killed at', 'fsync', 'signal=SIGKILL'],
  ['refused by a dying disk at', 'pwrite64', 'error=EIO'],
  ['refused by a dying disk at', 'fsync', 'error=EIO'],
  ['refused by a full disk at', 'pwrite64', 'error=ENOSPC'],
] as const)(
  'keeps whole what it acknowledged, and halves nothing, when %s %s',
  {
    timeout: 900_000,
  },
  async (_, call, fault) => {
    const { wrong, cut } = await atEach(call, fault)
    expect(wrong).toEqual([])
    process.stdout.write(`bar 3: ${call} ${fault}: ${cut} runs cut short, 0 violations\n`)
    // The fault was really met: it kept at least some commands from being acknowledged.
    expect(cut).toBeGreaterThan(0)
  },
)
