import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './closing-line.ts'

/** Tests that open no database: these run once. All others run on SQLite and on PostgreSQL. */
const ONCE = [
  'tests/{machines,architecture,faults,services}/**/*.test.ts',
  'tests/app/{catalogue,describe-machine,passwords,photo-files,prepare-photo}.test.ts',
  'tests/workers/in-process-queue.test.ts',
]
const EVERY = 'tests/**/*.test.ts'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // Native modules (better-sqlite3, argon2) are safest with a process each.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', new ClosingLine()],
    projects: [
      { extends: true, test: { name: 'once', include: ONCE } },
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: [EVERY],
          exclude: [...ONCE, 'tests/db/postgres*.test.ts'],
          provide: { database: 'sqlite' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [EVERY],
          // The demo's year is played into a data directory, which is SQLite.
          exclude: [...ONCE, 'tests/db/sqlite*.test.ts', 'tests/app/demo.test.ts'],
          provide: { database: 'postgres' },
          globalSetup: ['tests/services/setup.ts'],
          // Every query is a round trip; on a busy machine each may wait for its turn.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
