import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/*
 * The twelve bars of reliability.md at full size, one after another, and a line for each: held or not, in how many tests
 * and how long, what the tests told of their figures, and what of the bar is not run here. It takes about an hour, two on
 * a slow machine; whatever else runs meanwhile shows in the times that some of them ask for.
 *
 *   npm run bars [-- --only 3,7]
 */

interface Bar {
  readonly number: number
  readonly promise: string
  readonly files: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What the bar asks for and no test here does. */
  readonly missing?: string
}

const BARS: readonly Bar[] = [
  {
    number: 1,
    promise:
      'killed 200 times under 8 writers on SQLite and under 50 on PostgreSQL, nothing acknowledged is lost; ready again within 3 s',
    files: ['faults/kill-loop', 'faults/ready-again'],
  },
  { number: 2, promise: 'the power goes at 240 acknowledged points', files: ['faults/power-cut'] },
  {
    number: 3,
    promise: 'every write and every fsync is killed or fails',
    files: ['faults/every-system-call'],
  },
  { number: 4, promise: '1 000 notifications, 100 kills of a worker', files: ['faults/notifications'] },
  {
    number: 5,
    promise: 'Redis is emptied or killed 20 times, and away for ten minutes',
    files: ['faults/redis-disposable', 'faults/redis-absent'],
  },
  {
    number: 6,
    promise: '10 000 timers in one second; clocks that jump',
    files: ['faults/timers', 'faults/clock-jump'],
  },
  {
    number: 7,
    promise: '1 000 schedules of phones without signal',
    files: ['http/batch'],
    env: { XUNCHA_SYNC_SCHEDULES: '1000' },
  },
  {
    number: 8,
    promise: '1 000 races on each database: one winner a version; 100 workers stand still and change nothing',
    files: ['faults/races', 'faults/frozen-workers', 'workers/leases'],
  },
  {
    number: 9,
    promise: 'a full disk, a locked file, 20 crashes of PostgreSQL, 5 failovers to a standby',
    files: ['faults/disk-full', 'faults/locked-file', 'faults/postgres-restart', 'faults/postgres-failover'],
  },
  {
    number: 10,
    promise:
      'golden histories and databases replay; migrations killed; 20 backups taken under writes, a gigabyte within a minute',
    files: [
      'app/replay-v1',
      'golden/databases',
      'golden/postgres',
      'cli/backup-under-writes',
      'cli/restore-refuses',
    ],
    env: { XUNCHA_MIGRATION_STEP: '1', XUNCHA_BACKUP_ROUNDS: '20', XUNCHA_BACKUP_MEGABYTES: '1000' },
  },
  {
    number: 11,
    promise: 'every route, asked by everybody about everything',
    files: ['security/authorisation'],
  },
  {
    number: 12,
    promise: '10 000 bent requests, hostile uploads, 1 000 slow connections, 1 000 tampers, two scanners',
    files: [
      'security/fuzz',
      'security/tampers',
      'security/scanners',
      'faults/slow-connections',
      'http/hostile-input',
      'app/prepare-photo',
    ],
    env: { XUNCHA_FUZZ: '10000', XUNCHA_TAMPERS: '1000', XUNCHA_SLOW: '1000', XUNCHA_SCAN: '1' },
  },
]

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const { values: asked } = parseArgs({ options: { only: { type: 'string' } } })
const only = asked.only?.split(',').map(Number)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

interface Report {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
}

async function run({ number, files, env }: Bar): Promise<{ report: Report | null; told: string[] }> {
  const scratch = await mkdtemp(join(tmpdir(), 'xuncha-bar-'))
  const file = join(scratch, 'report.json')
  const command = [
    'vitest',
    'run',
    '--config',
    '.ci/vitest.faults.config.ts',
    '--project',
    'once',
    '--project',
    'sqlite',
  ]
  const child = spawn(
    'npx',
    [...command, '--reporter=json', `--outputFile=${file}`, ...files.map(name => `tests/${name}.test.ts`)],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', text => (output += text))
  await new Promise(resolve => child.on('close', resolve))
  const report = await readFile(file, 'utf8').then(
    text => JSON.parse(text) as Report,
    () => null,
  )
  await rm(scratch, { recursive: true, force: true })
  const mark = `bar ${number}: `
  return {
    report,
    told: output.split('\n').flatMap(line => (line.includes(mark) ? [line.split(mark)[1] ?? ''] : [])),
  }
}

let held = true
for (const bar of BARS) {
  if (only && !only.includes(bar.number)) continue
  const name = `bar ${String(bar.number).padStart(2)}  ${bar.promise}`
  const missing = bar.missing ? `  [not run: ${bar.missing}]` : ''
  if (bar.files.length === 0) {
    say(`${name}: not run${missing}`)
    continue
  }
  const started = performance.now()
  const { report, told } = await run(bar)
  const seconds = ((performance.now() - started) / 1_000).toFixed(0)
  const good = report?.success === true && report.numPassedTests > 0
  held &&= good
  const tests = report
    ? `${report.numPassedTests} passed, ${report.numFailedTests} failed`
    : 'the tests did not start'
  say(
    `${name}: ${good ? 'held' : 'NOT HELD'}, ${tests}, ${seconds} s${told.map(line => `; ${line}`).join('')}${missing}`,
  )
}
process.exit(held ? 0 : 1)
