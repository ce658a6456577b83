import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './closing-line.ts'

/*
 * The HTTP suite once more, answered by two web processes in turn while two workers work beside them, on one PostgreSQL
 * and one Redis. Files that are about one process (its metrics, its queue page, its set-up link, the connections it
 * keeps, the files of the web app) stand apart.
 */
process.env.XUNCHA_CLUSTER = '1'
const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  test: {
    include: ['tests/http/**/*.test.ts'],
    exclude: ['tests/http/{prometheus,queue-board,setup-link,stream,web-app}.test.ts'],
    globalSetup: ['tests/services/setup.ts'],
    provide: { database: 'postgres' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default', new ClosingLine()],
  },
})
