import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { besidePeers } from './beside-peers.ts'
import {
  COMMIT_EACH,
  type Contender,
  contenders,
  FLOOR,
  HAND_WRITTEN,
  PRODUCT,
  SAME_WRITES,
} from './contenders.ts'
import { decideStep } from './decide-step.ts'
import { type Grown, grow } from './growth.ts'
import { create, loopDelayOf, type Measured, memoryOf, move, read } from './load.ts'
import { onPostgres } from './on-postgres.ts'

/*
 * Floor and product side by side, interleaved in one go: writes and reads over HTTP with 64 connections after a while of
 * the same, because a compiler that learns from what runs needs seconds for a large program; memory, cold start and bytes a
 * finding; the decide step; PostgreSQL; reminders; growth from ten thousand findings to a million. Quote the ratios, each
 * taken inside one round: the figures themselves belong to the machine and the moment.
 *
 *   npm run bench -- [--rounds 5] [--seconds 4] [--warm 8] [--only writes|decide|growth|postgres|reminders|peers] [--large] [--json bench.json]
 */

const { values: asked } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    warm: { type: 'string', default: '8' },
    only: { type: 'string' },
    large: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const ROUNDS = Number(asked.rounds)
const SECONDS = Number(asked.seconds)
const WARM_SECONDS = Number(asked.warm)

interface Round {
  readonly creation: Measured
  readonly transition: Measured
  readonly summary: Measured
  /** Of the event loop while findings are reported, p99 in milliseconds. */
  readonly loopDelay: number
  readonly memory: number
  readonly coldMs: number
  readonly bytes: number
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const row = (...cells: (string | number)[]): void => say(`| ${cells.join(' | ')} |`)
const fixed = (digits: number) => (value: number) => value.toFixed(digits)

async function sizeOf(directory: string): Promise<number> {
  const names = (await readdir(directory)).filter(name => name.includes('.sqlite'))
  const sizes = await Promise.all(names.map(async name => (await stat(join(directory, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function play(contender: Contender, directory: string): Promise<Round> {
  await mkdir(directory, { recursive: true })
  const server = await contender.start(directory)
  let before: number
  let round: Omit<Round, 'coldMs' | 'bytes'>
  let count: number
  try {
    const prepared = await contender.prepare(server.address)
    before = await sizeOf(directory)
    // For the first time before all else: code that was compiled without having seen it is compiled anew afterwards.
    await loopDelayOf(server.address)
    const { ids: first } = await create(server.address, prepared, WARM_SECONDS)
    await loopDelayOf(server.address)
    const { load: creation, ids } = await create(server.address, prepared, SECONDS)
    const loopDelay = await loopDelayOf(server.address)
    await move(server.address, prepared, first)
    const transition = await move(server.address, prepared, ids)
    const memory = await memoryOf(server.pid)
    const summary = await read(server.address, prepared, '/metrics/summary', { seconds: SECONDS / 2 })
    count = first.length + ids.length
    round = { creation, transition, summary, memory, loopDelay }
  } finally {
    await server.stop()
  }
  const bytes = (await sizeOf(directory)) - before
  const started = performance.now()
  const again = await contender.start(directory)
  const coldMs = performance.now() - started
  await again.kill()
  return { ...round, coldMs, bytes: bytes / count }
}

async function writes(all: readonly Contender[], scratch: string): Promise<Map<string, Round[]>> {
  const played = new Map<string, Round[]>(all.map(({ name }) => [name, []]))
  for (let n = 0; n < ROUNDS; n += 1)
    for (const contender of all) {
      const directory = join(scratch, `round-${n}-${all.indexOf(contender)}`)
      const round = await play(contender, directory)
      await rm(directory, { recursive: true, force: true })
      played.get(contender.name)?.push(round)
      say(
        `round ${n + 1}  ${contender.name.padEnd(24)} creation ${fixed(0)(round.creation.rate)}/s  transition ${fixed(0)(round.transition.rate)}/s` +
          `  not 2xx ${round.creation.failed + round.transition.failed + round.summary.failed}`,
      )
    }
  return played
}

/* A median of per-round ratios of two contenders. */
function ratio(
  played: ReadonlyMap<string, Round[]>,
  of: string,
  to: string,
  figure: (round: Round) => number,
) {
  const ours = played.get(of) ?? []
  const theirs = played.get(to) ?? []
  return median(ours.map((round, n) => figure(round) / figure(theirs[n] as Round)))
}

function printWrites(played: ReadonlyMap<string, Round[]>): Record<string, number> {
  say('')
  row(
    '',
    'creation/s',
    'p50 / p99 ms',
    'transition/s',
    'p50 / p99 ms',
    'summary/s',
    'MiB',
    'cold ms',
    'bytes',
  )
  row(...Array.from({ length: 9 }, () => '---'))
  for (const [name, rounds] of played) {
    const middle = (figure: (round: Round) => number, digits = 0): string =>
      fixed(digits)(median(rounds.map(figure)))
    row(
      name,
      middle(r => r.creation.rate),
      `${middle(r => r.creation.p50)} / ${middle(r => r.creation.p99)}`,
      middle(r => r.transition.rate),
      `${middle(r => r.transition.p50)} / ${middle(r => r.transition.p99)}`,
      middle(r => r.summary.rate),
      middle(r => r.memory),
      middle(r => r.coldMs),
      middle(r => r.bytes),
    )
  }
  const creation = (r: Round) => r.creation.rate
  const transition = (r: Round) => r.transition.rate
  return {
    '1 creation, of the two-insert floor (first 0.18)': ratio(played, PRODUCT, FLOOR, creation),
    '1 transition, of the two-insert floor (first 0.25)': ratio(played, PRODUCT, FLOOR, transition),
    '2 creation, of the same-writes floor (first 0.60)': ratio(played, PRODUCT, SAME_WRITES, creation),
    '2 transition, of the same-writes floor (first 0.60)': ratio(played, PRODUCT, SAME_WRITES, transition),
    '3 creation, times a commit each (first 2.5)': ratio(played, PRODUCT, COMMIT_EACH, creation),
    '3 transition, times a commit each (first 2.5)': ratio(played, PRODUCT, COMMIT_EACH, transition),
    '3 delay of the event loop, p99 in ms (first 30)': median(
      (played.get(PRODUCT) ?? []).map(round => round.loopDelay),
    ),
    '5 creation, times hand-written (first 3)': ratio(played, PRODUCT, HAND_WRITTEN, creation),
    '5 transition, times hand-written (first 3)': ratio(played, PRODUCT, HAND_WRITTEN, transition),
    "9 summary, of the floor's rate (first 0.4)": ratio(played, PRODUCT, FLOOR, r => r.summary.rate),
    '11 memory under load, times the floor (first 2)': ratio(played, PRODUCT, FLOOR, r => r.memory),
    '11 cold start, times the floor (first 3)': ratio(played, PRODUCT, FLOOR, r => r.coldMs),
    '11 bytes a finding, times the floor (first 5)': ratio(played, PRODUCT, FLOOR, r => r.bytes),
  }
}

function printGrowth(grown: readonly Grown[]): Record<string, number> {
  say('')
  row('findings', 'overdue page p50 / p99 ms', 'summary p50 / p99 ms', 'creation/s')
  row('---', '---', '---', '---')
  for (const { findings, page, summary, creation } of grown)
    row(
      findings,
      `${page.p50} / ${page.p99} (${fixed(0)(page.rate)}/s)`,
      `${summary.p50} / ${summary.p99} (${fixed(0)(summary.rate)}/s)`,
      fixed(0)(creation.rate),
    )
  const [small, large] = [grown[0], grown.find(({ findings }) => findings === 1_000_000)]
  if (!small || !large) return {}
  // At less than a millisecond a rate says more than whole milliseconds do.
  return {
    '8 overdue page at 1 M over 10 k (first 1.3)': small.page.rate / large.page.rate,
    '8 its p99 (first 2)': large.page.p99 / Math.max(1, small.page.p99),
    '9 summary at 1 M over 10 k (first 1.5)': small.summary.rate / large.summary.rate,
  }
}

async function main(): Promise<void> {
  // The load has one core, whoever is measured the other.
  execFileSync('taskset', ['-a', '-cp', '1', String(process.pid)], { stdio: 'ignore' })
  const wanted = (part: string): boolean => asked.only === undefined || asked.only === part
  const scratch = await mkdtemp(join(tmpdir(), 'xuncha-bench-'))
  const goals: Record<string, number> = {}
  const figures: Record<string, unknown> = {}
  try {
    const all = await contenders(scratch)
    if (wanted('decide')) {
      const decided = decideStep(ROUNDS)
      Object.assign(goals, { '4 decide step, times the public transition() (first 1.5)': decided.ratio })
      say(
        `decide step: ${decided.ours.toFixed(1)} µs, by the public transition() ${decided.plain.toFixed(1)} µs`,
      )
    }
    if (wanted('writes')) {
      const played = await writes(all, scratch)
      figures.rounds = Object.fromEntries(played)
      Object.assign(goals, printWrites(played))
    }
    if (wanted('postgres')) {
      const played = await onPostgres(scratch, { rounds: ROUNDS, seconds: SECONDS, warm: WARM_SECONDS })
      figures.postgres = played
      for (const kind of ['creation', 'transition'] as const) {
        for (const { product, floor } of played)
          say(
            `on PostgreSQL  ${kind}: product ${fixed(0)(product[kind].rate)}/s, floor ${fixed(0)(floor[kind].rate)}/s` +
              `  not 2xx ${product[kind].failed + floor[kind].failed}`,
          )
        goals[`7 ${kind} on PostgreSQL, of the same statements a transaction each (first 0.50)`] = median(
          played.map(({ product, floor }) => product[kind].rate / floor[kind].rate),
        )
      }
    }
    // Only when it is asked for: it brings other people's programs onto this machine.
    if (asked.only === 'peers') {
      const product = all.find(({ name }) => name === PRODUCT) as Contender
      const played = await besidePeers(scratch, product, {
        rounds: ROUNDS,
        seconds: SECONDS,
        warm: WARM_SECONDS,
      })
      figures.peers = played
      for (const { peer, product, theirs } of played)
        say(
          `${peer}: creation ${fixed(1)(theirs.creation.rate)}/s, transition ${fixed(1)(theirs.transition.rate)}/s; ` +
            `product ${fixed(0)(product.creation.rate)} and ${fixed(0)(product.transition.rate)}` +
            `  not 2xx ${theirs.creation.failed + theirs.transition.failed}`,
        )
      for (const peer of new Set(played.map(round => round.peer)))
        for (const kind of ['creation', 'transition'] as const)
          goals[`6 ${kind}, times ${peer} (first ${peer.startsWith('Directus') ? 25 : 120})`] = median(
            played
              .filter(round => round.peer === peer)
              .map(({ product, theirs }) => product[kind].rate / theirs[kind].rate),
          )
    }
    if (wanted('reminders')) {
      // A process of its own: it sends, so it wants the core that the load has here.
      const json = join(scratch, 'reminders.json')
      const script = fileURLToPath(new URL('reminders.ts', import.meta.url))
      execFileSync(process.execPath, ['--import', 'tsx', script, '--json', json], { stdio: 'inherit' })
      Object.assign(goals, JSON.parse(await readFile(json, 'utf8')))
    }
    if (wanted('growth')) {
      const sizes = [10_000, 100_000, 1_000_000, ...(asked.large ? [10_000_000] : [])]
      const grown: Grown[] = []
      const product = all.find(({ name }) => name === PRODUCT) as Contender
      await grow(product, scratch, sizes, each => grown.push(each))
      figures.growth = grown
      Object.assign(goals, printGrowth(grown))
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  say('')
  row('goal', 'seen')
  row('---', '---')
  for (const [goal, seen] of Object.entries(goals)) row(goal, seen.toFixed(2))
  if (asked.json) await writeFile(asked.json, `${JSON.stringify({ goals, ...figures }, null, 2)}\n`)
}

await main()
process.exit(0)
