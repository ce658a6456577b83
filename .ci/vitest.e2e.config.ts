import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './closing-line.ts'

/** The walks through the web app in a real browser; they take minutes, so they stand apart from the suite. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    globalSetup: ['tests/e2e/support/install-chromium.ts'],
    // One browser at a time on two cores: the clock of a walk is not to depend on its neighbour.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default', new ClosingLine()],
  },
})
