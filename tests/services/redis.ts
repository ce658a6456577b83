import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { installOnDebian } from './install-on-debian.ts'

/** A Redis of one's own, which may be flushed, filled up and killed. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Ends it without a word (SIGKILL). */
  kill(): Promise<void>
  /** Starts it again at the same place; what it had is gone. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a Redis on a free port of this machine. */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  ensureRedisBinary()
  const directory = await mkdtemp(join(tmpdir(), 'xuncha-redis-'))
  const port = await freePort()
  const launch = () => launchRedis(port, directory, options)
  let child = await launch()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      child = await launch()
    },
    stop: async () => {
      await end('SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function launchRedis(port: number, directory: string, options: readonly string[]) {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '']
  const child = spawn('redis-server', [...settings, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('Ready to accept connections')) {
      child.stdout.resume()
      return child
    }
  throw new Error('redis-server ended before it was ready')
}

/** Makes sure of the program: as root on Debian it is installed, otherwise the tests stop with the line to type. */
function ensureRedisBinary(): void {
  const here = (): boolean => spawnSync('redis-server', ['--version']).status === 0
  if (here()) return
  installOnDebian('redis-server')
  if (!here())
    throw new Error(
      '测试需要 Redis:请运行 · the tests need Redis, type:  sudo apt-get install -y redis-server\n' +
        '(或设置 · or set TEST_REDIS_URL=redis://…)',
    )
}
