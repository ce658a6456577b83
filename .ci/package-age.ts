import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/*
 * How long newer versions of what this program is made of have been out, asked of the registry: `npm run packages`. DEPLOY.md
 * promises that everything is brought up to date at least every ninety days (OWASP ASVS 5.0, V15.2.1). A newer version of
 * the same major that has been out for longer makes this fail; another major is a decision, and is only told.
 */

const LIMIT_DAYS = 90
const DAY_MS = 86_400_000
const AT_ONCE = 8

interface Registered {
  readonly time: Readonly<Record<string, string>>
}
interface Line {
  readonly name: string
  readonly current: string
  /** The newest of the same major, and for how many days there has been something newer than ours. */
  readonly newest: string
  readonly days: number
  /** The newest of all, when it is of another major. */
  readonly other: string | null
}

const run = promisify(execFile)
const { dependencies = {}, devDependencies = {} } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { dependencies?: Record<string, string>; devDependencies?: Record<string, string> }

const numbersOf = (version: string): number[] => version.split('.').map(Number)
/** Of a 0.x version the second number is what may break. */
const majorOf = (version: string): string => {
  const [major, minor] = numbersOf(version)
  return major === 0 ? `0.${minor}` : String(major)
}
function isNewer(a: string, b: string): boolean {
  const [x, y] = [numbersOf(a), numbersOf(b)]
  const at = x.findIndex((number, n) => number !== y[n])
  return at >= 0 && (x[at] ?? 0) > (y[at] ?? 0)
}

async function look([name, current]: readonly [string, string]): Promise<Line> {
  const { stdout } = await run('npm', ['view', name, 'time', '--json'], { maxBuffer: 64 * 1_048_576 })
  const found = JSON.parse(stdout) as Registered['time'] & Partial<Registered>
  const time = found.time ?? found
  const versions = Object.keys(time).filter(version => /^\d+\.\d+\.\d+$/.test(version))
  const newer = versions.filter(version => isNewer(version, current))
  const same = newer.filter(version => majorOf(version) === majorOf(current))
  const newestOf = (of: readonly string[]): string | undefined =>
    [...of].sort((a, b) => (isNewer(a, b) ? -1 : 1))[0]
  const since = Math.min(Date.now(), ...same.map(version => Date.parse(time[version] ?? '')))
  const newest = newestOf(same) ?? current
  const best = newestOf(newer) ?? current
  return {
    name,
    current,
    newest,
    days: Math.floor((Date.now() - since) / DAY_MS),
    other: majorOf(best) === majorOf(current) ? null : best,
  }
}

const asked = Object.entries({ ...dependencies, ...devDependencies })
const lines: Line[] = []
for (let n = 0; n < asked.length; n += AT_ONCE)
  lines.push(...(await Promise.all(asked.slice(n, n + AT_ONCE).map(look))))

const late = lines.filter(({ days }) => days > LIMIT_DAYS)
for (const { name, current, newest, days, other } of lines.sort((a, b) => b.days - a.days))
  if (newest !== current || other !== null)
    process.stdout.write(
      `${days > LIMIT_DAYS ? '✗' : '·'} ${name} ${current}${newest === current ? '' : ` → ${newest}, ${days} days`}${other === null ? '' : ` (${other} is another major)`}\n`,
    )
process.stdout.write(
  `${lines.length} packages asked about, ${late.length} with something newer for more than ${LIMIT_DAYS} days\n`,
)
process.exitCode = late.length > 0 ? 1 : 0
