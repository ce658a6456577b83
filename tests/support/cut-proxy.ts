import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut. */
export interface CutProxy {
  readonly port: number
  /** Cuts every connection as soon as somebody sends these words; the words still arrive, or they do not. */
  cutAt(words: string, arrives: boolean): void
  close(): Promise<void>
}

/** Passes connections on to a port of this machine until it is told to cut them. */
export async function startCutProxy(target: number): Promise<CutProxy> {
  let trap: { words: string; arrives: boolean } | null = null
  const open = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
    }
    far.on('data', data => near.write(data)).on('close', () => near.destroy())
    near.on('close', () => far.end())
    near.on('data', data => {
      const caught = trap !== null && data.includes(trap.words)
      if (!caught || trap?.arrives) far.write(data)
      if (!caught) return
      trap = null
      near.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cutAt: (words, arrives) => {
      trap = { words, arrives }
    },
    close: async () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
