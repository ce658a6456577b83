import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findPostgresBinaries } from './postgres-binaries.ts'

/* One process of PostgreSQL: where its files lie, how it is started, and that it never outlives the tests. */

/*
 * Beside the server a shell reads the input they share, which ends when the run of the tests does. Is the server still
 * there then, the run was killed: the shell ends it and removes what it leaves.
 */
const WATCHED = `exec 3<&0; {
  cat <&3; kill -INT $$ 2>/dev/null || exit
  while kill -0 $$ 2>/dev/null; do sleep 0.1; done; rm -rf "$0"
} & exec "$@"`

/** A directory that goes with the servers in it, and the account that they run under. */
export interface Ground {
  readonly directory: string
  /** Null where the tests' own account will do. */
  readonly user: { readonly uid: number; readonly gid: number } | null
}

export function makeGround(): Ground {
  const user = unprivileged()
  const directory = mkdtempSync(join(tmpdir(), 'xuncha-postgres-'))
  if (user) chownSync(directory, user.uid, user.gid)
  return { directory, user }
}

/** Lays an empty database cluster out. Whoever comes from this machine is let in, also to replicate. */
export function initialise({ directory, user }: Ground, data: string): void {
  execFileSync(
    join(findPostgresBinaries(), 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...user, cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

/** Starts a server on a cluster; resolves when it takes connections, rejects with its own words when it does not. */
export async function runServer(
  { directory, user }: Ground,
  data: string,
  port: number,
  settings: readonly string[],
): Promise<ChildProcess> {
  const command = [join(findPostgresBinaries(), 'postgres'), '-D', data, '-p', String(port)]
  const all = ['max_connections=200', 'unix_socket_directories=', 'listen_addresses=127.0.0.1', ...settings]
  const server = spawn(
    'sh',
    ['-c', WATCHED, directory, ...command, ...all.flatMap(setting => ['-c', setting])],
    { ...user, cwd: directory, stdio: ['pipe', 'ignore', 'pipe'] },
  )
  await untilReady(server)
  return server
}

/** Sends a server a signal and waits until it is gone: SIGQUIT is its crash, SIGINT its quick end. */
export async function endServer(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(server, 'exit')
  server.kill(signal)
  await gone
}

/* PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: number('-u'), gid: number('-g') }
    } catch {
      // No such user: the next one.
    }
  }
  throw new Error(
    'PostgreSQL 不能以 root 运行,也没有其他用户可用。PostgreSQL refuses to run as root: type\n  useradd --system postgres',
  )
}

async function untilReady(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new Error('the server has no output')
  const said: string[] = []
  const lines = createInterface({ input: server.stderr })
  await new Promise<void>((resolve, reject) => {
    lines.on('line', line => {
      if (said.push(line) > 50) said.shift()
      if (/ready to accept (read-only )?connections/.test(line)) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended before it was ready:\n${said.join('\n')}`)))
  })
}
