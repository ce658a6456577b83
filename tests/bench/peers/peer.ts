import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { SERVER_CORE } from '../contenders.ts'

/** Another system that people would take instead, on a PostgreSQL of its own. */
export interface Peer {
  readonly name: string
  /** Brings the program onto this machine, once. */
  install(): void
  /** Sets it up on an empty database and starts it. */
  start(databaseUrl: string, directory: string): Promise<RunningPeer>
}

/** How a peer is told of something found, and of its next state. */
export interface RunningPeer {
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly create: { readonly path: string; readonly body: string }
  /** Finds the id in the answer to a creation. */
  readonly idIn: RegExp
  readonly move: {
    readonly method: 'PATCH' | 'PUT'
    readonly pathOf: (id: string) => string
    readonly body: string
  }
  stop(): Promise<void>
}

const LONGEST_START_MS = 120_000

/** Runs a program on the servers' core until it is stopped; resolves when it answers at `address`. */
export async function serve(
  [program = '', ...rest]: readonly string[],
  { address, cwd, env }: { address: string; cwd: string; env: Readonly<Record<string, string>> },
): Promise<() => Promise<void>> {
  const child = spawn('taskset', ['-c', SERVER_CORE, program, ...rest], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await gone
  }
  const answers = (): Promise<boolean> =>
    fetch(address).then(
      () => true,
      () => false,
    )
  for (const until = Date.now() + LONGEST_START_MS; !(await answers()); ) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error(`${program} ${rest[0] ?? ''} does not answer`)
    }
    await pause(200)
  }
  return stop
}
