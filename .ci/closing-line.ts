import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the output with one plain line, `N passed, N failed, N skipped`, for whoever reads a log by machine.
 *
 * A test file that does not load and an error that nobody caught belong to no test, yet fail the run: each counts
 * as one failure, so that "0 failed" never stands under a red run. A run that found no test files prints zeros.
 */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      count.failed += module.errors().length
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length
      for (const test of module.children.allTests()) count[test.result().state]++
    }
    const { passed, failed, skipped, pending } = count
    // Written when the process ends, because other reporters are still printing now. A test that was started and not
    // finished (the run was stopped) has not passed.
    process.once('exit', code => {
      // What the tests need could not be started: no test has failed, and none has run.
      const broken = code !== 0 && failed + pending === 0 ? 1 : 0
      process.stdout.write(`${passed} passed, ${failed + pending + broken} failed, ${skipped} skipped\n`)
    })
  }
}
