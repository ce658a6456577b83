import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './closing-line.ts'
import { OF_ONE_PROCESS } from './of-one-process.ts'

/*
 * The HTTP suite once more, answered by two web processes in turn while two workers work beside them, on one PostgreSQL
 * and one Redis: with `npm test`, which asks it of SQLite, it is asked of both databases.
 */
process.env.XUNCHA_CLUSTER = '1'
const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  test: {
    include: ['tests/http/**/*.test.ts'],
    exclude: [`tests/http/{${OF_ONE_PROCESS.join(',')}}.test.ts`],
    globalSetup: ['tests/services/setup.ts'],
    provide: { database: 'postgres' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default', new ClosingLine()],
  },
})
