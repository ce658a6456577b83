import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A line to a server on this machine that can go dead without being cut. */
export interface TcpProxy {
  readonly port: number
  /** Swallows whatever comes from either side, and keeps every connection open. */
  swallow(): void
  /** Lets new connections through again; the ones that went dead stay dead. */
  heal(): void
  close(): Promise<void>
}

/** Opens a line to `port` on a free port of its own. */
export async function openTcpProxy(port: number): Promise<TcpProxy> {
  const lines = new Set<{ dead: boolean; readonly sockets: readonly Socket[] }>()
  let swallowing = false
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1')
    const line = { dead: swallowing, sockets: [near, far] }
    lines.add(line)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', data => {
        if (!line.dead) to.write(data)
      })
      from.on('error', () => undefined)
      from.on('close', () => {
        to.destroy()
        lines.delete(line)
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    swallow: () => {
      swallowing = true
      for (const line of lines) line.dead = true
    },
    heal: () => {
      swallowing = false
    },
    close: async () => {
      server.close()
      for (const { sockets } of lines) for (const socket of sockets) socket.destroy()
    },
  }
}
