import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findPostgresBinaries } from './postgres-binaries.ts'

/*
 * Beside the server a shell reads the input they share, which ends when the run of the tests does. Is the server still
 * there then, the run was killed: the shell ends it and removes what it leaves.
 */
const WATCHED = `exec 3<&0; {
  cat <&3; kill -INT $$ 2>/dev/null || exit
  while kill -0 $$ 2>/dev/null; do sleep 0.1; done; rm -rf "$0"
} & exec "$@"`
/** Somebody else may take a free port before the server does. */
const TRIES = 5

/** A PostgreSQL for tests. */
export interface PostgresService {
  /** Of its database `postgres`, as a user who may create others. */
  readonly url: string
  /** Ends the server as a crash would (`immediate`), and starts it again. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a server of its own on a free port, with its data in a temporary directory that goes with it. What the tests
 * write may be lost with the machine, unless they ask for `durable` commits, as a real server's are.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresService> {
  const binaries = findPostgresBinaries()
  const user = unprivileged()
  const directory = mkdtempSync(join(tmpdir(), 'xuncha-postgres-'))
  if (user) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  const options = { ...user, cwd: directory }
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...options, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const settings = [
    `fsync=${durable ? 'on' : 'off'}`,
    'max_connections=200',
    'unix_socket_directories=',
    'listen_addresses=127.0.0.1',
  ]
  const start = async (port: number): Promise<ChildProcess> => {
    const command = [join(binaries, 'postgres'), '-D', data, '-p', String(port)]
    const server = spawn(
      'sh',
      ['-c', WATCHED, directory, ...command, ...settings.flatMap(setting => ['-c', setting])],
      { ...options, stdio: ['pipe', 'ignore', 'pipe'] },
    )
    await untilReady(server)
    return server
  }
  let port = await freePort()
  let server = await start(port).catch(async (error: unknown) => {
    for (let again = 1; again < TRIES; again += 1) {
      port = await freePort()
      const started = await start(port).catch(() => null)
      if (started) return started
    }
    throw error
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const gone = once(server, 'exit')
    server.kill(signal)
    await gone
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash: async () => {
      await end('SIGQUIT')
      server = await start(port)
    },
    stop: async () => {
      await end('SIGINT')
      rmSync(directory, { recursive: true, force: true })
    },
  }
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function untilReady(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new Error('the server has no output')
  const said: string[] = []
  const lines = createInterface({ input: server.stderr })
  await new Promise<void>((resolve, reject) => {
    lines.on('line', line => {
      if (said.push(line) > 50) said.shift()
      if (line.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended before it was ready:\n${said.join('\n')}`)))
  })
}
