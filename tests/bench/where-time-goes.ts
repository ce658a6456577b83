import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT_PASSWORD, startProgram } from '../support/server-process.ts'
import { prepareProduct } from './contenders.ts'
import { create } from './load.ts'

/*
 * Where the product spends its time while findings are reported over 64 connections: what the processor was seen in
 * every half millisecond, after eight seconds of the same, by part of the program. From the modules as they were
 * compiled, not from the files they are put together into, so that each part has its name.
 *
 *   npm run bench:profile
 */

const COMPILED = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url))
const WARM_SECONDS = 8
const SECONDS = 8

interface Profile {
  readonly startTime: number
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string } }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}
type Frame = Profile['nodes'][number]['callFrame']

/** The first that fits is the part; an answer of the database counts where the driver is called. */
const PARTS: readonly (readonly [part: string, is: (frame: Frame) => boolean])[] = [
  ['garbage collection', f => f.functionName === '(garbage collector)'],
  [
    'SQLite: statements',
    f => /better-sqlite3\/(session|lib)/.test(f.url) && /^(run|all|get|values)$/.test(f.functionName),
  ],
  ['SQLite: begin, commit', f => /\/db\/sqlite\.js$/.test(f.url)],
  ['Drizzle and stores', f => /\/(drizzle-orm|better-sqlite3|dist\/db)\//.test(f.url)],
  ['XState and the machines', f => /\/(xstate|dist\/machines)\//.test(f.url)],
  ['use cases', f => /\/dist\/src\/app\//.test(f.url)],
  ['hashes', f => /node:internal\/crypto/.test(f.url)],
  [
    'Node: HTTP, sockets, streams',
    f => /^node:(_http|net|events|buffer|internal)/.test(f.url) || f.functionName === 'writev',
  ],
  ['Fastify, validation, serialising', () => true],
]

async function profile(directory: string): Promise<Profile> {
  const data = join(directory, 'data')
  await mkdir(data)
  const node = [process.execPath, '--cpu-prof', '--cpu-prof-interval=500']
  const server = await startProgram(
    ['taskset', '-c', '0', ...node, `--cpu-prof-dir=${directory}`, COMPILED],
    {
      DATA_DIR: data,
      PORT: '0',
      XUNCHA_LOG_LEVEL: 'error',
      XUNCHA_RATE_LIMIT: '10000000',
      XUNCHA_BOOTSTRAP_ADMIN: `root:${ROOT_PASSWORD}`,
    },
  )
  try {
    const prepared = await prepareProduct(server.address)
    await create(server.address, prepared, WARM_SECONDS)
    const { load } = await create(server.address, prepared, SECONDS)
    process.stdout.write(`${load.rate.toFixed(0)} creations a second while being watched\n`)
  } finally {
    await server.stop()
  }
  const file = (await readdir(directory)).find(name => name.endsWith('.cpuprofile')) ?? ''
  return JSON.parse(await readFile(join(directory, file), 'utf8')) as Profile
}

function share({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const whole = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  const spent = new Map(PARTS.map(([part]) => [part, 0]))
  let at = 0
  samples.forEach((id, n) => {
    const delta = timeDeltas[n] ?? 0
    at += delta
    const frame = frames.get(id)
    // The start, the setting up and the warming up are another matter.
    if (!frame || frame.functionName === '(idle)' || at < whole - SECONDS * 1_000_000) return
    const part = PARTS.find(([, is]) => is(frame))?.[0] ?? ''
    spent.set(part, (spent.get(part) ?? 0) + delta)
  })
  const busy = [...spent.values()].reduce((sum, each) => sum + each, 0)
  return new Map([...spent].map(([part, each]) => [part, each / busy]))
}

const directory = await mkdtemp(join(tmpdir(), 'xuncha-profile-'))
try {
  const parts = share(await profile(directory))
  process.stdout.write('\n| part | of the busy time |\n| --- | ---: |\n')
  for (const [part, each] of [...parts].sort(([, a], [, b]) => b - a))
    process.stdout.write(`| ${part} | ${(100 * each).toFixed(0)} % |\n`)
} finally {
  await rm(directory, { recursive: true, force: true })
}
process.exit(0)
