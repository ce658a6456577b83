import { weaknessOf } from '../app/people/password-policy.ts'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'
import { MEMBERS } from './demo/people.ts'
import { planYear } from './demo/plan-year.ts'
import { playYear, simulate } from './demo/play-year.ts'
import { printReport } from './demo/print-report.ts'
import { createProgress } from './demo/progress.ts'
import { isTheArticlesYear, reportYear } from './demo/report-year.ts'
import { requireUnusedDirectory } from './demo/require-unused-directory.ts'

/*
 * 长浜社区's year 2025, replayed through the use cases on a simulated clock: 169 patrols, 392 findings, 345 rectified.
 * What the article says has to come out of the records; when it does not, the command fails.
 */
async function main(): Promise<number> {
  const { dataDirectory, demoPassword: password } = readConfig()
  requireUnusedDirectory(dataDirectory)
  requireUsablePassword(password)
  const simulated = simulate()
  const composed = await compose({ dataDirectory }, simulated)
  const progress = createProgress(process.stderr)
  try {
    const deps = { ...composed, clock: simulated.clock }
    const playing = playYear(deps, planYear(), { password, onMoment: progress.at })
    const settled = await playing.finally(progress.end)
    const report = await reportYear(deps, settled)
    process.stdout.write(`${printReport(report, dataDirectory, password).join('\n')}\n`)
    if (isTheArticlesYear(report)) return 0
    process.stderr.write(`记录与文章的数字不符。The records do not bear out the article's figures.\n`)
    return 1
  } finally {
    await composed.close()
  }
}

function requireUsablePassword(password: string): void {
  const weakness = MEMBERS.map(owner => weaknessOf(password, owner)).find(found => found !== null)
  if (weakness)
    throw new Error(
      `XUNCHA_DEMO_PASSWORD 太弱,请换一个至少 8 个字符且不常见的密码。XUNCHA_DEMO_PASSWORD is too weak: ${weakness}.`,
    )
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
