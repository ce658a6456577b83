import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoreError } from './errors.ts'

/** Where Debian and its kin keep the programs of each release. */
const RELEASES = '/usr/lib/postgresql'

/**
 * Runs one of PostgreSQL's own programs against a database. The password travels in a file that only this account
 * can read, never among the arguments, which every user of the machine can list. Rejects with the program's own words.
 */
export async function runPostgresTool(
  tool: 'pg_dump' | 'pg_restore',
  url: string,
  args: readonly string[],
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-postgres-'))
  try {
    const passwordFile = join(directory, 'pgpass')
    const { password, address } = withoutPassword(url)
    await writeFile(passwordFile, `*:*:*:*:${password.replace(/[\\:]/g, '\\$&')}\n`, { mode: 0o600 })
    if (password !== '') address.searchParams.set('passfile', passwordFile)
    await runFirstFound(tool, [`--dbname=${address.href}`, ...args])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function withoutPassword(url: string): { password: string; address: URL } {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  return { password, address }
}

async function runFirstFound(tool: string, args: readonly string[]): Promise<void> {
  for (const program of [tool, ...inReleases(tool)]) {
    const outcome = await run(program, args)
    if (outcome.code === 0) return
    if (outcome.code !== 'missing')
      throw new StoreError('io', `${tool}: ${outcome.words.trim() || `ended with ${outcome.code}`}`)
  }
  throw new StoreError(
    'io',
    `找不到 ${tool}:请安装与服务器同版本的 PostgreSQL 客户端。${tool} was not found: install the PostgreSQL client of the server's release (Debian: apt install postgresql-client).`,
  )
}

/* The newest first: it reads every older server. */
function inReleases(tool: string): string[] {
  if (!existsSync(RELEASES)) return []
  return readdirSync(RELEASES)
    .sort((a, b) => Number(b) - Number(a))
    .map(release => join(RELEASES, release, 'bin', tool))
    .filter(file => existsSync(file))
}

function run(
  program: string,
  args: readonly string[],
): Promise<{ code: number | string | null; words: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString('utf8')}`.slice(-4_000)
    })
    child.on('error', error =>
      'code' in error && error.code === 'ENOENT' ? resolve({ code: 'missing', words }) : reject(error),
    )
    child.on('close', (code, signal) => resolve({ code: code ?? signal, words }))
  })
}
