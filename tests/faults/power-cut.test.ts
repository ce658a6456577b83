import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cutPowerAtEach, POWER_CUT_TRACE, type Verdict } from './support/power-cut.ts'
import { prepareTracedCommands, type TracedCommands } from './support/traced.ts'

/* The power goes at the very moment somebody was told that something is done. `XUNCHA_CUTS=120` for each log size. */

const CUTS = Number(process.env.XUNCHA_CUTS ?? 20)

let commands: TracedCommands
beforeAll(async () => {
  commands = await prepareTracedCommands()
})
afterAll(() => commands.remove())

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function cut(told: readonly string[], inject: readonly string[] = []): Promise<Verdict> {
  const origin = await commands.begin()
  const directory = await commands.begin()
  const trace = join(origin, 'trace')
  try {
    await commands.run(directory, ['-o', trace, ...POWER_CUT_TRACE, ...inject], told)
    return await cutPowerAtEach({ trace, origin }, join(origin, 'scratch'), seeded(7))
  } finally {
    await rm(origin, { recursive: true })
    await rm(directory, { recursive: true })
  }
}

it.each([
  ['as it is set', []],
  ['copied back every 40 pages', ['--checkpoint', '40']],
])(
  'loses nothing it acknowledged when the power goes, with the log %s',
  { timeout: 600_000 },
  async (_, how) => {
    const { points, lost } = await cut(['--count', String(CUTS), ...how])
    expect(points).toBe(CUTS)
    expect(lost).toEqual([])
    process.stdout.write(`bar 2: ${points} acknowledged points, each also torn, 0 lost\n`)
  },
)

it('loses nothing it acknowledged when the disk failed to make a write durable before', {
  timeout: 600_000,
}, async () => {
  let refused = 0
  for (let fsync = 1; fsync <= 12; fsync += 1) {
    const { points, lost } = await cut(['--count', '10'], ['-e', `inject=fsync:error=EIO:when=${fsync}`])
    expect(lost).toEqual([])
    if (points > 0 && points < 10) refused += 1
  }
  // At several of them the program was in the middle of its commands, said no to one, and went on.
  expect(refused).toBeGreaterThanOrEqual(5)
})

it('would notice: with synchronous=NORMAL acknowledged writes are gone', { timeout: 600_000 }, async () => {
  const { lost } = await cut(['--count', String(CUTS), '--synchronous', 'NORMAL', '--checkpoint', '40'])
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.join('\n')).toMatch(/acknowledged/)
})
