import { spawn, spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installOnDebian } from '../services/install-on-debian.ts'
import { temporary } from '../support/temporary.ts'

/* Two scanners that others wrote, told to look at this machine only. */

/** What a scanner looks at; a path may carry a `*` where it shall put its own. */
export interface Target {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

/** Which targets sqlmap got into, and which it could not get through, with its own words for why. */
export interface Scanned {
  readonly found: readonly string[]
  readonly untried: readonly string[]
}

/** Installs the scanners where that can be done; says what to type where it cannot. */
export function needScanners(): void {
  const lacking = ['sqlmap', 'wapiti'].filter(tool => spawnSync(tool, ['--version']).error !== undefined)
  if (lacking.length === 0) return
  installOnDebian(...lacking)
  if (lacking.some(tool => spawnSync(tool, ['--version']).error !== undefined))
    throw new Error(
      `需要 ${lacking.join('、')}。These are needed, type:\n  sudo apt-get install -y ${lacking.join(' ')}`,
    )
}

/*
 * Every kind of injection that sqlmap knows, all answers as it proposes them. It gives a target up whose first answer is an
 * error, unless it is told that such an answer is worth looking at as well.
 */
const SQLMAP = [
  '--batch',
  '--ignore-stdin',
  '--flush-session',
  '--level=2',
  '--time-sec=2',
  '--ignore-code=400,401,403,404,405,409,410,412,413,415,422,428',
  '--disable-coloring',
]

/** Lets sqlmap try every parameter of each target. */
export async function scanWithSqlmap(
  address: string,
  token: string,
  targets: readonly Target[],
): Promise<Scanned> {
  const home = await temporary()
  const { host } = new URL(address)
  const found: string[] = []
  const untried: string[] = []
  for (const [n, { method, path, body }] of targets.entries()) {
    const request = join(home, `${n}.txt`)
    const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${token}`]
    if (body !== undefined) head.push('Content-Type: application/json')
    await writeFile(request, `${head.join('\r\n')}\r\n\r\n${body === undefined ? '' : JSON.stringify(body)}`)
    const said = await run('sqlmap', ['-r', request, ...SQLMAP, '--output-dir', join(home, 'out')], home)
    if (/identified the following injection point/.test(said)) found.push(`${method} ${path}`)
    else if (!/all tested parameters do not appear to be injectable/.test(said))
      untried.push(`${method} ${path}: ${/\[CRITICAL\] (.*)/.exec(said)?.[1] ?? said.slice(-200)}`)
  }
  return { found, untried }
}

/* Those that ask nobody outside this machine whether an attack has worked; headers of an address without TLS aside. */
const MODULES = 'sql,blindsql,xss,permanentxss,exec,file,crlf,redirect,htaccess,methods,backup,csp,shellshock'

/** Lets wapiti crawl from these paths and attack what it finds; gives the weaknesses, in its words. */
export async function scanWithWapiti(
  address: string,
  token: string,
  targets: readonly Target[],
  seconds: number,
): Promise<string[]> {
  const home = await temporary()
  const report = join(home, 'report.json')
  const stores = ['store-session', 'store-config']
  for (const store of stores) await mkdir(join(home, store))
  await run(
    'wapiti',
    [
      ...['-u', `${address}/`, '--scope', 'domain', '-m', MODULES, '-f', 'json', '-o', report, '-v', '0'],
      ...['-H', `authorization: Bearer ${token}`, '--no-bugreport', '--flush-session'],
      ...['--endpoint', 'http://127.0.0.1:9', '--max-scan-time', String(seconds)],
      ...['--max-attack-time', String(seconds)],
      ...stores.flatMap(store => [`--${store}`, join(home, store)]),
      ...targets.flatMap(({ path }) => ['-s', `${address}${path}`]),
    ],
    home,
  )
  const { vulnerabilities } = JSON.parse(await readFile(report, 'utf8')) as {
    vulnerabilities: Record<string, { method: string; path: string; info: string }[]>
  }
  return Object.entries(vulnerabilities).flatMap(([kind, cases]) =>
    cases.map(({ method, path, info }) => `${kind}: ${method} ${path} ${info}`),
  )
}

async function run(tool: string, args: readonly string[], home: string): Promise<string> {
  const child = spawn(tool, args, { env: { ...process.env, HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => (said += text))
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject))
  return said
}
