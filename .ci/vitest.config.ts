import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './closing-line.ts'
import { OF_ONE_PROCESS } from './of-one-process.ts'

/** Tests that open no house, or bring databases of their own: these run once. All others on SQLite and on PostgreSQL. */
const ONCE = [
  'tests/{machines,architecture,faults,golden,services,cli}/**/*.test.ts',
  'tests/app/{catalogue,config,demo,sealing,read-table,describe-machine,passwords,photo-files,prepare-photo}.test.ts',
  'tests/workers/{in-process-queue,bullmq-queue,channels}.test.ts',
  'tests/db/{prepared-per-shape,reading-many}.test.ts',
]
/** What runs in a browser brings a browser's globals along: a process for each file. */
const WEB = 'tests/web/**/*.test.ts'
/** Takes a quarter of an hour: in `npm run bars` only. */
const LONG = process.env.XUNCHA_SCAN ? [] : ['tests/security/scanners.test.ts']
/** What is asked over HTTP answers on PostgreSQL in a cluster (`npm run test:cluster`), but for what is about one process. */
const HTTP_IN_CLUSTER = `tests/http/!(${OF_ONE_PROCESS.join('|')}).test.ts`
const EVERY = 'tests/**/*.test.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
// Native modules (better-sqlite3, argon2) are safest with a process each.
const shared = {
  pool: 'forks',
  env: { TMPDIR: temporary() },
  testTimeout: 90_000,
  hookTimeout: 90_000,
} as const
/** Tests share nothing but what is imported, so the program is loaded once a process instead of once a file. */
const loadedOnce = { ...shared, isolate: false } as const

export default defineConfig({
  root,
  test: {
    // Not inherited by the projects, so that the services they need are started once.
    globalSetup: ['tests/services/setup.ts'],
    // One more than the two cores of the smallest machine: many tests wait for a process, a disk or a clock.
    maxWorkers: 3,
    reporters: ['default', new ClosingLine()],
    projects: [
      { root, test: { ...loadedOnce, name: 'once', include: ONCE } },
      { root, test: { ...shared, name: 'web', include: [WEB] } },
      {
        root,
        test: {
          ...loadedOnce,
          name: 'sqlite',
          include: [EVERY],
          exclude: [...ONCE, WEB, ...LONG, 'tests/e2e/**', 'tests/db/postgres*.test.ts'],
          provide: { database: 'sqlite' },
        },
      },
      {
        root,
        test: {
          ...loadedOnce,
          name: 'postgres',
          include: [EVERY],
          exclude: [
            ...ONCE,
            WEB,
            'tests/e2e/**',
            'tests/security/**',
            'tests/db/sqlite*.test.ts',
            HTTP_IN_CLUSTER,
          ],
          provide: { database: 'postgres' },
          // Every query is a round trip; on a busy machine each may wait for its turn.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})

/**
 * Where tests keep their houses: in memory, on a machine with room for them. Everyday tests ask what is written and in
 * which order, and would wait for a slow disk a fifth of their time. At full size they write to the disk.
 */
function temporary(): string {
  const memory = '/dev/shm'
  if (process.env.XUNCHA_TESTS_ON_DISK || !existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 4 * 2 ** 30 ? memory : tmpdir()
}
