import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BUILT = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url))

/** Of the administrator `root`, whom every such server begins with. */
export const ROOT_PASSWORD = 'Xun-cha-root-2025'

/** The built server in a process of its own, as an operator runs it. */
export interface ServerProcess {
  /** Such as http://127.0.0.1:40123. */
  readonly address: string
  readonly pid: number
  /** Ends it without a word (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to end (SIGTERM); gives its exit code. */
  stop(): Promise<number | null>
}

/** Starts the built server on a free port and waits until it listens. */
export async function startServer(
  dataDirectory: string,
  env: NodeJS.ProcessEnv = {},
  /** No file may grow beyond this many KiB: the nearest to a full disk that needs no rights. */
  fileLimitKiB: number | null = null,
  /** Hears every line that the server says. */
  onLine: (line: string) => void = () => undefined,
): Promise<ServerProcess> {
  const command = [process.execPath, BUILT]
  const limited = ['bash', '-c', `ulimit -f ${fileLimitKiB}; exec "$@"`, 'bash', ...command]
  return startProgram(
    fileLimitKiB === null ? command : limited,
    {
      DATA_DIR: dataDirectory,
      PORT: '0',
      XUNCHA_LOG_LEVEL: 'error',
      XUNCHA_RATE_LIMIT: '1000000',
      XUNCHA_BOOTSTRAP_ADMIN: `root:${ROOT_PASSWORD}`,
      ...env,
    },
    onLine,
  )
}

/** Starts any program that says the address it listens on, and waits until it has said it. */
export async function startProgram(
  [program = '', ...rest]: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => undefined,
): Promise<ServerProcess> {
  const child = spawn(program, rest, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'close')
  const address = await addressOf(child, onLine)
  return {
    address,
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    stop: async () => {
      child.kill('SIGTERM')
      const [code] = (await gone) as [number | null]
      return code
    },
  }
}

/* Reads on after the address has come: a pipe that nobody empties stops the server. */
function addressOf(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  const lines = createInterface({ input: child.stdout })
  return new Promise((resolve, reject) => {
    lines.on('line', line => {
      onLine(line)
      const address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
      if (address) resolve(address)
    })
    lines.on('close', () => reject(new Error('the server ended before it listened')))
  })
}
