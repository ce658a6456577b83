import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { endServer, initialise, makeGround, runServer } from './postgres-server.ts'

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
  const ground = makeGround()
  const data = join(ground.directory, 'data')
  initialise(ground, data)
  const start = (port: number): Promise<ChildProcess> =>
    runServer(ground, data, port, [`fsync=${durable ? 'on' : 'off'}`])
  let port = await freePort()
  let server = await start(port).catch(async (error: unknown) => {
    for (let again = 1; again < TRIES; again += 1) {
      port = await freePort()
      const started = await start(port).catch(() => null)
      if (started) return started
    }
    throw error
  })
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash: async () => {
      await endServer(server, 'SIGQUIT')
      server = await start(port)
    },
    stop: async () => {
      await endServer(server, 'SIGINT')
      rmSync(ground.directory, { recursive: true, force: true })
    },
  }
}
